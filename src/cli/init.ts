import { constants } from 'node:fs';
import { copyFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { InputError, isSystemError } from '../util/errors.js';
import { shellPath } from '../util/escape.js';
import { formatPlural } from '../util/format.js';
import { makeFolder } from '../util/node/files.js';
import { PACKAGE_FOLDER } from '../util/node/folders.js';
import type { Context } from './context.js';
import { requireWritableFolder } from './target.js';

const HELP = `
The notebooks are yours then: run, change and rename them. A file that is there already is left alone.

Examples:
  npx listenlab init
  npx listenlab init ~/studies/music && cd ~/studies/music && npx listenlab lab`;

/** `listenlab init [FOLDER]`. */
export function addInitCommand(program: Command, context: Context): void {
  program
    .command('init')
    .description('copy the notebooks into a folder of yours, to work with them there')
    .argument('[folder]', 'folder to copy to, made if it is not there', '.')
    .addHelpText('after', HELP)
    .action((folder: string) => init(folder, context));
}

async function init(typed: string, { output }: Context): Promise<void> {
  if (typed === '') {
    throw new InputError(
      "the name of the folder is empty; expected a folder to copy to, or '.' for this one",
    );
  }
  const folder = path.resolve(typed);
  await requireWritableFolder(path.join(folder, 'notebooks'));
  const { copied, kept } = await copyNotebooks(folder);
  output.print(`copied ${formatPlural(copied.length, 'notebook')} to ${path.join(folder, 'notebooks')}`);
  if (kept.length > 0) output.print(`left alone what was there: ${kept.join(', ')}`);
  output.print(
    `\nOpen them with\n\n    npx listenlab lab ${folder === process.cwd() ? '.' : shellPath(folder)}`,
  );
}

/**
 * Copies the package's notebooks into `notebooks` in a folder.
 *
 * @returns names of files that were copied, and of those that were there already
 */
export async function copyNotebooks(folder: string): Promise<{ copied: string[]; kept: string[] }> {
  const source = path.join(PACKAGE_FOLDER, 'notebooks');
  const target = path.join(folder, 'notebooks');
  await makeFolder(target);
  const copied: string[] = [];
  const kept: string[] = [];
  for (const name of (await readdir(source)).filter((file) => file.endsWith('.ipynb')).sort()) {
    try {
      await copyFile(path.join(source, name), path.join(target, name), constants.COPYFILE_EXCL);
      copied.push(name);
    } catch (error) {
      if (!isSystemError(error) || error.code !== 'EEXIST') throw error;
      kept.push(name);
    }
  }
  return { copied, kept };
}
