import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listNotebooks } from '#listenlab/notebook/lab/first-page/notebook-list.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'listenlab-list-'));
  await mkdir(path.join(folder, 'notebooks'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function write(name: string, cells: { cell_type: string; source: string; tags?: string[] }[]) {
  const whole = cells.map(({ tags, ...cell }) => ({
    ...cell,
    metadata: tags ? { tags } : {},
    ...(cell.cell_type === 'code' ? { outputs: [], execution_count: null } : {}),
  }));
  await writeFile(
    path.join(folder, name),
    JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: whole }),
  );
}

describe('the list of notebooks', () => {
  it('reads heading, first sentence and dataset, in numeric order', async () => {
    await write('notebooks/10-last.ipynb', [{ cell_type: 'markdown', source: '# Last' }]);
    await write('notebooks/2-next.ipynb', [
      {
        cell_type: 'markdown',
        source: '# *Next* one\n\n- a list\n\nSee [the docs](http://x.org), version 1.5 first. Then more.',
      },
      { cell_type: 'code', source: "let dataset = 'lastfm-2k'; // or another", tags: ['parameters'] },
    ]);
    await write('bare.ipynb', [{ cell_type: 'code', source: '1' }]);
    await writeFile(path.join(folder, 'broken.ipynb'), '{');
    expect(await listNotebooks(folder)).toEqual([
      { path: 'bare.ipynb', title: 'bare', sentence: '', dataset: undefined },
      {
        path: 'notebooks/2-next.ipynb',
        title: 'Next one',
        sentence: 'See the docs, version 1.5 first.',
        dataset: 'lastfm-2k',
      },
      { path: 'notebooks/10-last.ipynb', title: 'Last', sentence: '', dataset: undefined },
    ]);
  });

  it('describes a notebook with its own words, and names its dataset where that can be chosen', async () => {
    const nbformat = { nbformat: 4, nbformat_minor: 5 };
    const source = "let dataset = process.env.LISTENLAB_DATASET ?? 'sample'; // or a name";
    const cell = {
      cell_type: 'code',
      source,
      metadata: { tags: ['parameters'] },
      outputs: [],
      execution_count: null,
    };
    const metadata = { listenlab: { answers: 'What is played?' } };
    const chosen = path.join(folder, 'chosen');
    await mkdir(chosen);
    await writeFile(path.join(chosen, 'a.ipynb'), JSON.stringify({ ...nbformat, metadata, cells: [cell] }));
    expect(await listNotebooks(chosen, {})).toMatchObject([
      { sentence: 'What is played?', dataset: 'sample' },
    ]);
    const environment = { LISTENLAB_DATASET: '/my/plays.tsv' };
    expect(await listNotebooks(chosen, environment)).toMatchObject([{ dataset: '/my/plays.tsv' }]);
  });

  it('is empty for a folder without notebooks', async () => {
    expect(await listNotebooks(path.join(folder, 'nothing'))).toEqual([]);
  });
});
