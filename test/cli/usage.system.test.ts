import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { useFolder } from '../support/folder.js';
import { inProcess } from './in-process.js';
import { ended, listenlab, start } from './listenlab.js';

const folder = useFolder();

test('the program in its own process prints the same and ends with the same code', async () => {
  for (const args of [[], ['data', 'get', '--help'], ['smilar', 'muse'], ['data']])
    expect(await listenlab(args, folder)).toEqual(await inProcess(args, folder));
});

test('--version prints the version of the package', async () => {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  expect(await listenlab(['--version'], folder)).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
});

test('a bug ends with exit code 2, a stack, and what to do', async () => {
  const preload = folder.file('bug.cjs');
  await writeFile(preload, "JSON.parse = () => { throw new TypeError('planted'); };");
  const { code, stdout, stderr } = await listenlab(['--version'], folder, {
    NODE_OPTIONS: `--require ${preload}`,
  });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(
    /^TypeError: planted\n +at .*bug\.cjs.*\nThis is a bug in listenlab; please report it with the lines above\.\n$/s,
  );
});

test('a reader that closes the pipe early is not an error', async () => {
  const child = start(['data', 'list'], folder);
  child.stdout?.destroy();
  expect(await ended(child)).toMatchObject({ code: 0, stderr: '' });
});
