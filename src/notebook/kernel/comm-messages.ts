import type { Message } from '../jupyter/wire.js';
import type { CommRegistry } from './comms.js';
import type { CellExecution } from './execution.js';
import type { CellOutput } from './output.js';

/** Whether a message belongs to a comm. */
export function isComm(message: Message): boolean {
  return ['comm_open', 'comm_msg', 'comm_close'].includes(message.header.msg_type);
}

/** What handing comm messages on takes. */
interface CommParts {
  comms: CommRegistry;
  execution: CellExecution;
  output: CellOutput;
  /** Shows what a handler throws. */
  report: (thrown: unknown, origin: string) => void;
}

/**
 * Hands a comm message to the code of cells. What that throws, at once or in a promise, goes to stderr under
 * the message's header; comm messages have no reply. Promises are not waited for: the next message may be the
 * one that makes the work behind them needless.
 */
export function takeCommMessage({ comms, execution, output, report }: CommParts, message: Message): void {
  const fail = (thrown: unknown) => report(thrown, 'In a widget');
  output.under(message.header, () => {
    execution.runInterruptible(() => {
      try {
        for (const returned of comms.take(message)) Promise.resolve(returned).catch(fail);
      } catch (thrown) {
        fail(thrown);
      }
    });
  });
}
