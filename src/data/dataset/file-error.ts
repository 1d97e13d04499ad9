import { InputError } from '../../util/errors.js';
import type { TableOptions } from './columns/table-options.js';

/** What to do about a file, at each entrance. */
export interface Advice {
  /** For those who call `openDataset`. */
  readonly code: string;
  /** For those who type a command. */
  readonly flags: string;
  /** Whether another program is to read the file, so that one inside an archive must be unpacked first. */
  readonly byOthers?: boolean;
  /** The options that are likely meant, to prefill a form. */
  readonly options?: TableOptions;
}

/**
 * A file that is refused because it would be read wrongly. The message ends with the advice for code; the
 * command line shows {@link atCommandLine} instead.
 */
export class FileRefusal extends InputError {
  readonly atCommandLine: string;
  /** What is likely meant, where that can be told. */
  readonly options: TableOptions | undefined;

  /** @param problem what was found in which file and line, and what was expected */
  constructor(
    private readonly problem: string,
    private readonly advice: Advice,
    options?: ErrorOptions,
  ) {
    super(`${problem}; ${advice.code}`, options);
    this.atCommandLine = `${problem}; ${advice.flags}`;
    this.options = advice.options;
  }

  /**
   * The same about a file that the user knows by another name.
   *
   * @param rename rewrites the description of the problem
   * @param renamePath rewrites what is typed, here or for another program
   */
  about(
    rename: (problem: string) => string,
    renamePath: (advice: string, byOthers: boolean) => string,
  ): FileRefusal {
    const { code, flags, byOthers = false, options } = this.advice;
    const advice = { code: renamePath(code, byOthers), flags: renamePath(flags, byOthers), options };
    return new FileRefusal(rename(this.problem), advice, { cause: this });
  }
}

/** Characters of a line that a message shows. */
const SHOWN = 80;

/** A line of a file for a message: tabs and other unprintable characters made visible, long lines cut. */
export function shownLine(text: string): string {
  const characters = Array.from(text.slice(0, 2 * SHOWN));
  const start = characters.slice(0, SHOWN).join('');
  const visible = start.replaceAll('\t', '⇥').replace(/[\p{Cc}\p{Cs}]/gu, '\ufffd');
  return `'${visible}${characters.length > SHOWN ? '…' : ''}'`;
}
