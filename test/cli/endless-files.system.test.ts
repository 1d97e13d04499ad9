import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { symlink, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { readBounded } from '#listenlab/util/node/files.js';
import { useFolder } from '../support/folder.js';
import { inProcess } from './in-process.js';

const folder = useFolder();

test('readWhole returns the whole file or fails', async () => {
  const file = folder.file('a.json');
  await writeFile(file, '{"ö": 1}');
  expect(await readBounded(file, 9)).toBe('{"ö": 1}');
  expect(await readBounded(file, 8)).toBeUndefined();
});

test.skipIf(process.platform === 'win32')('run refuses a notebook file that never ends', async () => {
  await symlink('/dev/zero', folder.file('zeros.ipynb'));
  const { code, stderr } = await inProcess(['run', 'zeros.ipynb'], folder);
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^error: cannot read the notebook .*zeros\.ipynb: it has more than 256\.0 MiB, more than a notebook can have; clear its outputs\n$/,
  );
});

describe.skipIf(process.platform === 'win32')('--set', () => {
  test('refuses a device that never ends', async () => {
    const args = ['train', '--dataset', 'sample', '--model', 'x.model', '--set', '@/dev/zero'];
    const { code, stderr } = await inProcess(args, folder);
    expect(code).toBe(1);
    expect(stderr).toBe(
      'error: /dev/zero contains no settings: it has more than 976.6 KiB; name a file that tune wrote\n',
    );
  });

  test('reads a pipe, and refuses one that never ends', async () => {
    const pipe = folder.file('pipe');
    execFileSync('mkfifo', [pipe]);
    const short = spawn('sh', ['-c', 'echo "{}" > "$0"', pipe]);
    expect(await readBounded(pipe, 100)).toBe('{}\n');
    await once(short, 'exit');
    const endless = spawn('sh', ['-c', 'exec yes > "$0"', pipe]);
    const ended = once(endless, 'exit');
    const args = ['run', '--set', `@${pipe}`];
    expect((await inProcess(args, folder)).stderr).toMatch(
      /pipe contains no settings: it has more than 976\.6 KiB/,
    );
    // Nothing reads from it any more.
    expect(await ended).toEqual([null, 'SIGPIPE']);
  });

  test('waits for a pipe that nothing is written to, until interrupted', async () => {
    const pipe = folder.file('silent');
    execFileSync('mkfifo', [pipe]);
    const controller = new AbortController();
    const read = readBounded(pipe, 100, controller.signal);
    setImmediate(() => controller.abort(new Error('interrupted')));
    await expect(read).rejects.toThrow('interrupted');
  });
});
