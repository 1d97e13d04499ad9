import type { KernelMessage } from '../../jupyter/kernel-connection.js';
import type { KernelDeath } from '../../jupyter/kernel-death.js';
import { parsedPart } from '../../jupyter/wire.js';
import type { ExecutionModel } from '../../page/protocol.js';
import { Execution } from './execution.js';
import { readHeader, type SocketMessage } from './socket-message.js';

/** Most bytes of output kept for later pages, of all cells together; beyond that the oldest is dropped. */
const KEPT_LIMIT = 64 * 2 ** 20;

/** A cell as saved by a page. */
export interface SavedCell {
  id?: unknown;
  execution_count?: unknown;
}

/**
 * Outputs of a notebook's cells in one kernel, each cell's latest run: kept until saved with the notebook, so that a
 * page that is opened or reloaded, even in the middle of a run, gets all of it.
 */
export class Executions {
  /** By request id, oldest first. */
  readonly #executions = new Map<string, Execution>();
  #bytes = 0;
  #used = false;

  /** Whether any run was ever requested. */
  get used(): boolean {
    return this.#used;
  }

  /** Whether a run ended while no page was open, and no page has requested it since. */
  get unseen(): boolean {
    return [...this.#executions.values()].some(({ unseen }) => unseen);
  }

  /** Records a page's request to the kernel. */
  asked(message: SocketMessage): void {
    const { msg_id, msg_type } = readHeader(message);
    if (message.channel !== 'shell' || msg_type !== 'execute_request') return;
    this.#used = true;
    const cellId = parsedPart(message, 'metadata').cellId;
    const execution = new Execution(message, typeof cellId === 'string' ? cellId : undefined);
    for (const [id, other] of this.#executions) {
      if (other.cellId !== undefined && other.cellId === cellId && other.state === 'ended') this.#drop(id);
    }
    this.#executions.set(msg_id, execution);
  }

  /**
   * Records a page's answer to the kernel.
   *
   * @returns whether it answers the pending question: a page may still show an earlier one
   */
  answered(message: SocketMessage): boolean {
    return this.#current()?.answered(questionOf(message)) ?? false;
  }

  /**
   * Records a message of the kernel.
   *
   * @param watched whether a page is open to see it
   * @returns whether it belongs to a cell of a notebook, and so concerns every page
   */
  told(message: KernelMessage, watched: boolean): boolean {
    const id = message.parent.msg_id ?? '';
    const execution = this.#executions.get(id);
    if (!execution) return false;
    this.#bytes += execution.take(message);
    if (execution.state === 'ended') {
      if (!watched) execution.unseen = true;
      if (execution.cellId === undefined) this.#drop(id);
    }
    while (this.#bytes > KEPT_LIMIT && this.#forgetOldest());
    return execution.cellId !== undefined;
  }

  /**
   * The runs of all cells, which then count as seen.
   *
   * @param isOpen whether the page of a session is connected
   */
  list(isOpen: (session: string) => boolean): ExecutionModel[] {
    return [...this.#executions].flatMap(([msg_id, execution]) => {
      execution.unseen = false;
      const { cellId, code, state, gone, session } = execution;
      const held = isOpen(session);
      return cellId === undefined ? [] : [{ msg_id, cell_id: cellId, code, state, gone, held }];
    });
  }

  /**
   * Messages for a page to show the current state of a run.
   *
   * @param message the page's request, with the run's id; an unknown run counts as aborted
   */
  replay(message: SocketMessage): SocketMessage[] {
    const execution = this.#executions.get(readHeader(message).msg_id);
    return execution?.replay() ?? new Execution(message, undefined).endedBy(undefined);
  }

  /** Frees what is saved in the notebook's file, and cells that no longer exist. */
  saved(cells: readonly SavedCell[]): void {
    const counts = new Map(cells.map(({ id, execution_count }) => [id, execution_count]));
    for (const [id, execution] of this.#executions) {
      if (execution.state !== 'ended') continue;
      if (!counts.has(execution.cellId)) this.#drop(id);
      else if (counts.get(execution.cellId) === execution.executionCount) this.#bytes -= execution.saved();
    }
  }

  /**
   * Ends the runs of a dead kernel: the running cell says what happened, those queued behind it do not run. A process
   * that is killed may not have said what it was running: then it is the first in the queue.
   *
   * @param death what happened
   * @returns messages for pages
   */
  end(death: KernelDeath, watched: boolean): SocketMessage[] {
    for (const execution of this.#executions.values()) execution.gone = true;
    const pending = [...this.#executions.values()].filter(({ state }) => state !== 'ended');
    const isRunning = (execution: Execution) => execution.state === 'running';
    const hasEnd = pending.some(isRunning) ? isRunning : (execution: Execution) => execution === pending[0];
    return pending.flatMap((execution) => {
      const messages = execution.endedBy(hasEnd(execution) ? death : undefined);
      for (const message of messages) this.told(message, watched);
      return messages;
    });
  }

  #current(): Execution | undefined {
    return [...this.#executions.values()].find(({ state }) => state === 'running');
  }

  #forgetOldest(): boolean {
    for (const execution of this.#executions.values()) {
      const bytes = execution.forgetOldest();
      this.#bytes -= bytes;
      if (bytes > 0) return true;
    }
    return false;
  }

  #drop(id: string): void {
    this.#bytes -= this.#executions.get(id)?.bytes ?? 0;
    this.#executions.delete(id);
  }
}

/** The id of the question an answer belongs to; undefined if a client does not say. */
function questionOf(answer: SocketMessage): string | undefined {
  const parent = parsedPart(answer, 'parent_header');
  return parent?.msg_type === 'input_request' ? String(parent.msg_id) : undefined;
}
