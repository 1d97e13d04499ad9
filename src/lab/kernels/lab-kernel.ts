import { randomUUID } from 'node:crypto';
import { KERNEL_NAME } from '../../jupyter/kernel-spec.js';
import { messageOf } from '../../util/errors.js';
import { type KernelClientSocket, KernelClients } from './kernel-clients.js';
import { KernelLife } from './kernel-life.js';
import type { KernelMessage } from './kernel-sockets.js';
import { readHeader, type SocketMessage } from './socket-message.js';

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

/** A kernel that front ends share: it outlives its process, which is started again when it dies. */
export class LabKernel {
  readonly id = randomUUID();
  readonly clients = new KernelClients();
  readonly #folder: () => Promise<string>;
  readonly #log: (text: string) => void;
  readonly #environment: () => Record<string, string>;
  #life: KernelLife | undefined;
  /** Requests that came before the kernel was ready. */
  #waiting: SocketMessage[] = [];
  #onSettled: () => void = () => undefined;
  #state = 'starting';
  #lastActivity = new Date();
  #fastDeaths = 0;
  #closed = false;
  #turn: Promise<unknown> = Promise.resolve();

  /**
   * @param folder gives the folder the cells run in: the notebook's, wherever that is when a process starts
   * @param environment gives variables for the process, beside the server's
   */
  constructor(
    folder: () => Promise<string>,
    log: (text: string) => void,
    environment: () => Record<string, string>,
  ) {
    this.#folder = folder;
    this.#log = log;
    this.#environment = environment;
  }

  /** Process id, while a process runs. */
  get pid(): number | undefined {
    return this.#life?.pid;
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
    if (this.#life?.isReady) this.#life.send(message.channel, message);
    else this.#waiting.push(message);
  }

  /** Stops the running cell. */
  interrupt(): void {
    this.#life?.interrupt();
  }

  /** Replaces the process by a new one; resolves when that is ready. Front ends stay connected. */
  async restart(): Promise<void> {
    await this.#inTurn(async () => {
      this.#fastDeaths = 0;
      await this.#end(true);
      this.clients.forget();
      const settled = new Promise<void>((resolve) => {
        this.#onSettled = resolve;
      });
      await this.#launch();
      await settled;
    });
  }

  /** Ends the kernel for good. */
  async shutdown(): Promise<void> {
    this.#closed = true;
    await this.#inTurn(() => this.#end(false));
    this.#state = 'dead';
    this.clients.tellState('dead', this.id);
    this.clients.closeAll();
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #launch(): Promise<void> {
    this.#state = 'starting';
    const life: KernelLife = await KernelLife.start(await this.#folder(), this.#environment(), this.id, {
      onMessage: (message) => this.#take(message),
      onReady: () => this.#takeReady(),
      onEnd: (how) => this.#takeEnd(life, how),
      onRefused: (reason) => this.#log(`a message of a kernel was dropped: ${reason}`),
    });
    this.#life = life;
  }

  async #end(restart: boolean): Promise<void> {
    const life = this.#life;
    this.#life = undefined;
    this.#waiting = [];
    await life?.end(restart);
  }

  #take(message: KernelMessage): void {
    this.#lastActivity = new Date();
    const { channel, header, parent, parts } = message;
    if (channel === 'iopub' && header.msg_type === 'status') {
      this.#state = String(JSON.parse(Buffer.from(parts[3]).toString()).execution_state);
    }
    this.clients.deliver(message, parent.session);
  }

  #takeReady(): void {
    if (this.#state === 'starting') this.#state = 'idle';
    for (const message of this.#waiting.splice(0)) {
      if (message.channel !== 'iopub') this.#life?.send(message.channel, message);
    }
    this.#onSettled();
  }

  /** A process ended. Unless it was asked to, the front ends hear of it and a new one is started. */
  #takeEnd(life: KernelLife, how: string): void {
    if (life !== this.#life) return;
    this.#onSettled();
    if (this.#closed) return;
    this.#life = undefined;
    this.#waiting = [];
    this.#fastDeaths = life.age < STABLE_AFTER ? this.#fastDeaths + 1 : 1;
    const gone = this.#fastDeaths > RESTART_LIMIT;
    const next = gone ? 'it dies too often and is not started again' : 'a new one is started';
    this.#log(`a kernel ${how}${life.lastWords && `; it last wrote: ${life.lastWords}`}; ${next}`);
    this.#tell(gone ? 'dead' : 'restarting');
    if (gone) return;
    this.start().catch((error) => {
      this.#log(`a kernel could not be started again: ${messageOf(error)}`);
      this.#tell('dead');
    });
  }

  #tell(state: 'dead' | 'restarting'): void {
    this.#state = state;
    this.clients.tellState(state, this.id);
  }
}
