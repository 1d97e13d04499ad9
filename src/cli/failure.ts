import { CommanderError } from 'commander';
import { printable } from '../notebook/display/draw-table.js';
import { InputError, isSystemError } from '../util/errors.js';
import { cellFailure } from './cell-failure.js';
import { messageAtCommandLine } from './dataset-choice.js';
import { Interrupt } from './interrupt.js';

/** How a command ends when it does not end well: the exit code, and what stderr says. */
export interface Failure {
  readonly exitCode: number;
  readonly text: string;
}

/**
 * What to make of an error: 1 and one line for a mistake of the user or a refusal of the system (for a
 * failed cell its source and output too), 130 for an interrupt, 2 and the stack for a bug.
 *
 * @param command what was typed, such as `listenlab data get`, for usage errors
 * @returns undefined for commander's way to say that it has shown the help
 */
export function failureOf(error: unknown, signal: AbortSignal, command: string): Failure | undefined {
  if (signal.reason instanceof Interrupt) return { exitCode: signal.reason.exitCode, text: 'interrupted' };
  if (error instanceof CommanderError) return usageFailure(error, command);
  if (error instanceof InputError)
    return { exitCode: 1, text: `error: ${oneLine(messageAtCommandLine(error))}` };
  if (isSystemError(error)) return { exitCode: 1, text: `error: the system refused: ${error.message}` };
  const cell = cellFailure(error);
  if (cell !== undefined) return { exitCode: 1, text: cell };
  const stack = error instanceof Error ? error.stack : String(error);
  return {
    exitCode: 2,
    text: `${stack}\nThis is a bug in listenlab; please report it with the lines above.`,
  };
}

function usageFailure(error: CommanderError, command: string): Failure | undefined {
  if (error.exitCode === 0) return undefined;
  const said =
    error.code === 'commander.help' ? `error: '${command}' needs a command` : oneLine(error.message);
  return { exitCode: 1, text: `${said.replace(/\.$/, '')}; '${command} --help' shows what there is` };
}

/** Names in a message may be those of strangers, who must not steer a terminal. */
function oneLine(text: string): string {
  return printable(text.trim().replace(/\s*\n\s*/g, ' '));
}
