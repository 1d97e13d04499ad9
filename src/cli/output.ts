import { stripVTControlCharacters } from 'node:util';

/** The two streams of a command: results, and words about the work. */
export interface Output {
  /** A line of the result, on stdout. */
  print(text: string): void;
  /** The whole result as one JSON document, on stdout. */
  printJson(value: unknown): void;
  /** A line for the person who waits, on stderr; colours in it only where they are wanted. */
  tell(text: string): void;
}

/** Writes to a process's streams. Colours of what cells printed reach a terminal only, unless NO_COLOR is set. */
export function processOutput(
  stdout: NodeJS.WriteStream,
  stderr: NodeJS.WriteStream,
  environment: NodeJS.ProcessEnv,
): Output {
  const colour = stderr.isTTY && !environment.NO_COLOR;
  return {
    print: (text) => void stdout.write(`${text}\n`),
    printJson: (value) => void stdout.write(`${JSON.stringify(value, null, 2)}\n`),
    tell: (text) => void stderr.write(`${colour ? text : stripVTControlCharacters(text)}\n`),
  };
}
