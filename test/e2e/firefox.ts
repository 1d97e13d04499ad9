import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import WebSocket from 'ws';

const executablePath = '/usr/bin/firefox-esr';

/** Tests in Firefox are skipped by name on a machine without it. */
export const hasFirefox = existsSync(executablePath);

/** An event or an answer of WebDriver BiDi. */
interface Message {
  readonly id?: number;
  readonly type: 'success' | 'error' | 'event';
  readonly message?: string;
  readonly result?: Record<string, unknown>;
  readonly method?: string;
  readonly params?: { readonly text?: string; readonly request?: { readonly url: string } };
}

/**
 * A headless Firefox with a fresh profile and one page, driven by the W3C's WebDriver BiDi: Playwright drives only
 * builds of its own.
 */
export class Firefox {
  /** Errors and warnings the page wrote or threw. */
  readonly problems: string[] = [];
  readonly requests: string[] = [];
  readonly #child: ChildProcess;
  readonly #socket: WebSocket;
  readonly #profile: string;
  readonly #waiting = new Map<number, (message: Message) => void>();
  #context = '';
  #commands = 0;

  private constructor(child: ChildProcess, socket: WebSocket, profile: string) {
    this.#child = child;
    this.#socket = socket;
    this.#profile = profile;
    socket.on('message', (data) => this.#take(JSON.parse(String(data))));
  }

  static async launch(): Promise<Firefox> {
    const profile = await mkdtemp(path.join(os.tmpdir(), 'listenlab-firefox-'));
    const options = ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0'];
    const child = spawn(executablePath, options, { env: { ...process.env, HOME: profile }, stdio: 'pipe' });
    const socket = new WebSocket(`${await printedAddress(child)}/session`);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    const firefox = new Firefox(child, socket, profile);
    await firefox.#send('session.new', { capabilities: {} });
    await firefox.#send('session.subscribe', { events: ['log.entryAdded', 'network.beforeRequestSent'] });
    const { contexts } = await firefox.#send('browsingContext.getTree', {});
    firefox.#context = (contexts as { context: string }[])[0].context;
    return firefox;
  }

  async open(url: string): Promise<void> {
    await this.#send('browsingContext.navigate', { url, wait: 'complete' });
  }

  /** The value of an expression in the page: JSON. */
  async evaluate<T>(expression: string): Promise<T> {
    const found = await this.#send('script.evaluate', {
      expression: `JSON.stringify(${expression})`,
      target: { context: this.#context },
      awaitPromise: false,
    });
    return JSON.parse((found.result as { value: string }).value);
  }

  /** Presses keys, or moves a pointer, as WebDriver's `actions` say. */
  async act(actions: object[]): Promise<void> {
    await this.#send('input.performActions', { actions });
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    await this.#send('browser.close', {});
    await ended;
    this.#socket.close();
    await rm(this.#profile, { recursive: true, force: true });
  }

  #send(method: string, params: object): Promise<Record<string, unknown>> {
    const id = ++this.#commands;
    const inContext = /^(browsingContext\.navigate|input)/.test(method) ? { context: this.#context } : {};
    this.#socket.send(JSON.stringify({ id, method, params: { ...params, ...inContext } }));
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, (message) => {
        if (message.type === 'error') reject(new Error(`${method}: ${message.message}`));
        else resolve(message.result ?? {});
      });
    });
  }

  #take(message: Message): void {
    if (message.id !== undefined) this.#waiting.get(message.id)?.(message);
    else if (message.method === 'log.entryAdded') this.problems.push(message.params?.text ?? '');
    else this.requests.push(message.params?.request?.url ?? '');
  }
}

function printedAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stderr?.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
      const address = /WebDriver BiDi listening on (ws:\S+)/.exec(text)?.[1];
      if (address) resolve(address);
    });
    child.once('exit', (code) => reject(new Error(`Firefox ended with ${code}: ${text}`)));
  });
}
