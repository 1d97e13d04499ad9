import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Dataset } from '../data/dataset/dataset.js';
import { printable } from '../notebook/display/draw-table.js';
import { declaredParameters } from '../notebook/jupyter/parameters.js';
import type { ReportHeader } from '../notebook/report/cover/header.js';
import type { ReportWords } from '../notebook/report/language/words.js';
import type { NamedNotebook } from '../notebook/report/outline.js';
import { formatPlural, formatSeconds } from '../util/format.js';
import { type Context, type Output, packageVersion } from './context.js';
import type { NotebookFile, OpenedTable, ParameterTexts } from './notebooks.js';

/**
 * The header of a run's report.
 *
 * @param seconds the notebooks took
 */
export function reportHeader(
  dataset: ReportHeader['dataset'],
  { title, author }: Pick<ReportHeader, 'title' | 'author'>,
  words: ReportWords,
  seconds: number,
  generatedAt: Date,
): ReportHeader {
  return {
    ...(title === undefined ? {} : { title }),
    author,
    dataset,
    generatedAt,
    facts: {
      [words.runTime]: formatSeconds(seconds),
      [words.software]: `listenlab ${packageVersion()}, Node.js ${process.version}`,
    },
  };
}

/** The parameter that makes a notebook show users' names and full lists. */
const INCLUDE_USERS = 'includeUsers';

/** Sets the notebooks to show users; those without the parameter are unaffected. */
export function withUsers(notebooks: readonly NotebookFile[], texts: ParameterTexts): ParameterTexts {
  const isKnown = notebooks.some(({ notebook }) =>
    declaredParameters(notebook).some(({ name }) => name === INCLUDE_USERS),
  );
  return isKnown ? { ...texts, [INCLUDE_USERS]: 'true' } : texts;
}

/** Whether a report of this run may contain users. */
export function showsUsers({ includeUsers }: { includeUsers?: boolean }, texts: ParameterTexts): boolean {
  return includeUsers === true || texts[INCLUDE_USERS] === 'true';
}

/** The notebooks as a report may show them, with a line about the cells that contained users. */
export async function withoutUsers(
  notebooks: NamedNotebook[],
  datasets: readonly OpenedTable[],
  words: ReportWords,
  { output, signal }: Context,
): Promise<NamedNotebook[]> {
  const { hideUsers } = await import('../notebook/report/hide/hide-users.js');
  const { hideLists } = await import('../notebook/report/hide/hide-lists.js');
  const { tellingUserNames } = await import('../data/explore/user-mask.js');
  const { wholeLists } = await import('../data/explore/whole-lists.js');
  const users: string[] = [];
  let shown = notebooks;
  for (const opened of datasets) {
    await withDataset(opened, signal, async (dataset) => {
      users.push(...(await tellingUserNames(dataset)));
      const { dataset: cleaned } = await dataset.clean();
      try {
        shown = await hideLists(shown, (lists) => wholeLists(cleaned, lists), words);
      } finally {
        cleaned.close();
      }
    });
  }
  const hidden = hideUsers(shown, users, { words });
  const places = hidden.found.map(({ name, cell, isText }) => {
    if (!isText) return `cell ${cell} of ${name}`;
    return cell === 0 ? `the text at the start of ${name}` : `the text after cell ${cell} of ${name}`;
  });
  if (places.length > 0) {
    output.tell(`hid users in the report: ${places.join(', ')}; --include-users shows them`);
  }
  return hidden.notebooks;
}

async function withDataset(
  { dataset: nameOrPath, table }: OpenedTable,
  signal: AbortSignal,
  ask: (dataset: Dataset) => Promise<void>,
): Promise<void> {
  const { openDataset } = await import('../data/history/open-dataset.js');
  const dataset = await openDataset(nameOrPath, { ...table, signal });
  try {
    await ask(dataset);
  } finally {
    dataset.close();
  }
}

/** Writes the index of a folder of several reports, and prints the outcome. */
export async function indexReports(folder: string, output: Output): Promise<void> {
  const { INDEX_FILE, writeIndex } = await import('../notebook/report/report-index.js');
  const { written, reports, taken, unreadable } = await writeIndex(folder);
  const index = path.join(folder, INDEX_FILE);
  if (written) output.print(`index: ${pathToFileURL(index).href} (${formatPlural(reports, 'report')})`);
  if (taken && reports > 1) {
    output.tell(`${index} was not written by listenlab and is unchanged; rename it to get an index`);
  }
  if (unreadable.length > 0) {
    const names = unreadable.map(printable).join(', ');
    output.tell(
      `left out of the index, as their metadata cannot be read: ${names}; make them again with --report`,
    );
  }
}
