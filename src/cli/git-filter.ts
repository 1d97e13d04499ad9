import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { InputError, messageOf } from '../util/errors.js';
import { readTextIfThere, writeFileBeside } from '../util/node/files.js';
import { PACKAGE_FOLDER } from '../util/node/folders.js';

/** What `.gitattributes` says of notebooks. */
const ATTRIBUTE = '*.ipynb filter=listenlab';
/** Tells `clean` that git runs it. */
export const FILTER_OPTION = '--filter';
const SECTION = 'filter.listenlab';
const ATTRIBUTES = '.gitattributes';

const run = promisify(execFile);

/**
 * Makes `listenlab clean` the filter of a repository's notebooks: a line in its .gitattributes, for everybody, and
 * the command in its configuration, of this machine.
 *
 * @param folder in the repository
 * @returns what was done, in lines
 * @throws InputError outside of a repository, without git, or if notebooks have another filter
 */
export async function installFilter(folder: string): Promise<string[]> {
  const root = await rootOf(folder);
  const other = await otherFilter(root);
  if (other !== undefined) {
    throw new InputError(
      `the notebooks of ${root} have the git filter '${other}' already; remove it first, for example from ${ATTRIBUTES}`,
    );
  }
  const command = filterCommand(process.execPath, path.join(PACKAGE_FOLDER, 'dist/cli/main.js'));
  const before = await git(root, ['config', '--local', '--get', `${SECTION}.clean`]).catch(() => '');
  await git(root, ['config', '--local', `${SECTION}.clean`, command]);
  await git(root, ['config', '--local', `${SECTION}.smudge`, 'cat']);
  // Without it, git would commit outputs where listenlab is gone.
  await git(root, ['config', '--local', `${SECTION}.required`, 'true']);
  const file = path.join(root, ATTRIBUTES);
  const text = (await readTextIfThere(file)) ?? '';
  const isThere = linesOf(text).includes(ATTRIBUTE);
  if (!isThere) await writeFileBeside(file, `${withLineEnd(text)}${ATTRIBUTE}\n`);
  if (isThere && before.trim() === command) return [`notebooks in ${root} are committed clean already`];
  return [
    `notebooks in ${root} are committed without outputs from now on`,
    `${ATTRIBUTES}: ${isThere ? 'has' : 'got'} the line ${ATTRIBUTE}; commit it`,
    `git config ${SECTION}: runs listenlab clean; everybody who clones runs npx listenlab clean --install once`,
    'outputs stay on your disk until git writes a notebook anew (checkout, stash, merge, pull)',
    "for notebooks that are committed already: git add --renormalize '*.ipynb'",
  ];
}

/** Undoes {@link installFilter}. */
export async function uninstallFilter(folder: string): Promise<string[]> {
  const root = await rootOf(folder);
  const removed = await git(root, ['config', '--local', '--remove-section', SECTION]).then(
    () => true,
    () => false,
  );
  const file = path.join(root, ATTRIBUTES);
  const text = (await readTextIfThere(file)) ?? '';
  const isThere = linesOf(text).includes(ATTRIBUTE);
  if (isThere) {
    const rest = text.replaceAll(/^\*\.ipynb filter=listenlab\r?(\n|$)/gm, '');
    await (rest === '' ? rm(file) : writeFileBeside(file, rest));
  }
  return removed || isThere
    ? [`notebooks in ${root} are committed as they are from now on`]
    : [`listenlab is no filter of ${root}; nothing to do`];
}

/**
 * The command as git runs it: by a shell, on Windows too, where backslashes would be escapes; %f becomes the notebook's
 * path, in quotes.
 *
 * @internal
 */
export function filterCommand(node: string, main: string): string {
  const [program, script] = [node, main].map(
    (file) => `'${file.replaceAll('\\', '/').replaceAll("'", "'\\''")}'`,
  );
  return `${program} ${script} clean ${FILTER_OPTION}=%f`;
}

async function rootOf(folder: string): Promise<string> {
  const root = await git(folder, ['rev-parse', '--show-toplevel']).catch((cause) => {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT')
      throw new InputError('git was not found; install it, or clean notebooks by their paths', { cause });
    throw new InputError(`${folder} is in no git repository: ${messageOf(cause).trim().split('\n').at(-1)}`, {
      cause,
    });
  });
  return path.resolve(root.replace(/\r?\n$/, ''));
}

/** The filter of notebooks, if it is not ours. */
async function otherFilter(root: string): Promise<string | undefined> {
  const said = await git(root, ['check-attr', 'filter', '--', 'a.ipynb']);
  const filter = /: filter: (.*)\s*$/.exec(said)?.[1];
  return filter === undefined || ['unspecified', 'unset', 'listenlab'].includes(filter) ? undefined : filter;
}

async function git(folder: string, args: readonly string[]): Promise<string> {
  const { stdout } = await run('git', args, { cwd: folder, windowsHide: true });
  return stdout;
}

function linesOf(text: string): string[] {
  return text.split(/\r?\n/);
}

function withLineEnd(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
