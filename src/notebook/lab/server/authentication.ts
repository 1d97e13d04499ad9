import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';
import { LabError } from './requests.js';

/** The parts of a request that decide whether it may pass. */
interface Approach {
  method: string;
  /** Target of the request line: path and query, or a full URL. */
  url: string;
  headers: {
    host?: string;
    origin?: string;
    cookie?: string;
    authorization?: string;
  };
}

/** How a request authenticated itself. */
type Credential = 'cookie' | 'query' | 'header' | 'ticket';

/** Access control: requests need the right Host, an Origin of our own pages, and the token. */
export class Access {
  readonly #token: string;
  readonly #port: number;
  readonly #host: string;
  readonly #tickets = new Set<string>();

  /**
   * @param token the secret of this server
   * @param host the address it listens on
   */
  constructor(token: string, host: string, port: number) {
    this.#token = token;
    this.#host = host;
    this.#port = port;
  }

  /** Name and value of the cookie; the name includes the port, because browsers share cookies between ports. */
  get cookie(): { name: string; value: string } {
    const value = createHmac('sha256', this.#token).update('cookie').digest('hex');
    return { name: `listenlab-${this.#port}`, value };
  }

  /**
   * A one-time secret: for URLs that other users of the machine may see, as in the arguments of a browser process.
   */
  issueTicket(): string {
    const ticket = randomBytes(24).toString('hex');
    this.#tickets.add(ticket);
    return ticket;
  }

  /** Value of the `Set-Cookie` header. */
  get setCookie(): string {
    const { name, value } = this.cookie;
    return `${name}=${value}; Path=/; HttpOnly; SameSite=Strict`;
  }

  /**
   * Lets a request pass or not.
   *
   * @throws LabError 403 for a foreign Host or Origin, and for a modifying request that a foreign page may have caused;
   *   401 without token or cookie
   */
  check({ method, url, headers }: Approach): Credential {
    const { host, origin } = headers;
    for (const name of [host, ...authorityOf(url)]) {
      if (this.#isOwnHost(name)) continue;
      throw new LabError(403, `this server is not called ${name ?? 'nothing'}`, 'foreign host');
    }
    // A request without an Origin passes, a WebSocket's too: browsers send one with every WebSocket and every
    // change, so a request without one comes from a program, and still needs the token or the cookie's secret.
    if (origin !== undefined && origin.toLowerCase() !== `http://${host}`.toLowerCase()) {
      throw new LabError(403, `pages of ${origin} may not use this server`, 'foreign origin');
    }
    const credential = this.#credential(url, headers);
    if (!credential) {
      throw new LabError(
        401,
        'no valid token; open the address that `npx listenlab lab` printed',
        'token needed',
      );
    }
    const changes = !['GET', 'HEAD', 'OPTIONS'].includes(method);
    if (changes && credential !== 'header' && credential !== 'query' && origin === undefined) {
      throw new LabError(403, 'a change needs an Origin header, or the token', 'origin needed');
    }
    return credential;
  }

  #credential(url: string, { cookie, authorization }: Approach['headers']): Credential | undefined {
    const sent = /^(?:token|bearer) (\S+)$/i.exec(authorization ?? '');
    if (sent && isSame(sent[1], this.#token)) return 'header';
    const { name, value } = this.cookie;
    const cookies = (cookie ?? '').split(';').map((each) => each.trim());
    if (cookies.some((each) => each.startsWith(`${name}=`) && isSame(each.slice(name.length + 1), value))) {
      return 'cookie';
    }
    const query = new URLSearchParams(url.split('?').slice(1).join('?'));
    if (isSame(query.get('token') ?? '', this.#token)) return 'query';
    return this.#tickets.delete(query.get('ticket') ?? '') ? 'ticket' : undefined;
  }

  /** A foreign site whose name resolves here (DNS rebinding) still sends its own name as Host. */
  #isOwnHost(host: string | undefined): boolean {
    const found = /^(.+?)(?::(\d+))?$/.exec(host ?? '');
    if (!found || Number(found[2] ?? 80) !== this.#port) return false;
    const name = found[1].toLowerCase().replace(/^\[(.*)\]$/, '$1');
    if (name === 'localhost' || name === '127.0.0.1' || name === '::1' || name === this.#host) return true;
    // Listening on all addresses: a numeric Host cannot be a foreign name.
    return (this.#host === '0.0.0.0' || this.#host === '::') && isIP(name) !== 0;
  }
}

/** The host in a full URL on the request line, as sent to proxies; none in the usual form. */
function authorityOf(url: string): string[] {
  const found = WHOLE_ADDRESS.exec(url);
  return found ? [found[1]] : [];
}

/** Path and query of a request target. */
export function withoutAuthority(url: string): string {
  const rest = url.replace(WHOLE_ADDRESS, '');
  return rest === url || rest.startsWith('/') ? rest : `/${rest}`;
}

const WHOLE_ADDRESS = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i;

/** Constant-time comparison. */
function isSame(a: string, b: string): boolean {
  const [first, second] = [a, b].map((each) => createHash('sha256').update(each).digest());
  return timingSafeEqual(first, second);
}
