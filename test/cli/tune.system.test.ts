import { readdir, readFile, writeFile } from 'node:fs/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { useFolder } from '../support/folder.js';
import { inProcess } from './in-process.js';
import { listenlab } from './listenlab.js';
import { playsOfTwoCamps } from './plays.js';

// Several processes that open DuckDB and train: slow on a busy machine.
const folder = useFolder();

beforeEach(() => writeFile(folder.file('plays.tsv'), playsOfTwoCamps()));

const QUICK = ['tune', '--dataset', 'plays.tsv', '--trials', '4', '--k', '3'];

describe('tune', () => {
  test('shows the evidence, writes the options, and prints the command that trains with them', async () => {
    const { code, stdout } = await listenlab([...QUICK, '--output', 'settings.json'], folder);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^plays\.tsv: \d+ settings? evaluated/);
    expect(stdout).toMatch(/NDCG@3 *\n1 +[1-4] +(tfidf|log|binary|bm25|linear) /);
    expect(stdout).toMatch(/\n +recommended settings +0\.\d{4} +\d+\.\d\n/);
    expect(stdout).toContain(`wrote the options to ${folder.file('settings.json')}`);
    const options = JSON.parse(await readFile(folder.file('settings.json'), 'utf8'));
    const [, marked] = /^(.*)< recommended *$/m.exec(stdout) ?? [];
    expect(marked?.split(/ +/)).toEqual(
      expect.arrayContaining([options.weighting, String(options.factors), String(options.iterations)]),
    );
    expect(options).toHaveProperty('unobservedWeight');
    expect(stdout).toMatch(
      / +item neighbours, tuned +0\.\d{4} +[+-]\S+ to [+-]\S+ +(<0\.001|\d\.\d{3}) +\d+\.\d\n/,
    );
    expect(stdout).toMatch(
      /it made [34] of \d+, and may have missed better ones\.\nLeft out: weightings \(\d+ of \d+\)/,
    );
    const [, command = ''] = /\n {2}npx listenlab (train .*) --model FILE\n/.exec(stdout) ?? [];
    const trained = await listenlab([...command.split(' '), '--model', 'tuned.model'], folder);
    expect(trained.code).toBe(0);
    expect(trained.stdout).toContain(`trained ${options.factors} factors`);
  });

  test('prints JSON, and continues from saved results', async () => {
    const command = [...QUICK, '--json', '--resume', 'kept.duckdb'];
    const first = JSON.parse((await listenlab(command, folder)).stdout);
    const second = JSON.parse((await listenlab(command, folder)).stdout);
    expect(Object.keys(first).sort()).toEqual(
      [
        ...[
          'basis',
          'best',
          'comparison',
          'evidence',
          'failed',
          'k',
          'left',
          'metric',
          'ofUsers',
          'options',
          'shortfall',
        ],
        ...['stages', 'users', 'verdict'],
      ].sort(),
    );
    // Trials that both had time for, at least the first, have the same duration: they were not run again.
    const settingsOf = ({ mean, spread, seconds, ...settings }: Record<string, unknown>) =>
      JSON.stringify(settings);
    const known = new Map(first.evidence.map((row: Record<string, unknown>) => [settingsOf(row), row]));
    const again = second.evidence.filter((row: Record<string, unknown>) => known.has(settingsOf(row)));
    expect(again.length).toBeGreaterThan(0);
    for (const row of again) expect(row).toEqual(known.get(settingsOf(row)));
  });

  test.each([
    [['--seconds', 'long'], /seconds is 'long'; expected a finite number above 0/],
    [['--trials', 'few'], /trials is 'few'; expected a whole number/],
    [['--metric', 'ndgc'], /no metric 'ndgc' to search by; did you mean 'ndcg'\?/],
    [['--k', '0'], /k is 0; expected a whole number from 1 to 100000/],
    [
      ['--resume', 'plays.tsv'],
      /plays\.tsv does not contain results of a sweep, or is damaged \(it is not a DuckDB file\)/,
    ],
    [['--k', '17'], /^error: --k is 17 and the catalogue has 16 artists; expected a --k of at most that\n$/],
    [['--output', '.'], /is a folder; expected a file to write/],
  ])('refuses a mistake with one line: %j', async (more, message) => {
    const { code, stdout, stderr } = await inProcess([...QUICK, ...more], folder);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^error: .*\n$/);
    expect(stderr).toMatch(message);
    expect((await readdir(folder.path)).sort()).toEqual(
      more[0] === '--resume' || more[1] === '17' ? ['data', 'plays.tsv'] : ['plays.tsv'],
    );
    expect(await readFile(folder.file('plays.tsv'), 'utf8')).toBe(playsOfTwoCamps());
  });
});
