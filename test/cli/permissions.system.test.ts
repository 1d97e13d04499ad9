import { chmod, chown, mkdir, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { useFolder } from '../support/folder.js';
import { ended, start } from './listenlab.js';

const folder = useFolder();
const SCROBBLES = 'artist,track,date\nLow,Hey,2020-01-01 10:00\n';

/** Runs a command as a user without special permissions: root may read everything. */
async function asAnybody(...args: string[]) {
  const nobody = process.getuid?.() === 0 ? 65_534 : undefined;
  if (nobody !== undefined) await chown(folder.path, nobody, nobody);
  return await ended(start(args, folder, {}, { uid: nobody, gid: nobody }));
}

test('unreadable parts of a folder are skipped and reported', async () => {
  for (const name of ['closed', 'open']) {
    await mkdir(folder.file(name));
    await writeFile(folder.file(`${name}/a.csv`), SCROBBLES);
  }
  await writeFile(folder.file('locked.csv'), SCROBBLES);
  for (const name of ['closed', 'locked.csv']) await chmod(folder.file(name), 0o000);
  const { code, stdout, stderr } = await asAnybody('my-music', '.', '--explain');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^Last\.fm scrobbles: 1 play of 1 artist/);
  expect(stdout).toContain(
    `there is no permission to read ${folder.file('closed')} and 1 other; their owner gives it with chmod -R u+rX\n`,
  );
  for (const name of ['closed', 'locked.csv'])
    expect(stdout).toContain(`${folder.file(name)}\n  ignored: may not be read\n`);
  await chmod(folder.file('closed'), 0o700);
});

test.each([
  ['my-music', 'locked.csv', 'u+r'],
  ['my-music', 'closed', 'u+rx'],
  ['train', 'locked.csv', 'u+r'],
  ['train', 'closed', 'u+rx'],
])('%s of %s reports missing read permission', async (command, name, mode) => {
  await mkdir(folder.file('closed'));
  await writeFile(folder.file('locked.csv'), SCROBBLES);
  for (const each of ['closed', 'locked.csv']) await chmod(folder.file(each), 0o000);
  const args = command === 'train' ? ['--dataset', name, '--model', 'x.model'] : [name];
  const { code, stderr } = await asAnybody(command, ...args);
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: `error: no permission to read ${folder.file(name)}; its owner can grant it with chmod ${mode}\n`,
  });
  await chmod(folder.file('closed'), 0o700);
});
