import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Command, Option } from 'commander';
import { cleanNotebook } from '../notebook/jupyter/clean-notebook.js';
import { cannotRead } from '../notebook/jupyter/notebook-file.js';
import { InputError, messageOf } from '../util/errors.js';
import { shellPath } from '../util/escape.js';
import { formatPlural } from '../util/format.js';
import { writeFileBeside } from '../util/node/files.js';
import type { Context } from './context.js';
import { FILTER_OPTION, installFilter, uninstallFilter } from './git-filter.js';
import { requireWritableTarget } from './target.js';

const HELP = `
Outputs, execution counts and what front ends note by themselves go: what was folded, when a cell ran, versions. What you
have written stays, and a clean notebook stays as it is, byte for byte.

--install makes it a git filter of the repository you stand in: notebooks are committed clean. They keep their outputs on
your disk until git writes them anew, as a checkout, stash, merge or pull does to those it changes: executed copies that
you need belong in a folder that git ignores. What is no notebook, such as one with merge conflicts, is committed as it
is, with a warning.

Examples:
  npx listenlab clean notebooks/*.ipynb
  npx listenlab clean --check notebooks/*.ipynb
  npx listenlab clean - < executed.ipynb > clean.ipynb
  npx listenlab clean --install`;

interface CleanValues {
  readonly check?: boolean;
  readonly install?: boolean;
  readonly uninstall?: boolean;
  /** The notebook's path in the repository. */
  readonly filter?: string;
}

/** `listenlab clean NOTEBOOK...`. */
export function addCleanCommand(program: Command, context: Context): void {
  program
    .command('clean')
    .description('take outputs out of notebooks, before they are committed')
    .argument('[notebooks...]', 'paths of notebooks, which are changed in place; - reads one and prints it')
    .option('--check', 'change nothing; exit with 1 if a notebook is not clean')
    .addOption(
      new Option('--install', 'clean what is committed in this git repository').conflicts([
        'check',
        'uninstall',
      ]),
    )
    .addOption(new Option('--uninstall', 'undo --install').conflicts('check'))
    .addOption(new Option(`${FILTER_OPTION} <file>`, 'standard input, as git runs it').hideHelp())
    .addHelpText('after', HELP)
    .action((paths: string[], values: CleanValues) => clean(paths, values, context));
}

async function clean(paths: readonly string[], values: CleanValues, context: Context): Promise<void> {
  const { output } = context;
  if (values.install || values.uninstall) {
    if (paths.length > 0) {
      const option = values.install ? '--install' : '--uninstall';
      throw new InputError(`${option} is about the whole repository; leave ${paths.join(' ')} out`);
    }
    const said = await (values.install ? installFilter(process.cwd()) : uninstallFilter(process.cwd()));
    for (const line of said) output.print(line);
    return;
  }
  if (values.filter !== undefined) {
    process.stdout.write(filtered(await readStdin(), values.filter, output));
    return;
  }
  if (paths.length === 0)
    throw new InputError('no notebooks were named; expected paths, as in notebooks/*.ipynb');
  if (paths.includes('-')) {
    await cleanStdin(paths, values, context);
    return;
  }
  const { found, unreadable } = await readAll(paths);
  const changing = found.filter(({ text, cleaned }) => text !== cleaned);
  const problems = [...unreadable, ...(values.check ? saidUnclean(changing.map(({ file }) => file)) : [])];
  if (problems.length > 0) throw new InputError(problems.join('; '));
  if (values.check) {
    output.print(`${formatPlural(found.length, 'notebook')} checked; all are clean`);
    return;
  }
  for (const { file } of changing) await requireWritableTarget(path.resolve(file), {});
  for (const { file, cleaned } of changing) await replace(file, cleaned);
  const clean = found.length - changing.length;
  output.print(
    `cleaned ${formatPlural(changing.length, 'notebook')}${clean > 0 ? `; ${clean} already clean` : ''}`,
  );
}

async function cleanStdin(
  paths: readonly string[],
  { check }: CleanValues,
  { output }: Context,
): Promise<void> {
  if (paths.length > 1) throw new InputError('- was given with other notebooks; clean them separately');
  const text = decode(await readStdin(), 'the notebook');
  const cleaned = cleanNotebook(text, 'the notebook');
  if (!check) output.print(cleaned.replace(/\n$/, ''));
  else if (text !== cleaned)
    throw new InputError(
      'the notebook is not clean; npx listenlab clean - prints it without outputs and counts',
    );
}

async function readStdin(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** As git asks for it, also to show a file with conflicts: one that cannot be cleaned must not stop it. */
function filtered(bytes: Buffer, file: string, output: Context['output']): string | Buffer {
  try {
    return cleanNotebook(decode(bytes, file), file);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    output.tell(`warning: not cleaned, ${error.message}`);
    return bytes;
  }
}

function saidUnclean(files: readonly string[]): string[] {
  if (files.length === 0) return [];
  const command = files.map(shellPath).join(' ');
  return [`not clean: ${files.join(', ')}; take outputs and counts out with npx listenlab clean ${command}`];
}

/** The notebooks, and what is wrong with those that cannot be read. */
async function readAll(
  paths: readonly string[],
): Promise<{ found: Awaited<ReturnType<typeof read>>[]; unreadable: string[] }> {
  const results = await Promise.allSettled(paths.map(read));
  const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  const unforeseen = failures.find((failure) => !(failure instanceof InputError));
  if (unforeseen !== undefined) throw unforeseen;
  return {
    found: results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : [])),
    unreadable: failures.map(messageOf),
  };
}

async function read(file: string): Promise<{ file: string; text: string; cleaned: string }> {
  const bytes = await readFile(file).catch((cause) => {
    throw cannotRead(file, cause);
  });
  const text = decode(bytes, file);
  return { file, text, cleaned: cleanNotebook(text, file) };
}

/** What is not UTF-8 would come out as something else. */
function decode(bytes: Buffer, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new InputError(`${name} is not in UTF-8; save it in UTF-8`, { cause });
  }
}

async function replace(file: string, text: string): Promise<void> {
  const { mode } = await stat(file);
  await writeFileBeside(file, text, mode & 0o7777);
}
