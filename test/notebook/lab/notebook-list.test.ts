import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
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
    const { notebooks, unreadable } = await listNotebooks(folder);
    expect(unreadable).toEqual([expect.stringMatching(/^broken\.ipynb is cut off; expected a complete/)]);
    expect(notebooks).toEqual([
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
    expect((await listNotebooks(chosen, {})).notebooks).toMatchObject([
      { sentence: 'What is played?', dataset: 'sample' },
    ]);
    const environment = { LISTENLAB_DATASET: '/my/plays.tsv' };
    expect((await listNotebooks(chosen, environment)).notebooks).toMatchObject([
      { dataset: '/my/plays.tsv' },
    ]);
  });

  it('is empty for a folder without notebooks', async () => {
    const nothing = { notebooks: [], unreadable: [], isCut: false };
    expect(await listNotebooks(path.join(folder, 'nothing'))).toEqual(nothing);
  });

  it('reaches into folders, but not into those of packages, hidden ones, and those of executed copies', async () => {
    const deep = path.join(folder, 'deep');
    const text = (metadata: object) =>
      JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata, cells: [] });
    const mark = { listenlab: { executedFor: '../r.html', executedFrom: '../../a.ipynb' } };
    const python = { kernelspec: { name: 'python3' } };
    const files: Record<string, object> = {
      'UPPER.IPYNB': {},
      'b.ipynb': python,
      // Somebody's own, though a run made it.
      'copy.ipynb': mark,
      'notebooks/c.ipynb': {},
      'a sub folder/d.ipynb': {},
      'a sub folder/deeper/e.ipynb': {},
      'reports/r/a.ipynb': mark,
      'node_modules/x/f.ipynb': {},
      '.hidden/g.ipynb': {},
    };
    for (const [name, metadata] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(deep, name)), { recursive: true });
      await writeFile(path.join(deep, name), text(metadata));
    }
    await symlink('..', path.join(deep, 'notebooks/round'));
    const { notebooks, unreadable, isCut } = await listNotebooks(deep);
    expect(notebooks.map((each) => each.path)).toEqual([
      'b.ipynb',
      'copy.ipynb',
      'UPPER.IPYNB',
      'notebooks/c.ipynb',
      'a sub folder/d.ipynb',
      'a sub folder/deeper/e.ipynb',
    ]);
    expect(notebooks.map(({ language }) => language).filter(Boolean)).toEqual(['python']);
    expect({ unreadable, isCut }).toEqual({ unreadable: [], isCut: false });
  });

  it('says that there is more than it lists', async () => {
    const many = path.join(folder, 'many');
    await mkdir(many);
    const text = JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [] });
    for (let i = 0; i < 201; i++) await writeFile(path.join(many, `${i}.ipynb`), text);
    const { notebooks, isCut } = await listNotebooks(many);
    expect({ count: notebooks.length, isCut }).toEqual({ count: 200, isCut: true });
  });
});
