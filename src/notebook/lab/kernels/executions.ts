import type { KernelMessage } from '../../jupyter/kernel-connection.js';
import type { KernelDeath } from '../../jupyter/kernel-death.js';
import { parsedPart } from '../../jupyter/wire.js';
import { Execution } from './execution.js';
import type { ExecutionModel } from './execution-model.js';
import { readHeader, type SocketMessage } from './socket-message.js';

/** Bytes of output kept for pages that come later, of all cells together; beyond that the oldest goes. */
const KEPT_LIMIT = 64 * 2 ** 20;

/** A cell as a page saved it. */
export interface SavedCell {
  id?: unknown;
  execution_count?: unknown;
}

/**
 * What the cells of a notebook put out in one kernel, each cell's latest run: kept until the notebook was saved
 * with it, so that a page which is opened or loaded again, also in the middle of a run, has all of it.
 */
export class Executions {
  /** By the id of the request, the oldest first. */
  readonly #executions = new Map<string, Execution>();
  #bytes = 0;
  #used = false;

  /** Whether the kernel was ever asked to run anything. */
  get used(): boolean {
    return this.#used;
  }

  /** Whether output has ended that no page has asked for, and that no page was open to see. */
  get unseen(): boolean {
    return [...this.#executions.values()].some(({ unseen }) => unseen);
  }

  /** Notes a request of a page on its way to the kernel. */
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
   * Notes an answer of a page on its way to the kernel.
   *
   * @returns whether it answers the question that waits: a page may still show an earlier one
   */
  answered(message: SocketMessage): boolean {
    return this.#current()?.answered(questionOf(message)) ?? false;
  }

  /**
   * Notes what the kernel sent.
   *
   * @param watched whether a page is open that sees it
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
   * The runs of all cells, which count as seen from now on.
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
   * What a page takes to show a run as it is now.
   *
   * @param message the page's request, whose id is that of the run's; one that is not known counts as aborted
   */
  replay(message: SocketMessage): SocketMessage[] {
    const execution = this.#executions.get(readHeader(message).msg_id);
    return execution?.replay() ?? new Execution(message, undefined).endedBy(undefined);
  }

  /** Lets go of what is in the notebook's file now, and of cells that are no longer there. */
  saved(cells: readonly SavedCell[]): void {
    const counts = new Map(cells.map(({ id, execution_count }) => [id, execution_count]));
    for (const [id, execution] of this.#executions) {
      if (execution.state !== 'ended') continue;
      if (!counts.has(execution.cellId)) this.#drop(id);
      else if (counts.get(execution.cellId) === execution.executionCount) this.#bytes -= execution.saved();
    }
  }

  /**
   * Ends the runs that a kernel took with it: the running cell says what happened, those behind it do not run.
   *
   * @param death what happened
   * @returns what is to be told to pages
   */
  end(death: KernelDeath, watched: boolean): SocketMessage[] {
    for (const execution of this.#executions.values()) execution.gone = true;
    const pending = [...this.#executions.values()].filter(({ state }) => state !== 'ended');
    return pending.flatMap((execution) => {
      const messages = execution.endedBy(execution.state === 'running' ? death : undefined);
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

/** The id of the question that an answer belongs to; undefined where a client does not say it. */
function questionOf(answer: SocketMessage): string | undefined {
  const parent = parsedPart(answer, 'parent_header');
  return parent?.msg_type === 'input_request' ? String(parent.msg_id) : undefined;
}
