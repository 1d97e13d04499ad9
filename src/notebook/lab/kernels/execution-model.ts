/** State of a run of a cell. */
export type ExecutionState = 'waiting' | 'running' | 'ended';

/** A run of a cell, as reported to a page that opens the notebook. */
export interface ExecutionModel {
  /** Id of the request. */
  msg_id: string;
  /** Id of the cell in the notebook. */
  cell_id: string;
  /** The code that ran. */
  code: string;
  state: ExecutionState;
  /** Whether the kernel's process that ran it has ended. */
  gone: boolean;
  /** Whether the page that started it is open: its output is saved there, and not lost with this page. */
  held: boolean;
}
