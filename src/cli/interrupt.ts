import { constants } from 'node:os';

/** The user (or the system) asked the command to stop. */
export class Interrupt extends Error {
  override readonly name = 'AbortError';
  /** What shells expect of a process that a signal ended: 130 for SIGINT. */
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
