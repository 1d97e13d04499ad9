import { requireIterable } from '../../../util/checks.js';
import { PLOTLY_TYPE } from '../../display/figure.js';
import { type Cell, checkNotebook, type Output, tagsOf } from '../../jupyter/nbformat.js';
import { readLiteral } from '../../jupyter/parameter-declarations.js';
import { declaredParameters, injectedParameters } from '../../jupyter/parameters.js';
import { chooseWords, type LanguageChoice } from '../language/words.js';
import { type NamedNotebook, requireNotebooks } from '../outline.js';
import { changeTexts, withoutImages } from './change-texts.js';
import { hideInTable, hideUser, hideUserColumns, isUserColumn } from './hide-in-table.js';
import { UserNames } from './user-names.js';

/** Notebooks that can be shared. */
export interface WithoutUsers {
  /** Copies, with `[listener 1]`, `[listener 2]` and so on in place of users. */
  notebooks: NamedNotebook[];
  /**
   * Where users were found: the notebook's name, and the code cell counted from 1 as `run` does, or the text after it
   * (0: before all).
   */
  found: { name: string; cell: number; isText: boolean }[];
}

/**
 * Removes users from executed notebooks before a report is made: their names, anywhere in code and outputs, pictures of
 * figures that name them, the whole columns `user`, `user_id`, `username` and `listener` of tables, in HTML and packed,
 * and whom a parameter of such a name names, in text too. In their place stands a number, the same for the same user in
 * all of the notebooks. It is the safety net for notebooks that forgot {@link userMask}. It cannot recognize other
 * short names in running text, names that markup divides, names in a picture's dots or its metadata, or that a list is
 * somebody's: what a table of one user's plays shows stays, without the name. (`listenlab run --report`, which has the
 * plays, holds whole lists back.)
 *
 * @example const { notebooks, found } = hideUsers(executed, await explore.tellingUserNames(dataset));
 * @param notebooks not modified
 * @param names of users; only those of eight characters or more are looked for in text, in capitals or not, with
 * accents in one character or two, and as HTML, Markdown and addresses write them
 * @param choice of the words that stand for users, as a report has it. Default: of the first notebook's language
 * Cost: one pass over the text, some 10 ms for each MB.
 * @category Report
 */
export function hideUsers(
  notebooks: readonly NamedNotebook[],
  names: Iterable<string>,
  choice: LanguageChoice = {},
): WithoutUsers {
  requireNotebooks(notebooks);
  requireIterable(names, 'names of users: await explore.tellingUserNames(dataset)');
  for (const { name, notebook } of notebooks) checkNotebook(notebook, name);
  const words = chooseWords(choice, notebooks[0]?.notebook.metadata.language);
  const users = new UserNames(words, names, usersInParameters(notebooks));
  const found: WithoutUsers['found'] = [];
  const hidden = notebooks.map((named) => {
    const { name, notebook } = named;
    let code = 0;
    const cells = notebook.cells.map((cell) => {
      const isText = cell.cell_type !== 'code';
      if (!isText) code++;
      const clean = hideInCell(cell, users);
      if (JSON.stringify(clean) === JSON.stringify(cell)) return cell;
      found.push({ name, cell: code, isText });
      return clean;
    });
    return { ...named, notebook: { ...notebook, cells } };
  });
  return { notebooks: hidden, found };
}

/**
 * Users that parameters name, who may be in any text. What has no letter, or only one, would be found in numbers and
 * words that are nobody's name.
 */
function usersInParameters(notebooks: readonly NamedNotebook[]): string[] {
  return notebooks.flatMap(({ notebook }) =>
    [...declaredParameters(notebook), ...injectedParameters(notebook)].flatMap((parameter) => {
      const values = isUserColumn(parameter.name) ? [readLiteral(parameter.default)].flat() : [];
      return values
        .filter((value) => typeof value === 'string')
        .filter((value) => /\p{L}.|.\p{L}/u.test(value));
    }),
  );
}

function hideInCell(cell: Cell, users: UserNames): Cell {
  const source = hideInSource(cell, users);
  if (cell.cell_type !== 'code') return { ...cell, source };
  return { ...cell, source, outputs: cell.outputs.map((output) => hideInOutput(output, users)) };
}

function hideInOutput(output: Output, users: UserNames): Output {
  const text = (written: string) => users.hide(hideInSvg(written, users));
  const clean = changeTexts(output, {
    text,
    html: (html) => hideUserColumns(text(html), users),
    table: (table) => hideInTable(table, users),
  }) as Output;
  if (!('data' in output) || !('data' in clean)) return clean;
  const isShown = JSON.stringify(clean.data[PLOTLY_TYPE]) === JSON.stringify(output.data[PLOTLY_TYPE]);
  // In a picture of the figure the names can be read, but not found.
  return isShown
    ? clean
    : { ...clean, data: withoutImages(clean.data), metadata: withoutImages(clean.metadata) };
}

function isSettings(cell: Cell): boolean {
  return tagsOf(cell).some((tag) => tag === 'parameters' || tag === 'injected-parameters');
}

const SVG_ADDRESS = /(data:image\/svg\+xml;base64,)([\w+/]+=*)/g;

/** Pictures that are text inside, and embedded in a text. */
function hideInSvg(text: string, users: UserNames): string {
  return text.replace(SVG_ADDRESS, (whole, start: string, base64: string) => {
    const svg = Buffer.from(base64, 'base64').toString();
    const clean = users.hide(svg);
    return clean === svg ? whole : start + Buffer.from(clean).toString('base64');
  });
}

/** A declaration of the parameter `user` with a text that is not empty. */
const USER = /^(\s*(?:export\s+)?(?:const|let|var)\s+user\b[^=\n]*=\s*)(['"`])((?:(?!\2)[^\\\n]|\\.)+)\2/gm;

/** The code or text of a cell; of a parameters cell without the user whom it names. */
function hideInSource(cell: Cell, users: UserNames): string {
  const source = users.hide(cell.source);
  if (!isSettings(cell)) return source;
  return source.replace(
    USER,
    (_, start: string, quote: string, user: string) => `${start}${quote}${hideUser(user, users)}${quote}`,
  );
}
