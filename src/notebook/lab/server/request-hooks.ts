import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isObject } from '../../../util/checks.js';
import { escapeHtml } from '../../../util/escape.js';
import type { Access } from './authentication.js';
import { errorPage } from './error-page.js';
import { LabError, requireReadable } from './requests.js';

/** Query parameters that grant access. */
const SECRETS = ['token', 'ticket'];

/**
 * Applied to every request first: security headers, access rules, JSON bodies, and errors in Jupyter's format.
 *
 * @param accessOf gives the rules once the server listens
 */
export function guard(app: FastifyInstance, accessOf: () => Access): void {
  const socketRoutes = new Set<string | undefined>();
  app.addHook('onRoute', ({ websocket, url }) => {
    if (websocket) socketRoutes.add(url);
  });
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(SECURITY_HEADERS);
    const access = accessOf();
    const { method, originalUrl, headers } = request;
    const credential = access.check({ method, url: originalUrl, headers });
    if (request.ws && !socketRoutes.has(request.routeOptions.url)) {
      throw new LabError(404, `there is no WebSocket at ${pathOf(request)}`);
    }
    const entered = credential === 'query' || credential === 'ticket';
    if (isPage(request) && (entered || hasSecret(request.url))) {
      return enter(request, reply.header('set-cookie', access.setCookie));
    }
  });
  // Jupyter's clients send some requests with a JSON type and no body, and some bodies without a type.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    '*',
    { parseAs: 'buffer' },
    async (_request: FastifyRequest, body: string | Buffer) => {
      const bytes = Buffer.from(body);
      requireReadable(bytes, 'the body');
      const text = bytes.toString();
      if (text.trim() === '') return null;
      try {
        return JSON.parse(text);
      } catch (cause) {
        throw new LabError(400, 'the body is not JSON', null, { cause });
      }
    },
  );
  app.addHook('preValidation', async ({ url, body }) => {
    if (url.startsWith('/api/')) dropNulls(body);
  });
  app.setNotFoundHandler((request, reply) =>
    answer(request, reply, 404, `there is no ${pathOf(request)} here`, null),
  );
  app.setErrorHandler((error: unknown, request, reply) => {
    const { status, message, reason } = described(error);
    return answer(request, reply, status, message, reason);
  });
}

/** Python clients send omitted fields as null. */
function dropNulls(body: unknown): void {
  if (!isObject(body)) return;
  for (const name of Object.keys(body)) if (body[name] === null) delete body[name];
}

function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  message: string,
  reason: string | null,
) {
  reply.code(status).headers(SECURITY_HEADERS);
  if (!isPage(request)) return reply.send({ message, reason });
  return reply.type('text/html; charset=utf-8').send(errorPage(status, message));
}

/** Status and message of an error; an unexpected one reveals no details to the page. */
function described(error: unknown): { status: number; message: string; reason: string | null } {
  if (error instanceof LabError) return error;
  const { statusCode, code, syscall, message } = error as Error & {
    statusCode?: number;
    code?: string;
    syscall?: string;
  };
  if (statusCode !== undefined && statusCode < 500)
    return { status: statusCode, message, reason: code ?? null };
  if (syscall !== undefined) return systemRefusal(code ?? '', message);
  return { status: 500, message: `a bug in listenlab: ${message}`, reason: null };
}

const STATUS_OF_SYSTEM_ERROR: Readonly<Record<string, number>> = {
  ENOENT: 404,
  EACCES: 403,
  EPERM: 403,
  EROFS: 403,
  ENOTDIR: 400,
  EISDIR: 400,
  EINVAL: 400,
  ENAMETOOLONG: 400,
  EEXIST: 409,
  ENOTEMPTY: 409,
  ENOSPC: 507,
  EDQUOT: 507,
  EFBIG: 507,
};

/** The system's message without paths, which pages need not know. */
function systemRefusal(code: string, message: string) {
  const status = STATUS_OF_SYSTEM_ERROR[code] ?? 500;
  return { status, message: `the system refused: ${message.replace(/,? '.*/s, '')}`, reason: code };
}

/** True for page loads by a person, not a program. */
function isPage({ method, url, headers }: FastifyRequest): boolean {
  return (
    method === 'GET' &&
    headers.upgrade === undefined &&
    !/^\/(api|lab\/api|lab-api|static|files)(\/|\?|$)/.test(url)
  );
}

function pathOf({ url }: FastifyRequest): string {
  return url.split('?')[0];
}

/**
 * Continues to the same page without the token. Browsers do not send the new cookie while following a link from another
 * site, including redirects; from a page of this server they do.
 */
function enter(request: FastifyRequest, reply: FastifyReply) {
  const target = withoutToken(request.url);
  if (!['cross-site', 'same-site'].includes(String(request.headers['sec-fetch-site'])))
    return reply.redirect(target);
  const refresh = `<meta http-equiv="refresh" content="0;url=${escapeHtml(target)}">`;
  return reply.type('text/html; charset=utf-8').send(`<!doctype html><title>listenlab</title>${refresh}`);
}

/** Even if the browser already has the cookie: a secret should not stay in the address bar. */
function hasSecret(url: string): boolean {
  const query = new URLSearchParams(url.split('?').slice(1).join('?'));
  return SECRETS.some((name) => query.has(name));
}

/** The same URL on this server, never `//elsewhere`. */
function withoutToken(url: string): string {
  const [pathname, ...query] = url.split('?');
  const rest = new URLSearchParams(query.join('?'));
  for (const secret of SECRETS) rest.delete(secret);
  const local = pathname.replace(/^[/\\]*/, '/');
  return rest.size > 0 ? `${local}?${rest}` : local;
}

/**
 * Headers of every response: pages neither load from nor send to other hosts, other sites cannot frame or read them,
 * and content types are not sniffed.
 *
 * `unsafe-eval`: the interface compiles its settings' schemas. `blob:`: widget modules come as text.
 */
const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'self'",
    "script-src 'self' 'unsafe-eval' blob:",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "media-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "frame-src 'self' blob: data:",
    "frame-ancestors 'self'",
    "form-action 'self'",
    "base-uri 'self'",
    "object-src 'none'",
  ].join('; '),
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'SAMEORIGIN',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-cache',
};

/**
 * The policy for the user's own files: they are shown with an opaque origin, so they cannot act on the server on the
 * user's behalf. A report may train, and save figures and settings.
 */
export const FILE_POLICY =
  "sandbox allow-scripts allow-popups allow-downloads; default-src 'self' 'unsafe-inline' 'wasm-unsafe-eval' data: blob:";
