import { PLOTLY_TYPE } from '../../display/figure.js';
import { type Cell, type Output, outputsOf } from '../../jupyter/nbformat.js';
import { firstRows, packTable, unpackTable } from '../../table/node/pack-table.js';
import { isPackedTable, TABLE_TYPE } from '../../table/packed-table.js';
import { fill, type ReportWords } from '../language/words.js';
import type { NamedNotebook } from '../outline.js';
import { withoutImages } from './change-texts.js';
import { firstRowsOfTables } from './hide-in-table.js';
import { type Listed, listsIn } from './lists-in.js';

/** For each list, how long the list of one listener is that it holds; undefined where it holds none. */
export type FindLists = (lists: readonly Listed[]) => Promise<readonly (number | undefined)[]>;

/** What is left of a list: so many rows, and never more than this share. */
const MOST_ROWS = 10;
const MOST_SHARE = 0.9;

/** The rows of an output that has a listener's whole list in it. */
interface Cut {
  readonly rows: number;
  readonly kept: number;
}

/**
 * Copies of notebooks without whole lists of listeners: of a table or chart that is one, the first ten rows stay, and a
 * sentence says how many are held back and why; of printed text only the sentence.
 *
 * @param find judges by the plays
 */
export async function hideLists(
  notebooks: readonly NamedNotebook[],
  find: FindLists,
  words: ReportWords,
): Promise<NamedNotebook[]> {
  const outputs = notebooks.flatMap(({ notebook }) => notebook.cells.flatMap(outputsOf));
  const lists = outputs.flatMap((output) => listsIn(output).map((list) => ({ output, list })));
  const lengths = await find(lists.map(({ list }) => list));
  const cuts = new Map<Output, Cut>();
  for (const [at, { output, list }] of lists.entries()) {
    const length = lengths[at];
    if (length === undefined) continue;
    const kept = Math.min(MOST_ROWS, Math.floor(MOST_SHARE * length), cuts.get(output)?.kept ?? MOST_ROWS);
    cuts.set(output, { rows: cuts.get(output)?.rows ?? list.texts.length, kept });
  }
  if (cuts.size === 0) return [...notebooks];
  return notebooks.map((named) => {
    const cells = named.notebook.cells.map((cell) => cutIn(cell, cuts, words));
    return { ...named, notebook: { ...named.notebook, cells } };
  });
}

function cutIn(cell: Cell, cuts: ReadonlyMap<Output, Cut>, words: ReportWords): Cell {
  if (cell.cell_type !== 'code') return cell;
  const outputs = cell.outputs.flatMap((output) => {
    const cut = cuts.get(output);
    return cut ? cutOutput(output, cut, words) : [output];
  });
  return { ...cell, outputs };
}

function cutOutput(output: Output, cut: Cut, words: ReportWords): Output[] {
  if ('text' in output) return [{ ...output, text: `${words.textHeldBack}\n` }];
  if (!('data' in output)) return [output];
  const { data, metadata } = output;
  const rest = Object.fromEntries(Object.entries(data).flatMap(([type, value]) => cutType(type, value, cut)));
  const isShown = Object.keys(rest).length > 0;
  const note = isShown
    ? fill(words.listHeldBack, { held: cut.rows - cut.kept, rows: cut.rows })
    : words.textHeldBack;
  const said: Output = {
    output_type: 'display_data',
    data: { 'text/markdown': note, 'text/plain': note },
    metadata: {},
  };
  if (!isShown) return [said];
  return [{ ...output, data: { ...rest, 'text/plain': note }, metadata: withoutImages(metadata) }, said];
}

/** What is left of one form of an output: a picture, text or JSON goes, and is drawn anew from what is left. */
function cutType(type: string, value: unknown, { rows, kept }: Cut): [string, unknown][] {
  if (type === PLOTLY_TYPE) return [[type, firstOf(value, rows, kept)]];
  if (type === 'text/html' && typeof value === 'string') return [[type, firstRowsOfTables(value, kept)]];
  if (type !== TABLE_TYPE) return [];
  const table = isPackedTable(value) ? value : undefined;
  const data = table && unpackTable(table);
  return table && data ? [[type, packTable(table.rows, table.columns, firstRows(data, kept))]] : [];
}

/** A figure with the first points of all arrays as long as the list. */
function firstOf(value: unknown, rows: number, kept: number): unknown {
  if (Array.isArray(value)) {
    const left = value.length === rows ? value.slice(0, kept) : value;
    return left.map((item) => firstOf(item, rows, kept));
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, firstOf(inner, rows, kept)]));
}
