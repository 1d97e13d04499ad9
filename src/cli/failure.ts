import { constants } from 'node:os';
import { CommanderError } from 'commander';
import { printable } from '../notebook/display/draw-table.js';
import type { Output } from '../notebook/jupyter/nbformat.js';
import { CellError } from '../notebook/jupyter/run-cells.js';
import { InputError, isSystemError } from '../util/errors.js';
import { messageAtCommandLine } from './dataset-choice.js';

/** How a command fails: the exit code, and the text for stderr. */
interface Failure {
  readonly exitCode: number;
  readonly text: string;
}

/**
 * Classifies an error: 1 and one line for a user or system error (for a failed cell its source and output too), 130 for
 * an interrupt, 2 and the stack for a bug.
 *
 * @param command what was typed, such as `listenlab data get`, for usage errors
 * @returns undefined for commander's signal that it has shown the help
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
  const said = oneLine(error.message);
  return { exitCode: 1, text: `${said.replace(/\.$/, '')}; '${command} --help' lists what is available` };
}

/** Names in a message are untrusted and must not control the terminal. */
function oneLine(text: string): string {
  return printable(text.trim().replace(/\s*\n\s*/g, ' '));
}

/** Describes a failed cell: its position, source, output and error; else undefined. */
function cellFailure(error: unknown): string | undefined {
  if (!(error instanceof CellError)) return undefined;
  const printed = error.outputs.map(textOf).join('').trimEnd();
  const output = printed === '' ? '' : `\nIts output:\n${indent(printed)}\n`;
  const story = error.traceback.length > 0 ? error.traceback.join('\n') : `${error.ename}: ${error.evalue}`;
  return `error: cell ${error.number} of ${error.notebook} failed:\n${indent(error.source)}\n${output}\n${story}`;
}

function textOf(output: Output): string {
  if (output.output_type === 'stream') return output.text;
  if (output.output_type === 'error') return '';
  const text = output.data['text/plain'];
  return typeof text === 'string' ? `${text}\n` : '';
}

function indent(text: string): string {
  return text.replace(/^/gm, '    ');
}

/** The user (or the system) asked the command to stop. */
class Interrupt extends Error {
  override readonly name = 'AbortError';
  /** What shells expect of a process ended by a signal: 130 for SIGINT. */
  readonly exitCode: number;

  constructor(signal: 'SIGINT' | 'SIGTERM') {
    super('interrupted');
    this.exitCode = 128 + constants.signals[signal];
  }
}

/**
 * A signal that aborts with an {@link Interrupt} on the first SIGINT or SIGTERM, so that the command can
 * clean up; the second one ends the process at once.
 */
export function interruptSignal(process: NodeJS.Process): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      const interrupt = new Interrupt(name);
      if (controller.signal.aborted) process.exit(interrupt.exitCode);
      controller.abort(interrupt);
    });
  }
  return controller.signal;
}
