import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import {
  catalogue,
  type DatasetEntry,
  dataDirectory,
  entryFolder,
} from '../data/dataset/catalogue/catalogue.js';
import { formatBytes } from '../util/format.js';
import type { TaskProgress } from '../util/work.js';
import type { Context } from './context.js';
import { plainTable } from './table.js';

const LIST_HELP = `
Example:
  npx listenlab data list`;

const GET_HELP = `
An interrupted download resumes where it stopped when you run the command again.

Examples:
  npx listenlab data get lastfm-2k
  LISTENLAB_DATA=/mnt/big npx listenlab data get lastfm-360k`;

/** `listenlab data list` and `listenlab data get NAME`. */
export function addDataCommand(program: Command, context: Context): void {
  const data = program.command('data').description('list the datasets known by name, or download one');
  data
    .command('list')
    .description('list the datasets known by name, and which of them are downloaded')
    .addHelpText('after', LIST_HELP)
    .action(() => listDatasets(context));
  data
    .command('get')
    .description('download a dataset, check it and unpack it')
    .argument('<name>', 'name of the dataset, as shown by `npx listenlab data list`')
    .option('--mirror <url>', 'address of the same archive on another server')
    .addHelpText('after', GET_HELP)
    .action((name: string, options: { mirror?: string }) => getDataset(name, options, context));
}

function listDatasets({ output }: Context): void {
  const entries = catalogue();
  output.print(
    plainTable({
      name: entries.map((entry) => entry.name),
      state: entries.map(stateOf),
      download: entries.map(({ archive }) => (archive?.bytes ? formatBytes(archive.bytes) : '')),
      terms: entries.map((entry) => entry.licence),
      title: entries.map((entry) => entry.title),
    }),
  );
  output.print(`\nThey are stored in ${dataDirectory()}; set LISTENLAB_DATA to use another folder.`);
}

function stateOf(entry: DatasetEntry): string {
  if (!entry.archive) return 'built in';
  const folder = entryFolder(entry);
  return entry.files.every((file) => existsSync(path.join(folder, file.name)))
    ? 'downloaded'
    : 'not downloaded';
}

async function getDataset(
  name: string,
  options: { mirror?: string },
  { output, progress, signal }: Context,
): Promise<void> {
  const { downloadDataset } = await import('../data/dataset/catalogue/download.js');
  progress.update({ task: `looking for ${name}`, done: 0, total: 0 });
  const onProgress = (told: TaskProgress) => progress.update(told);
  const { folder, outcome } = await downloadDataset(name, { ...options, signal, onProgress });
  progress.stop();
  const said = {
    downloaded: `${name} is downloaded, checked and unpacked in ${folder}`,
    unpacked: `${name} is checked and unpacked in ${folder}; the archive beside it is no longer needed`,
    intact: `${name} is already in ${folder} and intact; nothing to do`,
    'built-in': `${name} is built in and made on first use; nothing to download`,
  };
  output.print(said[outcome]);
}
