import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportMarkdown } from '#listenlab/notebook/export/markdown/markdown.js';
import type { Notebook } from '#listenlab/notebook/jupyter/nbformat.js';
import { ENGLISH } from '#listenlab/notebook/report/language/words.js';
import { readPictures } from '#listenlab/notebook/report/pictures.js';
import { withPicturesInside } from '#listenlab/notebook/report/pictures-inside.js';
import { renderNotebookPage } from '#listenlab/tuner/kernel/report.js';
import * as nb from './support/notebooks.js';

/** Two pictures of one pixel each, and a drawing. */
const RED =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';
const BLUE =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"><rect width="4" height="4"/></svg>';
const SVG_64 = Buffer.from(SVG).toString('base64');

describe('pictures beside a notebook', () => {
  let root: string;
  let folder: string;
  let elsewhere: string;

  beforeAll(async () => {
    root = await mkdtemp(path.join(os.tmpdir(), 'pictures-'));
    folder = path.join(root, 'notebooks');
    elsewhere = path.join(root, 'reports');
    for (const each of [path.join(folder, 'other'), path.join(folder, 'img'), elsewhere])
      await mkdir(each, { recursive: true });
    await writeFile(path.join(folder, 'img/the team.png'), Buffer.from(RED, 'base64'));
    await writeFile(path.join(folder, 'other/the team.png'), Buffer.from(BLUE, 'base64'));
    await writeFile(path.join(folder, 'drawn.svg'), SVG);
    await writeFile(path.join(folder, 'large.png'), Buffer.alloc(10 * 2 ** 20 + 1));
    await writeFile(path.join(root, 'secret.png'), Buffer.from(BLUE, 'base64'));
    await symlink(path.join(root, 'secret.png'), path.join(folder, 'linked.png'));
  });

  afterAll(() => rm(root, { recursive: true, force: true }));

  async function moved(notebook: Notebook): Promise<Notebook> {
    return withPicturesInside(notebook, await readPictures(notebook, folder, ENGLISH));
  }

  async function pageOf(notebook: Notebook): Promise<string> {
    const named = { name: 'moved', notebook, pictures: await readPictures(notebook, elsewhere, ENGLISH) };
    return renderNotebookPage(
      named,
      { title: 'Moved', generatedAt: new Date(0), facts: {} },
      { detail: 'full' },
    );
  }

  it('are inside its executed copy, from where they go into pages and exports', async () => {
    const notebook = nb.notebookOf(
      nb.markdown('# Pictures', '', '![one](img/the%20team.png "all") and ![two](<other/the team.png>)'),
      nb.markdown('![drawn][1], twice: ![drawn](drawn.svg)', '', '[1]: drawn.svg'),
      nb.code('showMarkdown(...)', [nb.display({ 'text/markdown': 'Here: ![three](img/the%20team.png)' })]),
    );
    const copy = await moved(notebook);
    const [first, second, third] = copy.cells;
    expect(first).toMatchObject({
      source: '# Pictures\n\n![one](attachment:the-team.png "all") and ![two](<attachment:the-team-2.png>)',
      attachments: { 'the-team.png': { 'image/png': RED }, 'the-team-2.png': { 'image/png': BLUE } },
    });
    expect(second).not.toHaveProperty('attachments');
    expect(second.source).toContain(`twice: ![drawn](data:image/svg+xml;base64,${SVG_64})`);
    expect(third).toMatchObject({
      outputs: [{ data: { 'text/markdown': `Here: ![three](data:image/png;base64,${RED})` } }],
    });

    const page = await pageOf(copy);
    const sources = Array.from(page.matchAll(/<img src="([^"]+)"/g), ([, source]) => source);
    const [red, blue] = [RED, BLUE].map((bytes) => `data:image/png;base64,${bytes}`);
    const svg = `data:image/svg+xml;base64,${SVG_64}`;
    expect(sources).toEqual([red, blue, svg, svg, red]);

    const { text, pictures } = exportMarkdown(copy, { name: 'moved.ipynb', folder: 'moved_files' });
    expect([...pictures.values()].map(String)).toEqual(
      [Buffer.from(RED, 'base64'), Buffer.from(BLUE, 'base64'), Buffer.from(SVG)].map(String),
    );
    expect(text).toContain('Here: ![three](moved_files/picture-1.png)');
    // Once more, there is nothing left to do.
    expect(await moved(copy)).toEqual(copy);
  });

  it('keep the attachments that a cell has, also one of the same name', async () => {
    const cell = {
      ...nb.markdown('![old](attachment:drawn.png) ![new](img/the%20team.png)'),
      attachments: { 'the-team.png': { 'image/png': BLUE } },
    };
    const [copied] = (await moved(nb.notebookOf(cell))).cells;
    expect(copied.source).toBe('![old](attachment:drawn.png) ![new](attachment:the-team-2.png)');
    expect(copied).toHaveProperty('attachments', {
      'the-team.png': { 'image/png': BLUE },
      'the-team-2.png': { 'image/png': RED },
    });
  });

  it('stay where they are outside of its folder, too large, or missing, and the page says why', async () => {
    const paths = ['../secret.png', 'linked.png', 'large.png', 'gone.png', 'https://example.org/x.png'];
    const notebook = nb.notebookOf(nb.markdown(...paths.map((file) => `![${file}](${file})`)));
    const copy = await moved(notebook);
    expect(copy).toEqual(notebook);
    const pictures = await readPictures(copy, folder, ENGLISH);
    expect(Object.fromEntries(pictures)).toEqual({
      '../secret.png': { missing: "../secret.png is not in the notebook's folder" },
      'linked.png': { missing: "linked.png is outside the notebook's folder" },
      'large.png': { missing: 'large.png has 10.0 MiB, and pictures in a report may have up to 10.0 MiB' },
      'gone.png': { missing: "there is no gone.png in the notebook's folder" },
    });
    expect(JSON.stringify(copy)).not.toContain(BLUE);
  });

  it('that Jupyter attached are shown, SVGs too, which it attaches as base64', async () => {
    const cell = {
      ...nb.markdown('![a](attachment:a.svg) ![b](attachment:b%20c.png)'),
      attachments: { 'a.svg': { 'image/svg+xml': SVG_64 }, 'b c.png': { 'image/png': RED } },
    };
    const page = await pageOf(nb.notebookOf(cell));
    expect(page).toContain(`<img src="data:image/svg+xml;base64,${SVG_64}" alt="a">`);
    expect(page).toContain(`<img src="data:image/png;base64,${RED}" alt="b">`);
  });
});
