import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { messageOf } from '../../../util/errors.js';
import { NOTEBOOK_VARIABLE } from '../../../util/kernel-context.js';
import { KernelConnection, type KernelMessage } from '../../jupyter/kernel-connection.js';
import {
  describeDeath,
  ENDED_BY_USER,
  ENDED_WITH_LAB,
  type KernelDeath,
  RESTARTED_BY_USER,
} from '../../jupyter/kernel-death.js';
import { type KernelEnd, startKernelProcess } from '../../jupyter/kernel-process.js';
import { KERNEL_NAME } from '../../jupyter/kernel-spec.js';
import { parsedPart } from '../../jupyter/wire.js';
import { Executions } from './executions.js';
import { type KernelClientSocket, KernelClients } from './kernel-clients.js';
import { readHeader, type SocketMessage } from './socket-message.js';

/** Jupyter's rule: a kernel that dies more often than this, each time within so many ms, stays dead. */
const RESTART_LIMIT = 5;
const STABLE_AFTER = 10_000;

/** Milliseconds a kernel may take to end by itself after a shutdown request. */
const SHUTDOWN_PATIENCE = 1000;

const RUN_AGAIN =
  'Its variables are lost: run the cells again, starting with the first; they get a new kernel.';
const TOO_OFTEN = `It has died too often in a short time and is not restarted automatically. ${RUN_AGAIN}`;

const RESTARTED =
  'The kernel was restarted from another page of the lab: what its cells had declared is lost. Run them again, starting with the first.';

/** Request on shell for all output of a run: the message has the run's id. */
const FOLLOW_REQUEST = 'listenlab_follow_request';

/** A kernel in the server's API. */
export interface KernelModel {
  id: string;
  name: string;
  last_activity: string;
  execution_state: string;
  connections: number;
}

/** Where a kernel's process runs. */
export interface KernelPlace {
  readonly folder: string;
  /** Name of the file whose cells it runs, if it is for one. */
  readonly document?: string;
}

/** A kernel that front ends share: it outlives its process, which is restarted when it dies. */
export class LabKernel {
  readonly id = randomUUID();
  readonly clients = new KernelClients();
  readonly executions = new Executions();
  readonly #place: () => Promise<KernelPlace>;
  readonly #log: (text: string) => void;
  readonly #environment: () => Record<string, string>;
  #connection: KernelConnection | undefined;
  /** Requests that came before the kernel was ready. */
  #waiting: SocketMessage[] = [];
  #onSettled: () => void = () => undefined;
  #state = 'starting';
  #since = new Date();
  #lastActivity = new Date();
  #fastDeaths = 0;
  /** Number of processes started. */
  #processes = 0;
  #closed = false;
  #turn: Promise<unknown> = Promise.resolve();

  /**
   * @param place gives the working folder and the notebook, wherever they are when a process starts
   * @param environment gives variables for the process, besides the server's
   */
  constructor(
    place: () => Promise<KernelPlace>,
    log: (text: string) => void,
    environment: () => Record<string, string>,
  ) {
    this.#place = place;
    this.#log = log;
    this.#environment = environment;
  }

