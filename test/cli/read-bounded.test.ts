import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { readBounded } from '#listenlab/cli/read-bounded.js';
import { inProcess } from './in-process.js';
import { useFolder } from './listenlab.js';

const folder = useFolder();
const NEVER = new AbortController().signal;

test('a file is read whole, or not at all', async () => {
  const file = folder.file('a.json');
  await writeFile(file, '{"ö": 1}');
  expect(await readBounded(file, 9, NEVER)).toBe('{"ö": 1}');
  expect(await readBounded(file, 8, NEVER)).toBeUndefined();
});

describe.skipIf(process.platform === 'win32')('--set', () => {
  test('refuses a device without an end', async () => {
    const args = ['train', '--dataset', 'sample', '--model', 'x.model', '--set', '@/dev/zero'];
    const { code, stderr } = await inProcess(args, folder);
    expect(code).toBe(1);
    expect(stderr).toBe(
      'error: /dev/zero holds no settings: it has more than 976.6 KiB; name a file that tune wrote\n',
    );
  });

  test('reads a pipe, and refuses one without an end', async () => {
    const pipe = folder.file('pipe');
    execFileSync('mkfifo', [pipe]);
    const short = spawn('sh', ['-c', 'echo "{}" > "$0"', pipe]);
    expect(await readBounded(pipe, 100, NEVER)).toBe('{}\n');
    await once(short, 'exit');
    const endless = spawn('sh', ['-c', 'exec yes > "$0"', pipe]);
    const ended = once(endless, 'exit');
    const args = ['run', '--set', `@${pipe}`];
    expect((await inProcess(args, folder)).stderr).toMatch(
      /pipe holds no settings: it has more than 976\.6 KiB/,
    );
    // Nobody reads from it any more.
    expect(await ended).toEqual([null, 'SIGPIPE']);
  });

  test('waits for a pipe into which nothing is written only until it is interrupted', async () => {
    const pipe = folder.file('silent');
    execFileSync('mkfifo', [pipe]);
    const controller = new AbortController();
    const read = readBounded(pipe, 100, controller.signal);
    setImmediate(() => controller.abort(new Error('interrupted')));
    await expect(read).rejects.toThrow('interrupted');
  });
});
