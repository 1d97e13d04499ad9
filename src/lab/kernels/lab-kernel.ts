import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type KernelProcess, startKernelProcess } from '../../jupyter/kernel-process.js';
import { type Header, newHeader } from '../../jupyter/wire.js';
import { type KernelClientSocket, KernelClients, rawMessage } from './kernel-clients.js';
import { LabKernelSockets } from './kernel-sockets.js';
import { readHeader, type SocketMessage } from './socket-message.js';

/** The one kernel this server has. */
export const KERNEL_NAME = 'listenlab';

/** Milliseconds a kernel may take to end by itself once it was asked to. */
const SHUTDOWN_PATIENCE = 1000;
/** Milliseconds in which what a kernel sent just before it died still arrives. */
const LAST_MESSAGES = 100;
/** Milliseconds after which a kernel is asked again, when it replied but nothing of iopub has arrived. */
const NUDGE = 50;
/** Jupyter's rule: a kernel that dies more often than this, each time within so many ms, stays dead. */
const RESTART_LIMIT = 5;
const STABLE_AFTER = 10_000;

/** What the server's API tells of a kernel. */
export interface KernelModel {
  id: string;
  name: string;
  last_activity: string;
  execution_state: string;
  connections: number;
}

/** One run of the kernel's process. */
interface Life {
  process: KernelProcess;
  sockets: LabKernelSockets;
  startedAt: number;
  replied: boolean;
  heard: boolean;
  becomeReady: () => void;
}

/** A kernel that front ends share: it outlives its process, which is started again when it dies. */
export class LabKernel {
  readonly id = randomUUID();
  readonly clients = new KernelClients();
  readonly #cwd: string;
  readonly #log: (text: string) => void;
  #life: Life | undefined;
  /** Requests that came before the kernel was ready. */
  #waiting: SocketMessage[] = [];
  #state = 'starting';
  #lastActivity = new Date();
  #fastDeaths = 0;
  #closed = false;
  #turn: Promise<unknown> = Promise.resolve();

  /** @param cwd folder the cells run in: the notebook's */
  constructor(cwd: string, log: (text: string) => void) {
    this.#cwd = cwd;
    this.#log = log;
  }

  /** Process id, while a process runs. */
  get pid(): number | undefined {
    return this.#life?.process.pid;
  }

  get model(): KernelModel {
    return {
      id: this.id,
      name: KERNEL_NAME,
      last_activity: this.#lastActivity.toISOString(),
      execution_state: this.#state,
      connections: this.clients.size,
    };
  }

