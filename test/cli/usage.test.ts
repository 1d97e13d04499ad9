import { expect, test } from 'vitest';
import { useFolder } from '../support/folder.js';
import { inProcess } from './in-process.js';

const folder = useFolder();

test.each([
  [[], /^Usage: npx listenlab .*Commands:.*run .*data .*train .*similar .*recommend .*Examples:/s],
  [['--help'], /^Usage: npx listenlab .*Examples:/s],
  [['run', '--help'], /^Usage: npx listenlab run .*--dataset .*--set .*--report .*--kernel .*Examples:/s],
  [['kernel', 'install', '--help'], /^Usage: npx listenlab kernel install .*--prefix .*Examples:/s],
  [['data', '--help'], /^Usage: npx listenlab data .*list .*get /s],
  [['data', 'get', '--help'], /^Usage: npx listenlab data get .*Examples:/s],
  [
    ['train', '--help'],
    /--factors <number> +latent dimensions \(default: 20\).*--alpha .*\(default:\s+15\).*Examples:/s,
  ],
  [['similar', '--help'], /^Usage: npx listenlab similar .*--count .*\(default:\s+"10"\).*Examples:/s],
  [
    ['recommend-all', '--help'],
    /^Usage: npx listenlab recommend-all .*--output <FILE> .*--threads .*Examples:/s,
  ],
  [['data'], /^Usage: npx listenlab data .* list .* get /s],
  [['kernel'], /^Usage: npx listenlab kernel .* install .* uninstall /s],
  [['--'], /^Usage: npx listenlab .* init .* data /s],
  [
    ['explain', '--help'],
    /^Usage: npx listenlab explain .*<user> <artist>.*--count .*\(default:\s+"10"\).*Examples:/s,
  ],
  [
    ['recommend', '--help'],
    /--exclude <ARTIST> .*--only .*--minimum-listeners .*--diversity .*--popularity-damper /s,
  ],
  [['my-music', '--help'], /^Usage: npx listenlab my-music .*--minimum-seconds .*spotify\.com.*Examples:/s],
  [['recommend', '--help'], /^Usage: npx listenlab recommend .*--count .*\(default:\s+"20"\).*Examples:/s],
  [
    ['tune', '--help'],
    /^Usage: npx listenlab tune .*--metric .*truncatedRecall.*auc.*--resume <FILE> .*Examples:/s,
  ],
  [
    ['evaluate', '--help'],
    /^Usage: npx listenlab evaluate .*--k .*--split .*--baselines.*--alpha .*Examples:/s,
  ],
])('%j prints its help on stdout', async (args, expected) => {
  const { code, stdout, stderr } = await inProcess(args, folder);
  expect(stdout).toMatch(expected);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

test.each([
  [
    ['smilar', 'muse'],
    "error: unknown command 'smilar' (Did you mean similar?); 'npx listenlab --help' lists what is available",
  ],
  [
    ['data', 'lst'],
    "error: unknown command 'lst' (Did you mean list?); 'npx listenlab data --help' lists what is available",
  ],
  [
    ['similar'],
    "error: missing required argument 'artist'; 'npx listenlab similar --help' lists what is available",
  ],
  [
    ['similar', 'muse', '--factrs', '3'],
    "error: unknown option '--factrs' (Did you mean --factors?); 'npx listenlab similar --help' lists what is available",
  ],
  ...['--datset', '--datset=sample'].map((typed): [string[], string] => [
    ['train', typed, 'sample', '--model', 'x.model'],
    "error: unknown option '--datset' (Did you mean --dataset?); 'npx listenlab train --help' lists what is available",
  ]),
  [
    ['train', '--dataset', 'sample', '--modle', 'x.model'],
    "error: unknown option '--modle' (Did you mean --model?); 'npx listenlab train --help' lists what is available",
  ],
  [
    ['train', '--dataset', 'sample'],
    "error: required option '--model <FILE>' not specified; 'npx listenlab train --help' lists what is available",
  ],
  [
    ['run', '--kernel', 'python'],
    "error: option '--kernel <name>' argument 'python' is invalid. Allowed choices are listenlab, tslab; 'npx listenlab run --help' lists what is available",
  ],
])('%j is refused with one line', async (args, line) => {
  expect(await inProcess(args, folder)).toEqual({ code: 1, stdout: '', stderr: `${line}\n` });
});
