/**
 * An error in user input: a missing file, an unknown name, an impossible option.
 *
 * The message is one sentence (or two) that says what was found, what was expected and what to do.
 * The command line prints it without a stack and exits 1; any other error is a bug and exits 2.
 *
 * @example throw new InputError("factors is 0; expected a whole number from 1 to 512")
 */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/** The message of anything thrown, for messages that wrap a cause. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The error an aborted signal carries, always an `Error` named `AbortError`. */
export function abortError(signal: AbortSignal): Error {
  if (signal.reason instanceof Error) return signal.reason;
  const error = new Error(`interrupted: ${String(signal.reason)}`);
  error.name = 'AbortError';
  return error;
}

/** The error for a file or folder that this user has no permission to read; undefined for any other error. */
export function noPermission(error: unknown): InputError | undefined {
  if (!isSystemError(error) || !['EACCES', 'EPERM'].includes(error.code)) return undefined;
  const { path, syscall } = error as { path?: unknown; syscall: string };
  if (typeof path !== 'string') return undefined;
  const mode = syscall === 'scandir' ? 'u+rx' : 'u+r';
  const message = `no permission to read ${path}; its owner can grant it with chmod ${mode}`;
  return new InputError(message, { cause: error });
}

/** True for errors of the operating system (no space, no right to write), which name their system call. */
export function isSystemError(error: unknown): error is Error & { code: string; syscall: string } {
  return error instanceof Error && 'syscall' in error && typeof error.syscall === 'string';
}