  /** Process id, while a process runs. */
  get pid(): number | undefined {
    return this.#connection?.pid;
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

  /** When it entered its current state. */
  get since(): Date {
    return this.#since;
  }

  /** Whether a page is open, a cell runs, the process starts, or there is unseen output. */
  get inUse(): boolean {
    return this.clients.size > 0 || !['idle', 'dead'].includes(this.#state) || this.executions.unseen;
  }

  /** Starts the process; resolves when it runs, which is before it is ready. */
  async start(): Promise<void> {
    await this.#inTurn(async () => {
      if (!this.#connection && !this.#closed) await this.#launch();
    });
  }

  /**
   * Takes a front end's request; it is queued until the kernel is ready.
   *
   * @throws LabError (400) when its header is invalid
   */
  receive(client: KernelClientSocket, message: SocketMessage): void {
    const { session, msg_type } = readHeader(message);
    if (session !== undefined) this.clients.heard(client, session);
    if (msg_type === FOLLOW_REQUEST) {
      for (const each of this.executions.replay(message)) client.send(each);
      return;
    }
    if (message.channel === 'iopub' || this.#state === 'dead') return;
    this.executions.asked(message);
    if (message.channel === 'stdin' && this.executions.answered(message)) this.clients.tellAnswered();
    if (this.#connection?.isReady) this.#connection.send(message.channel, message);
    else this.#waiting.push(message);
  }

  /** Stops the running cell. */
  interrupt(): void {
    this.#connection?.interrupt();
  }

  /** Replaces the process by a new one; resolves when it is ready. Front ends stay connected. */
  async restart(): Promise<void> {
    await this.#inTurn(async () => {
      this.#fastDeaths = 0;
      await this.#end(true);
      this.#endExecutions(RESTARTED_BY_USER);
      this.clients.forget();
      const settled = new Promise<void>((resolve) => {
        this.#onSettled = resolve;
      });
      await this.#launch(RESTARTED);
      await settled;
    });
  }

  /**
   * Ends the kernel for good. Pages are told why: under the running cell, or else with the state.
   *
   * @param withLab whether the whole lab ends, which its pages notice themselves
   */
  async shutdown(withLab = false): Promise<void> {
    this.#closed = true;
    await this.#inTurn(() => this.#end(false));
    const death = withLab ? ENDED_WITH_LAB : ENDED_BY_USER;
    const ran = this.#endExecutions(death);
    this.#tell('dead', ran || withLab ? undefined : noticeOf(death, RUN_AGAIN));
    this.clients.closeAll();
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  /** @param reason why a new process replaces one that was asked to end, for people */
  async #launch(reason?: string): Promise<void> {
    this.#enter('starting');
    this.#processes += 1;
    this.clients.tellProcess(this.#processes, reason);
    const { folder, document } = await this.#place();
    const started = await startKernelProcess('listenlab', folder, {
      ...this.#environment(),
      ...(document !== undefined && { [NOTEBOOK_VARIABLE]: path.join(folder, document) }),
    });
    const connection: KernelConnection = new KernelConnection(started, {
      onMessage: (message) => this.#take(message),
      onReady: () => this.#takeReady(),
      onEnd: (end) => this.#takeEnd(connection, end),
      onRefused: (reason) => this.#log(`a message of a kernel was dropped: ${reason}`),
    });
    this.#connection = connection;
  }

  async #end(restart: boolean): Promise<void> {
    const connection = this.#connection;
    this.#connection = undefined;
    this.#waiting = [];
    await connection?.shutdown(SHUTDOWN_PATIENCE, restart);
  }

  #take(message: KernelMessage): void {
    this.#lastActivity = new Date();
    const { channel, header, parent } = message;
    if (channel === 'iopub' && header.msg_type === 'status') {
      this.#enter(String(parsedPart(message, 'content').execution_state));
    }
    this.clients.deliver(message, parent.session, this.executions.told(message, this.clients.size > 0));
  }

  /** Tells pages how unfinished cells ended; false when there were none. */
  #endExecutions(death: KernelDeath): boolean {
    const messages = this.executions.end(death, this.clients.size > 0);
    for (const message of messages) this.clients.deliver(message, undefined, true);
    return messages.length > 0;
  }

  #takeReady(): void {
    if (this.#state === 'starting') this.#enter('idle');
    for (const message of this.#waiting.splice(0)) {
      if (message.channel !== 'iopub') this.#connection?.send(message.channel, message);
    }
    this.#onSettled();
  }

  /** A process ended. Unless requested, front ends are told and a new one is started. */
  #takeEnd(connection: KernelConnection, end: KernelEnd): void {
    if (connection !== this.#connection) return;
    this.#onSettled();
    if (this.#closed) return;
    this.#connection = undefined;
    this.#waiting = [];
    this.#fastDeaths = connection.age < STABLE_AFTER ? this.#fastDeaths + 1 : 1;
    const gone = this.#fastDeaths > RESTART_LIMIT;
    const next = gone ? 'it dies too often and is not restarted' : 'restarting it';
    const death = describeDeath(end);
    this.#log(`${death.reason}; ${next}`);
    const ran = this.#endExecutions(death);
    const reason = noticeOf(
      death,
      gone ? TOO_OFTEN : 'A new one is starting, without the variables of the old one.',
    );
    this.#tell(gone ? 'dead' : 'restarting', ran && !gone ? undefined : reason);
    if (gone) return;
    this.start().catch((error) => {
      const reason = `a kernel could not be restarted: ${messageOf(error)}`;
      this.#log(reason);
      this.#tell('dead', noticeOf({ reason, advice: [] }, RUN_AGAIN));
    });
  }

  #tell(state: 'dead' | 'restarting', reason?: string): void {
    this.#enter(state);
    this.clients.tellState(state, this.id, reason);
  }

  #enter(state: string): void {
    if (state !== this.#state) this.#since = new Date();
    this.#state = state;
  }
}

function noticeOf({ reason, advice }: KernelDeath, next: string): string {
  const text = [`${reason}.`, ...advice, next].join(' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
