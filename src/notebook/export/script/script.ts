import { shellPath } from '../../../util/escape.js';
import { loadTypeScript } from '../../jupyter/compiler-options.js';
import { type Notebook, requireTypeScript } from '../../jupyter/nbformat.js';
import { SCRIPT_MARK } from '../marks.js';
import { cellCode, commented, type ScriptScope } from './cell-code.js';
import { notErasable } from './erasable.js';
import { declaredNames, scriptCells, sharedNames } from './script-cells.js';
import { ScriptImports, type ScriptPlace, usesIn } from './script-imports.js';
import { scriptSettings } from './script-settings.js';

/** A notebook as a script. */
export interface Script {
  readonly text: string;
  /** What in it Node.js does not run by itself, such as `enum`. */
  readonly notErasable: readonly string[];
}

/**
 * A notebook as a TypeScript module that runs with Node.js: imports at the top, Markdown as comments, settings as
 * options, and the last value of each cell shown, as the kernel does.
 *
 * @example exportScript(notebook, { name: '02-train.ipynb', file: '02-train.ts', folder: 'notebooks', target: 'notebooks' })
 * @param how `name` is the notebook's file, `file` the script's, `folder` the notebook's folder, `target` the script's
 * @throws InputError for another language, a cell that cannot be parsed, and a name with two meanings
 */
export function exportScript(
  notebook: Notebook,
  how: ScriptPlace & { readonly name: string; readonly file: string },
): Script {
  const { name } = how;
  requireTypeScript(notebook, name);
  const typescript = loadTypeScript();
  const byCell = scriptCells(notebook, name);
  const cells = [...byCell.values()].filter(({ skipped }) => !skipped);
  const imports = new ScriptImports(typescript, how, name);
  const uses = usesIn(typescript, cells);
  for (const cell of cells) imports.take(cell, uses);
  const shared = sharedNames(typescript, cells, imports.owners, name);
  const taken = new Set([...uses.values, ...uses.types]);
  const show = imports.localName('show') ?? freeName(taken, 'show');
  const scope: ScriptScope = {
    shared,
    showLast: freeName(taken, 'showLast'),
    showing: new Set(SHOWING.filter((each) => imports.owners.has(each))),
    resolve: (specifier) => imports.resolve(specifier),
  };
  const givenSettings = freeName(taken, 'givenSettings');
  const settings = scriptSettings(notebook, how.file, { taken, givenSettings });
  if (settings) imports.need('givenSettings', givenSettings, 'listenlab/script');
  const lastSettings = [...byCell.values()].findLast(({ isSettings, skipped }) => isSettings && !skipped);
  const body = notebook.cells.flatMap((cell) => {
    const parsed = byCell.get(cell);
    if (!parsed) return cell.source.trim() === '' ? [] : [commented(cell.source.trim())];
    const code = cellCode(typescript, parsed, scope);
    return [code, ...(settings && parsed === lastSettings ? [settings.code] : [])];
  });
  const showsLast = body.some((code) => code.includes(`${scope.showLast}(`));
  if (showsLast) imports.need('show', show);
  const declared = new Set(cells.flatMap(({ file }) => declaredNames(typescript, file)));
  const ambient = Object.keys(AMBIENT).filter((each) => uses.values.has(each) && !declared.has(each));
  if (ambient.includes('require')) imports.need('createRequire', 'createRequire', 'node:module');
  const words = notErasable(typescript, cells);
  const parts = [
    headOf(how, settings?.example, words),
    imports.text(),
    ambient.map((each) => `const ${each} = ${AMBIENT[each]};`).join('\n'),
    shared.size === 0 ? '' : `// Names that several cells give a value.\nlet ${[...shared].join(', ')};`,
    ...body,
    showsLast ? showLastCode(scope.showLast, show) : '',
  ];
  return { text: `${parts.filter((part) => part !== '').join('\n\n')}\n`, notErasable: words };
}

/** What it is, and how it is run. */
function headOf(
  { name, file }: { name: string; file: string },
  options: string | undefined,
  words: string[],
): string {
  const command = `${shellPath(file)}${options === undefined ? '' : ` ${options}`}`;
  const ways =
    words.length === 0
      ? [
          `node ${command}    with Node.js 22.18 or newer`,
          `npx tsx ${command}    with an older one; without "type": "module" in package.json call it .mts`,
        ]
      : [`npx tsx ${command}    as it has ${words.join(', ')}, which Node.js does not run by itself`];
  const from = name.replace(/\s+/g, ' ');
  return commented(
    `${SCRIPT_MARK.slice(3)}${from}. Run it where listenlab is installed:\n\n${ways.map((way) => `    ${way}`).join('\n')}`,
  );
}

/** Functions of listenlab whose call shows something. */
const SHOWING = ['show', 'showMarkdown', 'headline'];

function freeName(taken: ReadonlySet<string>, name: string): string {
  let free = name;
  while (taken.has(free)) free = `${free}_`;
  return free;
}

/** What the kernel gives its cells, and a module does not have. */
const AMBIENT: Readonly<Record<string, string>> = {
  require: 'createRequire(import.meta.url)',
  __dirname: 'import.meta.dirname',
  __filename: 'import.meta.filename',
};

function showLastCode(name: string, show: string): string {
  return `/** Shows the last value of a cell, as a notebook does. */
async function ${name}(value: unknown): Promise<void> {
  const shown = await value;
  if (shown !== undefined) ${show}(shown);
}`;
}
