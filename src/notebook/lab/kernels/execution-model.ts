/** How far a run of a cell is. */
export type ExecutionState = 'waiting' | 'running' | 'ended';

/** A run of a cell, as a page that opens the notebook hears of it. */
export interface ExecutionModel {
  /** Id of the request. */
  msg_id: string;
  /** Id of the cell in the notebook. */
  cell_id: string;
  /** What ran. */
  code: string;
  state: ExecutionState;
  /** Whether the kernel's process that ran it has ended. */
  gone: boolean;
  /** Whether the page that started it is open: what came of it is there to save, and not lost with this page. */
  held: boolean;
}
