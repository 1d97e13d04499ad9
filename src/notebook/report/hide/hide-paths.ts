import os from 'node:os';
import path from 'node:path';
import { PACKAGE_FOLDER } from '../../../util/node/folders.js';
import type { Cell } from '../../jupyter/nbformat.js';
import { readLiteral } from '../../jupyter/parameter-declarations.js';
import { declaredParameters, injectedParameters } from '../../jupyter/parameters.js';
import { unpackTable, withTexts } from '../../table/node/pack-table.js';
import { isPackedTable, type TableData } from '../../table/packed-table.js';
import type { ReportHeader } from '../cover/header.js';
import type { NamedNotebook } from '../outline.js';
import { changeTexts } from './change-texts.js';
import { changeCells } from './hide-in-table.js';
import { type HidePaths, pathHider } from './path-hider.js';

/** What a report is made of. */
interface ReportSource<Named extends NamedNotebook> {
  readonly notebooks: readonly Named[];
  readonly header: ReportHeader;
}

/**
 * Copies of notebooks and header without the paths of this disk: of each stays the last name. They are looked for in
 * text, code, outputs of all types, packed tables and the header. Executed copies of notebooks keep theirs.
 */
export function hidePaths<Named extends NamedNotebook>({ notebooks, header }: ReportSource<Named>) {
  const hide = pathHider(knownPaths(notebooks));
  const text = (written: string) => (isEncoded(written) ? written : hide(written));
  const label = keptApart(text);
  const change = (value: unknown) =>
    changeTexts(value, {
      text,
      html: (html) => text(changeCells(html, label)),
      table: (table) => hideInTable(table, label),
      figure: (figure) => changeTexts(figure, { text: label }),
    });
  const hidden = notebooks.map((named) => {
    const cells = named.notebook.cells.map((cell) => change(cell) as Cell);
    return { ...named, name: hide(named.name), notebook: { ...named.notebook, cells } };
  });
  const { generatedAt, ...words } = header;
  return { notebooks: hidden, header: { ...(change(words) as typeof words), generatedAt } };
}

/** What is known to be this machine's: folders of this process and of the notebooks, and paths in their parameters. */
function knownPaths(notebooks: readonly NamedNotebook[]) {
  const written = notebooks.flatMap((named) =>
    pathsIn(named).map((text) => ({ text, from: named.folder ?? '.' })),
  );
  const resolved = written.map(({ text, from }) => path.resolve(from, text));
  const folders = [
    process.cwd(),
    os.tmpdir(),
    PACKAGE_FOLDER,
    ...notebooks.flatMap(({ folder }) => (folder === undefined ? [] : [path.resolve(folder)])),
    ...written.flatMap(({ text }) => (isFromRootOrDots(text) ? [text] : [])),
    ...resolved,
    ...resolved.filter((file) => path.extname(file) !== '').map((file) => path.dirname(file)),
  ];
  return { folders, written: written.map(({ text }) => text), home: os.homedir() };
}

/** Values of parameters that are paths of files or folders; the artist `AC/DC` is none. */
function pathsIn({ notebook }: NamedNotebook): string[] {
  return [...declaredParameters(notebook), ...injectedParameters(notebook)].flatMap((parameter) =>
    textsIn(readLiteral(parameter.default)).filter(
      (text) =>
        /[/\\]/.test(text) &&
        !/^\w{2,}:\/\//.test(text) &&
        (parameter.name === 'dataset' || isFromRootOrDots(text) || /\.[a-z]\w{1,7}$/i.test(text)),
    ),
  );
}

function isFromRootOrDots(text: string): boolean {
  return /^(?:\.{0,2}\/|\.{0,2}\\|[A-Za-z]:[/\\])./.test(text);
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** Base64 of a picture or of packed numbers. Shorter texts of its letters may be paths. */
function isEncoded(text: string): boolean {
  return text.length > 400 && /^[\w+=\s-][\w+/=\s-]*$/.test(text);
}

function hideInTable(table: unknown, label: HidePaths): unknown {
  const data = isPackedTable(table) ? unpackTable(table) : undefined;
  if (!isPackedTable(table) || !data) return table;
  const change = <Value>(value: Value) => changeTexts(value, { text: label }) as Value;
  return withTexts(table, data, change(table.columns), change(data) as TableData);
}

/**
 * Numbers what differs only in the path: as categories of a chart, `/a/plays.csv` and `/b/plays.csv` would become one,
 * and their values would be added up.
 */
function keptApart(hide: HidePaths): HidePaths {
  const labels = new Map<string, string>();
  const taken = new Set<string>();
  return (text) => {
    const hidden = hide(text);
    const known = labels.get(text);
    if (hidden === text || known !== undefined) return known ?? text;
    let label = hidden;
    for (let number = 2; taken.has(label); number++) label = `${hidden} (${number})`;
    taken.add(label);
    labels.set(text, label);
    return label;
  };
}
