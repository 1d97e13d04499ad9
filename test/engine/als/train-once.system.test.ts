import { execFile, spawn } from 'node:child_process';
import { once as event } from 'node:events';
import { chmod, chown, mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { useFolder } from '../../support/folder.js';

const folder = useFolder();
const models = () => path.join(folder.data, 'cache/models');

/** Trains once, and prints where the model came from and a hash of its numbers. */
const PROGRAM = `
import { createHash } from 'node:crypto';
import { interactionsFromRows, trainAls, trainOnce } from ${JSON.stringify(
  pathToFileURL(path.resolve(import.meta.dirname, '../../../dist/index.js')).href,
)};
const rows = Array.from({ length: 3000 }, (_, i) => ({
  user: 'user ' + (i % 150), artist: 'artist ' + ((i * i + i) % 97), plays: 1 + (i % 30),
}));
const plays = interactionsFromRows(rows);
const options = { factors: 16, iterations: 2, threads: 1, computeLoss: true };
const hashOf = (model) => createHash('sha256').update(model.userFactors).update(model.artistFactors)
  .update(JSON.stringify([model.losses, model.training, model.users.names])).digest('hex');
let source;
const train = () => trainOnce(plays, { ...options, onProgress: (progress) => { source = progress.source; } });
`;

/** Runs code after {@link PROGRAM} in its own process, to its end. */
async function run(code: string, program = process.execPath, before: string[] = [], ids = {}) {
  const file = folder.file(`program-${Math.random().toString(36).slice(2)}.mjs`);
  await writeFile(file, PROGRAM + code);
  const child = spawn(program, [...before, file], {
    cwd: folder.path,
    env: { ...process.env, LISTENLAB_DATA: folder.data, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...ids,
  });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      said[name] += text;
    });
  }
  const [exit] = await event(child, 'close');
  return { exit, ...said };
}

const ONCE = 'console.log(hashOf(await train()), source === undefined ? "trained" : "from the cache");';

/** What {@link ONCE} prints for a training, from trainAls. */
async function expectedHash(): Promise<string> {
  const { stdout } = await run('console.log(hashOf(await trainAls(plays, options)));');
  return stdout.trim();
}

describe('two processes at once', () => {
  it('both get the right model, again and again, while each replaces and damages the file', async () => {
    const hash = await expectedHash();
    const busy = (seed: number) => `
      import { open, readdir, rm } from 'node:fs/promises';
      const folder = ${JSON.stringify(models())};
      const hashes = new Set();
      let found = 0;
      for (let round = 0; round < 40; round++) {
        hashes.add(hashOf(await train()));
        if (source !== undefined) found++;
        const [name] = await readdir(folder);
        if (round % 5 === ${seed}) await rm(folder + '/' + name, { force: true });
        if (round % 5 === ${seed} + 2) {
          const file = await open(folder + '/' + name, 'r+').catch(() => undefined);
          await file?.write('x', 1000 + round).catch(() => undefined);
          await file?.close();
        }
      }
      console.log(JSON.stringify({ hashes: [...hashes], found: found > 0 }));`;
    const both = await Promise.all([run(busy(0)), run(busy(1))]);
    for (const { exit, stdout, stderr } of both) {
      expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
      expect(JSON.parse(stdout)).toEqual({ hashes: [hash], found: true });
    }
    expect((await readdir(models())).filter((name) => name.endsWith('.partial'))).toEqual([]);
    expect((await run(ONCE)).stdout).toMatch(`${hash} `);
  });

  it('start at the same moment with an empty cache, and leave one file', async () => {
    const hash = await expectedHash();
    const both = await Promise.all([run(ONCE), run(ONCE)]);
    for (const { exit, stdout, stderr } of both) {
      expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
      expect(stdout).toMatch(`${hash} `);
    }
    expect(await readdir(models())).toHaveLength(1);
    expect((await run(ONCE)).stdout).toBe(`${hash} from the cache\n`);
  });
});

describe.skipIf(process.platform === 'win32')('a cache that cannot be written', () => {
  /** As a user without special permissions: root may write everywhere. */
  const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

  it('because it is read-only costs a training, and a model that is there is still taken', async () => {
    await mkdir(models(), { recursive: true });
    if (nobody.uid !== undefined) {
      for (const each of [folder.path, folder.data]) await chown(each, nobody.uid, nobody.gid);
    }
    const hash = await expectedHash();
    await chmod(models(), 0o555);
    const trained = await run(ONCE, process.execPath, [], nobody);
    expect(trained).toEqual({ exit: 0, stdout: `${hash} trained\n`, stderr: '' });
    expect(await readdir(models())).toEqual([]);
    await chmod(models(), 0o755);
    await run(ONCE);
    await chmod(models(), 0o555);
    const found = await run(ONCE, process.execPath, [], nobody);
    expect(found).toEqual({ exit: 0, stdout: `${hash} from the cache\n`, stderr: '' });
    await chmod(models(), 0o755);
  });

  it.each([0, 4])(
    'because the disk is full costs a training and leaves nothing behind (%i KB)',
    async (kilobytes) => {
      const hash = await expectedHash();
      const limit = ['-c', `ulimit -f ${2 * kilobytes}; exec "$@"`, 'sh', process.execPath];
      const { exit, stdout, stderr } = await run(ONCE, 'sh', limit);
      expect({ exit, stdout, stderr }).toEqual({ exit: 0, stdout: `${hash} trained\n`, stderr: '' });
      expect(await readdir(models())).toEqual([]);
      expect((await run(ONCE)).stdout).toBe(`${hash} trained\n`);
      expect((await run(ONCE)).stdout).toBe(`${hash} from the cache\n`);
    },
  );

  it('because a real file system is full costs a training and leaves nothing behind', async (test) => {
    await mkdir(models(), { recursive: true });
    const call = promisify(execFile);
    const mounted = await call('mount', ['-t', 'tmpfs', '-o', 'size=8k', 'tmpfs', models()]).catch(
      () => undefined,
    );
    if (!mounted) return test.skip('only root may mount a small disk');
    try {
      const hash = await expectedHash();
      const { exit, stdout, stderr } = await run(ONCE);
      expect({ exit, stdout, stderr }).toEqual({ exit: 0, stdout: `${hash} trained\n`, stderr: '' });
      expect(await readdir(models())).toEqual([]);
    } finally {
      await call('umount', [models()]);
    }
  });
});
