import type { Command } from 'commander';
import type { PlayColumns, TableOptions } from '../data/dataset/columns/table-options.js';
import { FileRefusal } from '../data/dataset/file-error.js';
import type { Interactions } from '../engine/matrix/interactions.js';
import type { Listens } from '../engine/matrix/listens/listens.js';
import { InputError } from '../util/errors.js';
import { shellWord } from '../util/escape.js';
import type { Context } from './context.js';

/** Which dataset a command reads and how, as typed. */
export interface DatasetChoice extends CleanedChoice {
  readonly dataset: string;
}

/** How a table is read and cleaned, as typed. */
export interface CleanedChoice extends TableChoice {
  readonly mergeByMbid?: boolean;
}

/** What a table does not say about itself, as typed. */
export interface TableChoice {
  readonly columns?: string;
  readonly delimiter?: string;
  readonly decimal?: string;
  readonly thousands?: string;
  /** True unless --no-header was given. */
  readonly header?: boolean;
  readonly countListens?: boolean;
}

/** Gives a command the options that say how to read a table. */
export function addTableOptions(command: Command): Command {
  return command
    .option(
      '--columns <names>',
      'column names of a table, or column numbers from 1, as in user=customer,artist=band,plays=3',
    )
    .option('--delimiter <text>', 'column separator of a text file, such as ; or tab')
    .option('--decimal <character>', 'decimal separator of plays, . or ,')
    .option('--thousands <character>', "thousands separator of plays: , . ' or space")
    .option('--no-header', 'the first line of a text file is data, not column names')
    .option(
      '--count-listens',
      'each row is one listen: the plays of an artist are the number of its rows for a user',
    );
}

/** The same, plus the options for cleaning. */
export function addDatasetOptions(command: Command): Command {
  return addTableOptions(command).option(
    '--merge-by-mbid',
    'merge artists that share a MusicBrainz id, under the most played spelling',
  );
}

/** Characters that are hard to type or see. */
const WORDS: Readonly<Record<string, string>> = { tab: '\t', '\\t': '\t', space: ' ' };

/** @throws InputError for malformed columns; the rest is checked when files are read */
export function readTableOptions(choice: TableChoice): TableOptions {
  const { columns, delimiter, decimal, thousands, header, countListens } = choice;
  const character = (text: string | undefined) =>
    text !== undefined && Object.hasOwn(WORDS, text) ? WORDS[text] : text;
  return {
    columns: columns === undefined ? undefined : readColumns(columns),
    delimiter: character(delimiter),
    decimal,
    thousands: character(thousands),
    header: header === false ? false : undefined,
    countListens,
  };
}

/** The options as typed, for a command to copy. */
export function tableFlags(choice: CleanedChoice): string {
  const { columns, delimiter, decimal, thousands, header, countListens, mergeByMbid } = choice;
  const given = Object.entries({ columns, delimiter, decimal, thousands }).flatMap(([name, text]) =>
    text === undefined ? [] : [`--${name} ${shellWord(text)}`],
  );
  const switches = {
    '--no-header': header === false,
    '--count-listens': countListens === true,
    '--merge-by-mbid': mergeByMbid === true,
  };
  const on = Object.entries(switches).flatMap(([flag, isOn]) => (isOn ? [flag] : []));
  return [...given, ...on].join(' ');
}

/** @throws InputError when one of these options was given, for a command that reads no dataset */
export function refuseTableOptions(choice: CleanedChoice): void {
  const [flag] = tableFlags(choice).split(' ');
  if (flag === '') return;
  throw new InputError(`${flag} was given without a --dataset to read; leave it out, or name a dataset`);
}

/** A name may hold commas and equals signs, but not what looks like the next column. */
function readColumns(text: string): PlayColumns {
  const parts = text.split(/,(?=(?:user|artist|plays|time|mbid)=)/);
  const pairs = parts.map((part) => /^(user|artist|plays|time|mbid)=(.+)$/s.exec(part.trimStart()));
  const names = pairs.map((pair) => pair?.[1]);
  if (names.includes(undefined) || new Set(names).size < names.length) {
    throw new InputError(
      `--columns is '${text}'; expected names or numbers of columns, as in --columns user=customer,artist=band,plays=3`,
    );
  }
  return Object.fromEntries(pairs.map((pair) => [pair?.[1], pair?.[2]]));
}

/** An error's message for the command line. */
export function messageAtCommandLine(error: InputError): string {
  return error instanceof FileRefusal ? error.atCommandLine : error.message;
}

/** A dataset cleaned and in memory. */
export interface OpenedInteractions {
  /** The dataset's title. */
  readonly title: string;
  readonly interactions: Interactions;
  /** Where they were asked for. */
  readonly listens?: Listens;
  /** What cleaning dropped: `204 rows: no artist (lines 3, 9, 14, …)`. */
  readonly dropped: readonly string[];
  /** What else cleaning found, in sentences. */
  readonly notes: readonly string[];
}

/**
 * Opens a dataset, cleans it and reads its matrix, with progress; the signal stops all of it.
 *
 * @param needsListens whether to read the listens with their times, too
 */
export async function openInteractions(
  choice: DatasetChoice,
  { progress, signal, behind }: Context,
  needsListens = false,
): Promise<OpenedInteractions> {
  const options = readTableOptions(choice);
  const { openDataset } = await import('../data/history/open-dataset.js');
  const raw = await openDataset(choice.dataset, { ...options, signal, onProgress: progress.update });
  const { dataset, notes } = await raw.clean({ mergeByMbid: choice.mergeByMbid });
  behind.add(signal, (watch) => raw.closed(watch));
  const listens = needsListens ? await dataset.listens() : undefined;
  const interactions = await dataset.interactions();
  const dropped = await dataset.droppedRows();
  behind.add(signal, (watch) => dataset.closed(watch));
  return { title: dataset.title, interactions, listens, dropped, notes };
}
