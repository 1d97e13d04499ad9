import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Command, Option } from 'commander';
import type { RunSettings } from '../notebook/jupyter/executed-copy.js';
import type { Detail } from '../notebook/report/detail.js';
import type { ReportWords } from '../notebook/report/language/words.js';
import type { NamedNotebook } from '../notebook/report/outline.js';
import type { ReportOptions } from '../notebook/report/render-report.js';
import { InputError, isSystemError } from '../util/errors.js';
import { formatBytes } from '../util/format.js';

/** How a report is to look, as typed. */
export interface ReportValues {
  readonly report?: string;
  readonly title?: string;
  readonly author?: string;
  readonly detail?: Detail;
  readonly theme?: string;
  readonly logo?: string;
  readonly language?: string;
  readonly words?: string;
}

/** Options of a report besides its file; each is an option of the command line, too. */
const NAMES = ['title', 'author', 'detail', 'theme', 'logo', 'language', 'words'] as const;

/** What a theme may set, for `--help`. */
export const THEME_HELP = `--theme takes a style sheet of your own, such as

  :root { --accent: light-dark(#a00028, #ff8fa3); --sans: Georgia, serif; --width: 48rem; }

It may set --page, --surface, --raised, --ink, --muted, --line, --accent, --accent-soft and --on-accent (each light and
dark, as above), --sans, --mono and --width, and may have rules. It cannot load anything: fonts go in as url(data:...).

--language de has the report's own words, numbers and dates in German; other languages need them in --words FILE.json,
all of them: what {} lacks is listed with its English. Notebooks name their language in their metadata ("language").`;

/** Adds the options of a report to a command. */
export function addReportOptions(command: Command): Command {
  return command
    .option('--report <FILE.html>', 'write one self-contained page with all the notebooks')
    .option(
      '--title <text>',
      'title of the report (default: what its best finding says, or a plain one with that of the dataset)',
    )
    .option('--author <text>', 'who made the report')
    .addOption(
      new Option(
        '--detail <how>',
        'what the report shows at first: findings, charts and tables (brief, the default), or code and notes, too (full)',
      ).choices(['brief', 'full']),
    )
    .option('--theme <FILE.css>', 'colours, fonts and width of the report, see below')
    .option('--logo <FILE>', 'PNG, JPEG or SVG above the title')
    .option('--language <tag>', 'language of the report’s own words: en, de, or any with --words')
    .option('--words <FILE.json>', 'the report’s own words, in another language');
}

/** Refuses options of a report without one, and a report whose extension browsers do not recognise. */
export function requireReport(values: ReportValues): void {
  const { report } = values;
  const ending = path.extname(report ?? '').toLowerCase();
  if (!['', '.html', '.htm'].includes(ending)) {
    throw new InputError(
      `the report is HTML, but its file is called ${report}; expected a name that ends in .html`,
    );
  }
  const given = NAMES.find((name) => values[name] !== undefined);
  if (report !== undefined || given === undefined) return;
  throw new InputError(`--${given} was given without a report; add --report FILE.html`);
}

/** The options of a report besides its notebooks and their parameters, as typed. */
export function settingsOfReport(values: ReportValues): RunSettings {
  const given = NAMES.flatMap((name) => (values[name] === undefined ? [] : [[`--${name}`, values[name]]]));
  return Object.fromEntries(given);
}

/**
 * Reads the files of a report's look, and checks them, before the notebooks run.
 *
 * @throws InputError naming the option and its file
 */
export async function readReportOptions(values: ReportValues): Promise<ReportOptions> {
  const { detail, language } = values;
  const themes: typeof import('../notebook/report/theme.js') = await import('../notebook/report/theme.js');
  const { chooseWords } = await import('../notebook/report/language/words.js');
  const theme = await fileOf('--theme', values.theme, (bytes) => {
    const css = bytes.toString('utf8');
    themes.requireTheme(css);
    return css;
  });
  const logo = await fileOf('--logo', values.logo, (bytes) => {
    themes.logoUrl(bytes);
    return bytes;
  });
  const words = await fileOf('--words', values.words, (bytes) =>
    chooseWords({ language, words: jsonOf(bytes) }, undefined),
  );
  if (language !== undefined) chooseWords({ language, words }, undefined);
  return { detail, theme, logo, language, words };
}

/** The words of a report of these notebooks. */
export async function reportWords(
  options: ReportOptions,
  notebooks: readonly NamedNotebook[],
): Promise<ReportWords> {
  const { chooseWords } = await import('../notebook/report/language/words.js');
  return chooseWords(options, notebooks[0]?.notebook.metadata.language);
}

/** More than any of them may have. */
const LARGEST_FILE = 2 ** 20;

async function fileOf<T>(
  option: string,
  file: string | undefined,
  read: (bytes: Buffer) => T,
): Promise<T | undefined> {
  if (file === undefined) return undefined;
  try {
    const found = await stat(file);
    if (!found.isFile()) throw new InputError('it is not a file');
    if (found.size > LARGEST_FILE) throw new InputError(`it has ${formatBytes(found.size)}, too many`);
    return read(await readFile(file));
  } catch (error) {
    if (error instanceof InputError) throw new InputError(`${option} ${file}: ${error.message}`);
    if (!isSystemError(error)) throw error;
    const why = error.code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${error.code})`;
    throw new InputError(`${option} ${file}: ${why}`);
  }
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw new InputError(`it is not JSON: ${error instanceof Error ? error.message : error}`);
  }
}
