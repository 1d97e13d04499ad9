import type { Readable, Writable } from 'node:stream';

/** A message of the DevTools protocol: an answer has an id, an event a method. */
interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Parameters;
  readonly sessionId?: string;
  readonly result?: Parameters;
  readonly error?: { readonly message: string };
}

/** Parameters and results: https://chromedevtools.github.io/devtools-protocol/ */
// biome-ignore lint/suspicious/noExplicitAny: the protocol has a thousand types, of which a dozen fields are read.
type Parameters = Record<string, any>;

interface Waiting {
  readonly method: string;
  resolve(result: Parameters): void;
  reject(error: Error): void;
}

/**
 * Chrome's DevTools protocol over two pipes: JSON messages that end with a zero byte. An answer that never comes because
 * Chrome has ended is an error of the process, not of the message.
 */
export class DevTools {
  private readonly waiting = new Map<number, Waiting>();
  private readonly listeners = new Set<(message: Message) => void>();
  private last = 0;

  constructor(
    private readonly to: Writable,
    from: Readable,
  ) {
    // A closed pipe is reported by the process's end.
    to.on('error', () => undefined);
    from.on('error', () => undefined);
    from.setEncoding('utf8');
    let parts: string[] = [];
    from.on('data', (text: string) => {
      const pieces = text.split('\0');
      for (const piece of pieces.slice(0, -1)) {
        this.receive(JSON.parse(parts.join('') + piece));
        parts = [];
      }
      parts.push(pieces[pieces.length - 1]);
    });
  }

  /**
   * Sends a command and waits for its result.
   *
   * @param session the page's; none for the browser's own commands
   * @throws Error what Chrome says of the command
   */
  send(method: string, params: Parameters = {}, session?: string): Promise<Parameters> {
    const id = ++this.last;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { method, resolve, reject });
      this.to.write(`${JSON.stringify({ id, method, params, sessionId: session })}\0`);
    });
  }

  /** Calls a listener for each event of a page, until the function that is returned is called. */
  listen(session: string, method: string, listener: (params: Parameters) => void): () => void {
    const heard = (message: Message) => {
      if (message.sessionId === session && message.method === method) listener(message.params ?? {});
    };
    this.listeners.add(heard);
    return () => void this.listeners.delete(heard);
  }

  private receive(message: Message): void {
    if (message.id === undefined) {
      for (const listener of [...this.listeners]) listener(message);
      return;
    }
    const waiting = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (message.error) waiting?.reject(new Error(`${waiting.method}: ${message.error.message}`));
    else waiting?.resolve(message.result ?? {});
  }
}