  /** Starts the process; resolves when it runs, which is before it is ready. */
  async start(): Promise<void> {
    await this.#inTurn(async () => {
      if (!this.#life && !this.#closed) await this.#launch();
    });
  }

  /**
   * Takes a request of a front end; it waits until the kernel is ready.
   *
   * @throws LabError (400) when its header is none
   */
  receive(client: KernelClientSocket, message: SocketMessage): void {
    const { session } = readHeader(message);
    if (session !== undefined) this.clients.heard(client, session);
    if (message.channel === 'iopub' || this.#state === 'dead') return;
    if (this.#life && isReady(this.#life)) this.#life.sockets.send(message.channel, message);
    else this.#waiting.push(message);
  }

  /** Stops the running cell. A kernel that is not ready runs none, and the signal would end it. */
  interrupt(): void {
    if (!this.#life || !isReady(this.#life)) return;
    if (process.platform === 'win32') this.#ask(this.#life, 'interrupt_request', {});
    else this.#life.process.kill('SIGINT');
  }

  /** Replaces the process by a new one; resolves when that is ready. Front ends stay connected. */
  async restart(): Promise<void> {
    await this.#inTurn(async () => {
      this.#fastDeaths = 0;
      await this.#end(true);
      this.clients.forget();
      const { ready, ended } = await this.#launch();
      await Promise.race([ready, ended]);
    });
  }

  /** Ends the kernel for good: asks first, kills it when it does not listen. */
  async shutdown(): Promise<void> {
    this.#closed = true;
    await this.#inTurn(() => this.#end(false));
    this.#state = 'dead';
    this.clients.tellState('dead', this.id);
    this.clients.closeAll();
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #launch(): Promise<{ ready: Promise<void>; ended: Promise<string> }> {
    this.#state = 'starting';
    const kernelProcess = await startKernelProcess(KERNEL_NAME, this.#cwd);
    let becomeReady = () => {};
    const ready = new Promise<void>((resolve) => {
      becomeReady = resolve;
    });
    const life: Life = {
      process: kernelProcess,
      sockets: new LabKernelSockets(
        kernelProcess.connection,
        (message) => this.#take(life, message),
        (reason) => this.#log(`a message of a kernel was dropped: ${reason}`),
      ),
      startedAt: performance.now(),
      replied: false,
      heard: false,
      becomeReady,
    };
    this.#life = life;
    void kernelProcess.ended.then((how) => this.#takeEnd(life, how));
    this.#ask(life, 'kernel_info_request', {}, 'shell');
    return { ready, ended: kernelProcess.ended };
  }

  async #end(restart: boolean): Promise<void> {
    const life = this.#life;
    this.#life = undefined;
    this.#waiting = [];
    if (!life) return;
    if (isReady(life)) {
      this.#ask(life, 'shutdown_request', { restart });
      const patience = new AbortController();
      const waited = sleep(SHUTDOWN_PATIENCE, undefined, { signal: patience.signal });
      await Promise.race([life.process.ended, waited.catch(() => undefined)]);
      patience.abort();
    }
    await life.process.dispose();
    life.sockets.close();
  }

  #ask(life: Life, type: string, content: Record<string, unknown>, channel: 'shell' | 'control' = 'control') {
    life.sockets.send(channel, rawMessage(newHeader(type, this.id), content));
  }

  #take(life: Life, message: SocketMessage): void {
    const [header, parent] = message.parts.map((part, i) => (i < 2 ? parseJson(part) : {})) as Header[];
    if (message.channel === 'iopub') life.heard = true;
    // What answers the server's own questions concerns no front end.
    if (parent.session === this.id) this.#takeOwn(life, message);
    else if (life === this.#life) this.#takeForeign(message, header, parent);
  }

  #takeForeign(message: SocketMessage, header: Header, parent: Partial<Header>): void {
    this.#lastActivity = new Date();
    if (message.channel === 'iopub' && header.msg_type === 'status') {
      this.#state = String((parseJson(message.parts[3]) as { execution_state?: string }).execution_state);
    }
    this.clients.deliver(message, parent.session);
  }

  #takeOwn(life: Life, { channel }: SocketMessage): void {
    const wasReady = isReady(life);
    life.replied ||= channel === 'shell';
    if (wasReady || !life.replied) return;
    if (!life.heard) {
      // The subscription had not reached the kernel yet: whatever it publishes next will arrive.
      setTimeout(() => this.#ask(life, 'kernel_info_request', {}, 'shell'), NUDGE);
      return;
    }
    if (this.#state === 'starting') this.#state = 'idle';
    for (const message of this.#waiting.splice(0)) {
      life.sockets.send(message.channel as 'shell' | 'control' | 'stdin', message);
    }
    life.becomeReady();
  }

  /** A process ended. Unless it was asked to, the front ends hear of it and a new one is started. */
  async #takeEnd(life: Life, how: string): Promise<void> {
    if (life !== this.#life) return;
    await sleep(LAST_MESSAGES);
    life.sockets.close();
    if (life !== this.#life || this.#closed) return;
    this.#life = undefined;
    this.#waiting = [];
    const fast = performance.now() - life.startedAt < STABLE_AFTER;
    this.#fastDeaths = fast ? this.#fastDeaths + 1 : 1;
    const gone = this.#fastDeaths > RESTART_LIMIT;
    const words = life.process.lastWords();
    const next = gone ? 'it dies too often and is not started again' : 'a new one is started';
    this.#log(`a kernel ${how}${words && `; it last wrote: ${words}`}; ${next}`);
    this.#state = gone ? 'dead' : 'restarting';
    this.clients.tellState(gone ? 'dead' : 'restarting', this.id);
    if (!gone) await this.start().catch((error) => this.#giveUp(error));
  }

  #giveUp(error: Error): void {
    this.#log(`a kernel could not be started again: ${error.message}`);
    this.#state = 'dead';
    this.clients.tellState('dead', this.id);
  }
}

function isReady({ replied, heard }: Life): boolean {
  return replied && heard;
}

function parseJson(part: Uint8Array): unknown {
  return JSON.parse(Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString());
}
