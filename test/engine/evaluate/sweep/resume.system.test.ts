import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { randomSplit } from '#listenlab/engine/evaluate/split/random-splits.js';
import { type SweepSpace, type SweepTrial, sweep } from '#listenlab/index.js';
import { tastes } from './tastes.js';

// Whole processes with worker threads: slow on a busy machine.
const QUIET = { onProgress: () => {}, threads: 2 };
const SPACE: SweepSpace = { alpha: [1, 2, 4, 8, 16, 32], factors: 2, iterations: [1, 2] };
const SPLIT = randomSplit(tastes(), { seed: 1 });

const settingsOnly = ({ seconds, ...row }: SweepTrial) => row;

let folder = '';
let file = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'listenlab-sweep-'));
  file = path.join(folder, 'sweep.duckdb');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Another process that sweeps the same space into the file, a trial at a time, and prints a line for each. */
function sweepElsewhere(): ChildProcess {
  const build = (name: string) => JSON.stringify(new URL(`../../../../dist/${name}`, import.meta.url).href);
  const { rows, columns, indptr, indices, values } = tastes().byUser;
  const matrix = { rows, columns, indptr: [...indptr], indices: [...indices], values: [...values] };
  const code = `
    import { IdMap, Interactions, sweep } from ${build('index.js')};
    import { randomSplit } from ${build('engine/evaluate/split/random-splits.js')};
    const { rows, columns, indptr, indices, values } = ${JSON.stringify(matrix)};
    const names = (count) => Array.from({ length: count }, (_, i) => String(i));
    const plays = new Interactions(new IdMap('user', names(rows)), new IdMap('artist', names(columns)), {
      rows, columns, indptr: Int32Array.from(indptr), indices: Int32Array.from(indices), values: Float32Array.from(values),
    });
    await sweep(randomSplit(plays, { seed: 1 }), ${JSON.stringify(SPACE)}, {
      threads: 1,
      resume: ${JSON.stringify(file)},
      onProgress: ({ done }) => Number.isInteger(done) && done > 0 && console.log(done),
    });`;
  return spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: fileURLToPath(new URL('../../../..', import.meta.url)),
  });
}

describe('a sweep with a file', () => {
  it('resumes after being killed, and finds the same as an uninterrupted one', async () => {
    const child = sweepElsewhere();
    let lines = '';
    for await (const text of child.stdout ?? []) {
      lines += text;
      if (lines.includes('2\n')) break;
    }
    child.kill('SIGKILL');
    await once(child, 'exit');
    const resumed = await sweep(SPLIT, SPACE, { ...QUIET, resume: file });
    const whole = await sweep(SPLIT, SPACE, QUIET);
    expect(resumed.trials.map(settingsOnly)).toEqual(whole.trials.map(settingsOnly));
    expect(resumed.resumed).toBeGreaterThanOrEqual(2);
    expect(resumed.resumed).toBeLessThan(6);
    const again = await sweep(SPLIT, SPACE, { ...QUIET, resume: file });
    expect(again).toEqual({ ...resumed, resumed: 6 });
    expect(await readdir(folder)).toEqual(['sweep.duckdb']);
  });

  it('refuses a file in use by another process, with its id', async () => {
    const child = sweepElsewhere();
    await once(child.stdout as NodeJS.ReadableStream, 'data');
    await expect(sweep(SPLIT, SPACE, { ...QUIET, resume: file })).rejects.toThrow(
      `another process (PID ${child.pid}) is using ${file} for its results; wait until it ends, or name another file`,
    );
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
});
