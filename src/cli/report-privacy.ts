import { declaredParameters } from '../notebook/jupyter/parameters.js';
import type { NamedNotebook } from '../notebook/report/outline.js';
import type { Context } from './context.js';
import type { OpenedTable, ParameterTexts } from './notebook-parameters.js';
import type { NotebookFile } from './notebooks.js';

/** The parameter by which a notebook shows users as they are called, and their whole lists. */
const INCLUDE_USERS = 'includeUsers';

/** Tells the notebooks to show users; those that have no such parameter show what they show. */
export function withUsers(notebooks: readonly NotebookFile[], texts: ParameterTexts): ParameterTexts {
  const isKnown = notebooks.some(({ notebook }) =>
    declaredParameters(notebook).some(({ name }) => name === INCLUDE_USERS),
  );
  return isKnown ? { ...texts, [INCLUDE_USERS]: 'true' } : texts;
}

/** Whether a report of this run may have users in it. */
export function showsUsers({ includeUsers }: { includeUsers?: boolean }, texts: ParameterTexts): boolean {
  return includeUsers === true || texts[INCLUDE_USERS] === 'true';
}

/** The notebooks as a report may show them, with a line about the cells in which users were. */
export async function withoutUsers(
  notebooks: NamedNotebook[],
  datasets: readonly OpenedTable[],
  { output, signal }: Context,
): Promise<NamedNotebook[]> {
  const { hideUsers } = await import('../notebook/report/hide-users.js');
  const users: string[] = [];
  for (const opened of datasets) users.push(...(await usersOf(opened, signal)));
  const hidden = hideUsers(notebooks, users);
  const places = hidden.found.map(({ name, cell, isText }) => {
    if (!isText) return `cell ${cell} of ${name}`;
    return cell === 0 ? `the text at the start of ${name}` : `the text after cell ${cell} of ${name}`;
  });
  if (places.length > 0) {
    output.tell(`hid users in the report: ${places.join(', ')}; --include-users shows them`);
  }
  return hidden.notebooks;
}

async function usersOf({ dataset: nameOrPath, table }: OpenedTable, signal: AbortSignal): Promise<string[]> {
  const { openDataset } = await import('../data/history/open-dataset.js');
  const { tellingUserNames } = await import('../data/explore/user-mask.js');
  const dataset = await openDataset(nameOrPath, { ...table, signal });
  try {
    return await tellingUserNames(dataset);
  } finally {
    dataset.close();
  }
}
