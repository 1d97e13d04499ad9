import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { useFolder } from '../support/folder.js';
import { inProcess } from './in-process.js';
import { listenlab } from './listenlab.js';
import { playsOfTwoCamps } from './plays.js';

const folder = useFolder();
const SIMILAR = ['similar', 'rock 1', '--dataset', 'plays.tsv', '--factors', '4', '--threads', '1', '--json'];

beforeEach(() => writeFile(folder.file('plays.tsv'), playsOfTwoCamps()));

/** Runs a command that must succeed. */
async function ran(args: string[], environment = {}) {
  const { code, stdout, stderr } = await listenlab(args, folder, environment);
  expect(code, stderr).toBe(0);
  return { stdout, stderr };
}

describe('commands that train on a dataset', () => {
  test('take a model that another one has trained, and say so on stderr', async () => {
    const first = await ran(SIMILAR);
    expect(first.stderr).toBe('');
    const second = await ran(SIMILAR);
    expect(second.stderr).toMatch(/^the model of listenlab similar, from the cache, [\d.]+ s\n$/);
    expect(second.stdout).toBe(first.stdout);
    const explained = ['explain', 'u0', 'rock 0', '--dataset', 'plays.tsv', '--factors', '4', '--json'];
    expect((await ran(explained)).stderr).toContain('the model of listenlab similar, from the cache');
    const other = await ran([...SIMILAR, '--alpha', '1']);
    expect(other.stderr).toBe('');
  });

  test('train anew with --no-cache, and with LISTENLAB_MODEL_CACHE=off', async () => {
    expect((await ran([...SIMILAR, '--no-cache'])).stderr).toBe('');
    expect(await readdir(path.join(folder.data, 'cache'))).not.toContain('models');
    const first = await ran(SIMILAR);
    for (const again of [
      await ran([...SIMILAR, '--no-cache']),
      await ran(SIMILAR, { LISTENLAB_MODEL_CACHE: 'off' }),
    ]) {
      expect(again).toEqual({ stdout: first.stdout, stderr: '' });
    }
    const wrong = await listenlab(SIMILAR, folder, { LISTENLAB_MODEL_CACHE: '0' });
    expect([wrong.code, wrong.stderr]).toEqual([
      1,
      "error: the environment variable LISTENLAB_MODEL_CACHE is '0'; expected on or off\n",
    ]);
  });

  test('refuse --no-cache with a saved model', async () => {
    const { code, stderr } = await inProcess(
      ['similar', 'rock 1', '--model', 'a.model', '--no-cache'],
      folder,
    );
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining('--no-cache was given with --model, which is already trained'),
    ]);
  });

  test('do not make train skip its training', async () => {
    const train = ['train', '--dataset', 'plays.tsv', '--factors', '4', '--model', 'a.model'];
    await ran(SIMILAR);
    const { stdout, stderr } = await ran(train);
    expect({ stdout, stderr }).toEqual({
      stdout: expect.stringMatching(/^trained 4 factors in [\d.]+ s; loss /m),
      stderr: '',
    });
  });

  test('fill a cache that is listed, counted by doctor, and cleared', async () => {
    await ran(SIMILAR);
    await ran([...SIMILAR, '--alpha', '1']);
    expect((await ran(['cache'])).stdout).toMatch(/^ *models +2 +[\d.]+ KiB .*cache\/models$/m);
    expect((await ran(['doctor'])).stdout).toMatch(/^ *cache of models +ok +2 files, [\d.]+ KiB, in /m);
    expect((await ran(['cache', 'clear', 'models'])).stdout).toMatch(/^deleted 2 files, /);
    expect(await readdir(path.join(folder.data, 'cache/models'))).toEqual([]);
    expect((await ran(SIMILAR)).stderr).toBe('');
  });
});

describe('notebooks', () => {
  const CELL = `
import { appendFileSync } from 'node:fs';
import { interactionsFromRows, trainingProgress, trainOnce } from 'listenlab';
const rows = Array.from({ length: 300 }, (_, i) => ({ user: 'u' + (i % 20), artist: 'a' + ((i * i) % 11), plays: 1 + i }));
const line = trainingProgress();
const model = await trainOnce(interactionsFromRows(rows), { factors: 2, iterations: 2, onProgress(progress) {
  line(progress);
  if (progress.done >= progress.total) appendFileSync('work.txt', (progress.source ?? 'trained') + '\\n');
} });
model.similarArtists('a1').map((row) => row.similarity);`;

  /** Runs the notebooks `a` and `b` with this cell, and returns what their copies show, and where models came from. */
  async function shown(more: string[] = []) {
    const cell = { cell_type: 'code', metadata: {}, source: CELL, execution_count: null, outputs: [] };
    const text = JSON.stringify({ cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 4 });
    const names = ['a', 'b'];
    for (const name of names) await writeFile(folder.file(`${name}.ipynb`), text);
    await rm(folder.file('work.txt'), { force: true });
    await ran(['run', 'a.ipynb', 'b.ipynb', '--output', 'out', '--report', 'out.html', ...more]);
    const works = (await readFile(folder.file('work.txt'), 'utf8')).trimEnd().split('\n');
    const copies = await Promise.all(
      names.map(async (name, i) => {
        const text = await readFile(folder.file(`out/${name}.ipynb`), 'utf8');
        const { outputs } = JSON.parse(text).cells[0];
        return { work: works[i], answer: outputs.at(-1).data['text/plain'].join(''), outputs, text };
      }),
    );
    return { copies, report: await readFile(folder.file('out.html'), 'utf8') };
  }

  test('train a model once, say where it came from, and make the same report', async () => {
    const first = await shown();
    const [a, b] = first.copies;
    expect(a.work).toBe('trained');
    expect(b.work).toMatch(/^the model of a, from the cache, [\d.]+ s$/);
    expect(b.answer).toBe(a.answer);
    const again = await shown();
    expect(again.copies.map(({ work }) => work)).toEqual([
      expect.stringMatching(/^the model of a, from the cache/),
      expect.stringMatching(/^the model of a, from the cache/),
    ]);
    const without = await shown(['--no-cache']);
    for (const { work } of without.copies) expect(work).toBe('trained');
    // The lines about the work say how long it took; the copies say nothing of it, and differ in nothing.
    for (const { outputs } of first.copies) expect(outputs).toHaveLength(1);
    expect(again.copies.map(({ text }) => text)).toEqual(first.copies.map(({ text }) => text));
    // Without the cover, which says when it was made and how long that took.
    const notebooks = ({ report }: { report: string }) => report.slice(report.indexOf('<section'));
    expect(notebooks(first)).toContain('similarArtists');
    expect(notebooks(again)).toBe(notebooks(first));
    expect(notebooks(without)).toBe(notebooks(first));
    expect(first.report).not.toContain('from the cache');
  });
});
