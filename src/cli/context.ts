import type { Output } from './output.js';
import type { Progress } from './progress.js';

/** What a command may touch of the world: everything it says goes through here. */
export interface Context {
  readonly output: Output;
  readonly progress: Progress;
  /** For lines about running cells. */
  readonly stderr: Pick<NodeJS.WriteStream, 'write' | 'isTTY'>;
  /** The date that reports carry. */
  readonly now: () => Date;
  /** Aborted when the user interrupts. */
  readonly signal: AbortSignal;
}
