import { requireIterable } from '../../util/checks.js';
import { type Cell, tagsOf } from '../jupyter/nbformat.js';
import { hideUserColumns } from './hide-user-columns.js';
import { hideUserSetting } from './hide-user-setting.js';
import { NameFinder } from './name-finder.js';
import type { NamedNotebook } from './outline.js';

/** Notebooks that can be given away. */
export interface WithoutUsers {
  /** Copies, with `[a listener]` in place of users. */
  notebooks: NamedNotebook[];
  /** Where users were: the notebook's name, and the code cell counted from 1 as `run` does, or the text after it (0: before all). */
  found: { name: string; cell: number; isText: boolean }[];
}

/** What stands in a report for a user that a notebook named. */
const STAND_IN = '[a listener]';

/**
 * Takes users out of executed notebooks, before a report is made of them: their names, wherever they are in code and
 * outputs, the column `user` of HTML tables whatever is in it, and the value of the parameter `user`. It is the net
 * under notebooks that forgot to use {@link userMask}; a short name in running text it cannot tell.
 *
 * @example const { notebooks, found } = hideUsers(executed, await tellingUserNames(dataset));
 * @param notebooks stay as they are
 * @param names of users; only those of eight characters or more are looked for in text
 * Cost: one pass over the text, some 10 ms for each MB.
 */
export function hideUsers(notebooks: readonly NamedNotebook[], names: Iterable<string>): WithoutUsers {
  requireIterable(names, 'names of users: await tellingUserNames(dataset)');
  const finder = new NameFinder(names, STAND_IN);
  const found: WithoutUsers['found'] = [];
  const hidden = notebooks.map((named) => {
    const { name, notebook } = named;
    let code = 0;
    const cells = notebook.cells.map((cell) => {
      const isText = cell.cell_type !== 'code';
      if (!isText) code++;
      const clean = hideInCell(cell, finder);
      if (JSON.stringify(clean) === JSON.stringify(cell)) return cell;
      found.push({ name, cell: code, isText });
      return clean;
    });
    return { ...named, notebook: { ...notebook, cells } };
  });
  return { notebooks: hidden, found };
}

function hideInCell(cell: Cell, finder: NameFinder): Cell {
  const source = finder.hide(isSettings(cell) ? hideUserSetting(cell.source, STAND_IN) : cell.source);
  if (cell.cell_type !== 'code') return { ...cell, source };
  return { ...cell, source, outputs: hideInValue(cell.outputs, finder) as typeof cell.outputs };
}

function isSettings(cell: Cell): boolean {
  return tagsOf(cell).some((tag) => tag === 'parameters' || tag === 'injected-parameters');
}

/** A copy of plain JSON in which all texts, names of properties too, are free of users. */
function hideInValue(value: unknown, finder: NameFinder): unknown {
  if (typeof value === 'string') return finder.hide(value);
  if (Array.isArray(value)) return value.map((item) => hideInValue(item, finder));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => {
    const clean = key === 'text/html' && typeof inner === 'string' ? hideUserColumns(inner, STAND_IN) : inner;
    return [finder.hide(key), hideInValue(clean, finder)];
  });
  return Object.fromEntries(entries);
}
