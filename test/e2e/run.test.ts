import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listenlab, root } from './listenlab.js';
import { SMALL_SEARCH } from './notebook-copies.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'listenlab-e2e-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs notebooks of the package on rows of user, artist and plays, and returns the Markdown that each showed. */
async function run(name: string, rows: string[], numbers: number[], more: string[] = []) {
  const dataset = path.join(folder, `${name}.tsv`);
  await writeFile(dataset, `user\tartist\tplays\n${rows.join('\n')}\n`);
  const all = (await readdir(path.join(root, 'notebooks'))).filter((file) => file.endsWith('.ipynb')).sort();
  const files = numbers.map((number) => all.filter((file) => file.startsWith(`0${number}-`))[0]);
  const output = path.join(folder, name);
  const result = await listenlab(
    [
      'run',
      ...files.map((file) => path.join(root, 'notebooks', file)),
      '--dataset',
      dataset,
      '--output',
      output,
      ...more,
    ],
    { LISTENLAB_DATA: path.join(folder, 'data') },
  );
  expect(result.code, result.stderr + result.stdout).toBe(0);
  return Promise.all(files.map(async (file) => saidIn(await readFile(path.join(output, file), 'utf8'))));
}

/** The Markdown output of an executed notebook's cells, without escapes. */
function saidIn(notebook: string): string {
  const { cells } = JSON.parse(notebook) as {
    cells: { outputs?: { data?: Record<string, string | string[]> }[] }[];
  };
  const texts = cells.flatMap(({ outputs = [] }) =>
    outputs.map(({ data }) => [data?.['text/markdown'] ?? []].flat()),
  );
  return texts
    .map((lines) => lines.join(''))
    .join('\n')
    .replaceAll('\\', '');
}

/** Four groups of listeners with forty made-up bands each. */
function unheardOf(): string[] {
  return Array.from({ length: 400 }, (_, user) =>
    Array.from({ length: 14 }, (_, i) => {
      const band = (user * 7 + i * i) % 40;
      return `visitor ${user}\tband ${user % 4}-${band}\t${1 + ((user * 31 + i * 17) % 200)}`;
    }),
  ).flat();
}

describe("tslab's own kernel", () => {
  it('runs the first four notebooks to completion, on data without their example artists', async () => {
    const [explore, train, similar, recommend] = await run(
      'tslab',
      unheardOf(),
      [1, 2, 3, 4],
      ['--kernel', 'tslab'],
    );
    expect(explore).toMatch(
      /Listeners have from \d+ to \d+ artists|Each of the 400 listeners has|the chart ends in a wall/,
    );
    expect(train).toContain('**c = 15 × plays**');
    for (const said of [train, similar, recommend]) {
      expect(said).toMatch(/- \*\*original recipe\*\*: 0\.\d{3} \(0\.\d{3} to 0\.\d{3}\)/);
      expect(said).toMatch(/- \*\*weighting log, alpha 1\*\*: 0\.\d{3} \(/);
    }
  });
});

describe('two listeners with one artist each', () => {
  it('are recognized as too little data in every notebook', async () => {
    const rows = ['ann\tlow\t50', 'bob\tmuse\t37'];
    const [explore, train, similar, recommend, evaluated, yours, tuned] = await run(
      'two-pairs',
      rows,
      [1, 2, 3, 4, 5, 6, 7],
      SMALL_SEARCH,
    );
    expect(explore).toContain(
      '**low** and **muse** tie: each is the first choice of 1 listener, more than any other artist.',
    );
    expect(explore).toContain('Each of the 2 listeners has 1 artist.');
    expect(explore).toContain('**listener 1** plays 1 artist; a list this short is shown only with');
    for (const said of [train, similar, recommend, yours]) {
      expect(said).toContain('The quality of the lists cannot be judged from these plays');
      expect(said).not.toMatch(/popularity\*? has an NDCG/);
    }
    expect(similar).toContain('Nearest to **low**: muse.');
    expect(evaluated).toContain('has fewer than 20 listeners with two artists or more');
    expect(tuned).toContain('has fewer than 20 listeners with six artists or more');
    for (const said of [evaluated, tuned]) expect(said).toContain('On the sample, not on two-pairs.tsv: ');
  });
});

describe('thirty listeners of a single artist', () => {
  it('let every notebook run to completion and report that there is nothing to compare', async () => {
    const rows = Array.from({ length: 30 }, (_, user) => `listener ${user}\tlow\t${1 + ((user * 7) % 50)}`);
    const [similar, yours] = await run('one-artist', rows, [3, 6]);
    expect(similar).toContain('There is no other artist to compare with **low**.');
    expect(yours).toContain('There is nothing left to recommend: every artist of the data is played.');
    for (const said of [similar, yours]) {
      expect(said).toContain('The quality of the lists cannot be judged from these plays');
    }
  });
});
