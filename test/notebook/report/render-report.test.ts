import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Notebook } from '#listenlab/notebook/jupyter/nbformat.js';
import { inlineScript } from '#listenlab/notebook/report/html-document.js';
import { type NamedNotebook, outlineOf } from '#listenlab/notebook/report/outline.js';
import { renderReport, writeReport } from '#listenlab/notebook/report/render-report.js';
import { code, exploreNotebook, failedNotebook, markdown, notebookOf, stream } from './support/notebooks.js';

const HEADER = { title: 'A report', generatedAt: new Date(Date.UTC(2026, 10, 22, 14, 3)) };
const render = (...notebooks: NamedNotebook[]) => renderReport(notebooks, HEADER);
const named = (name: string, notebook: Notebook) => ({ name, notebook });

describe('renderReport', () => {
  it('shows title, date, dataset and versions', () => {
    const dataset = { title: 'Last.fm sample', simulated: true };
    const html = renderReport([], {
      ...HEADER,
      subtitle: 'Step by step',
      author: 'Ana <b>',
      dataset,
      facts: { listenlab: '0.1.0' },
    });
    expect(html).toContain('<title>A report</title>');
    expect(html).toContain('<h1>A report</h1>');
    expect(html).toContain('<p class="lead">Step by step</p>');
    expect(html).toContain('<strong>Simulated data.</strong>');
    expect(html).toContain('<dt>Author</dt><dd>Ana &lt;b&gt;</dd>');
    expect(html).toContain('<dt>Dataset</dt><dd>Last.fm sample</dd>');
    expect(html).toContain('<time datetime="2026-11-22T14:03:00.000Z">22 November 2026 at 14:03 UTC</time>');
    expect(html).toContain('<dt>listenlab</dt><dd>0.1.0</dd>');
    expect(renderReport([], { ...HEADER, dataset: { ...dataset, simulated: false } })).not.toContain(
      'Simulated data',
    );
  });

  it('contains plotly.js once if there are figures, and not at all otherwise', () => {
    const count = (html: string) => html.split('plotly.js v').length - 1;
    const figures = named('01-explore', exploreNotebook());
    expect(count(render(figures, { ...figures, name: 'again' }))).toBe(1);
    const without = render(named('plain', failedNotebook()));
    expect(count(without)).toBe(0);
    expect(without.length).toBeLessThan(60_000);
  });

  it('allows exactly the scripts it contains', () => {
    const html = render(named('01-explore', exploreNotebook()));
    const scripts = [...html.matchAll(/<script>(.*?)<\/script>/gs)].map(([, text]) => text);
    const hashes = scripts.map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`);
    expect(scripts).toHaveLength(4);
    expect(html).toContain(`script-src ${hashes.join(' ')};`);
  });

  it('folds code under its first line and keeps settings visible', () => {
    const html = render(
      named('n', notebookOf(code('const a = 1 < 2;\nlet b;'), code('const alpha = 15;', [], ['parameters']))),
    );
    expect(html).toMatch(
      /<details class="code"><summary>.*<code class="first-line">const a = 1 &lt; 2;<\/code>/,
    );
    expect(html).toMatch(
      /<p class="settings-title">Settings<\/p><div class="code-frame"><pre class="code-block"[^>]*><code>.*alpha/,
    );
    const opening = code("import {\n  head,\n} from 'listenlab';");
    expect(render(named('n', notebookOf(opening)))).toContain(
      '>import { head, } from &#39;listenlab&#39;;</code>',
    );
    const injected = code('const alpha = 1;', [], ['injected-parameters']);
    expect(render(named('n', notebookOf(injected)))).toContain('Settings of this run');
  });

  it('says at the top that a cell failed, with a link to the error', () => {
    const html = render(named('a', exploreNotebook()), named('b', failedNotebook()));
    expect(html).toContain('<strong>Cells that failed: 1.</strong>');
    const id = /<a href="#(output[^"]*)">Show the error/.exec(html)?.[1];
    expect(html).toContain(`<div class="error" id="${id}"`);
  });

  it('does not count the error of a cell that may fail', () => {
    const failed = failedNotebook();
    const allowed = failed.cells.map((cell) => ({ ...cell, metadata: { tags: ['raises-exception'] } }));
    const html = render(named('b', { ...failed, cells: allowed }));
    expect(html).toContain('<div class="error"');
    expect(html).not.toContain('failed.</strong>');
  });

  it('leads a link to a notebook of another folder to its place in the page', () => {
    const there = { ...named('params', notebookOf(markdown('# Params'))), folder: '/n' };
    const text = '[there](../params.ipynb#Params) and [elsewhere](../../params.ipynb#Params)';
    const here = { ...named('here', notebookOf(markdown(text))), folder: '/n/sub dir' };
    const html = render(there, here);
    expect(html).toContain('<a href="#params">there</a>');
    expect(html).toContain('<a href="../../params.ipynb#Params">elsewhere</a>');
  });

  it('leaves out cells without output', () => {
    const raw = { cell_type: 'raw' as const, id: 'r', metadata: {}, source: 'for no reader' };
    const html = render(named('n', notebookOf(raw, code('  ', []), code('', [stream('seen')]))));
    expect(html).not.toContain('for no reader');
    expect(html.match(/<div class="cell"/g)).toHaveLength(1);
  });

  it('reads notebooks whose text is split into lines', () => {
    const cells = [{ cell_type: 'markdown', metadata: {}, source: ['# A\n', 'b'] }];
    const html = render(
      named('n', JSON.parse(JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 2 }))),
    );
    expect(html).toMatch(/<h2 id="a">A<a [^>]*><\/a><\/h2>/);
  });

  it('refuses what is not a notebook', () => {
    const old = { cells: [], metadata: {}, nbformat: 3, nbformat_minor: 0 } as unknown as Notebook;
    expect(() => render(named('old', old))).toThrow('old is of nbformat 3; expected nbformat 4');
  });

  it('never puts a script tag into a script', () => {
    expect(() => inlineScript('"</script>"')).toThrow('a script inside the report contains a script tag');
  });
});

describe('the outline', () => {
  const texts = [
    notebookOf(
      markdown(
        '# Data',
        '',
        'See [there](#the-data), [B](b.ipynb#The-data), [A](./a.ipynb), [?](c.ipynb).',
        '',
        '## The data',
      ),
    ),
    notebookOf(
      markdown('Prose first.'),
      markdown('## The data', '', '[mine](#The-data)', '', '### `code` & <b>', '', '#### deep'),
    ),
  ];
  const html = render(named('a', texts[0]), named('b.ipynb', texts[1]));

  it('takes the title of a notebook from its first heading, or else its name', () => {
    const [a, b] = outlineOf([named('a', texts[0]), named('b.ipynb', texts[1])]);
    expect([a.id, a.titleHtml, a.titled]).toEqual(['data', 'Data', true]);
    expect([b.id, b.titleHtml, b.titled]).toEqual(['b', 'b', false]);
    expect(b.headings.map(({ id, depth, html }) => [id, depth, html])).toEqual([
      ['the-data-2', 2, 'The data'],
      ['code-b', 3, 'code &amp; &lt;b&gt;'],
      ['deep', 4, 'deep'],
    ]);
  });

  it('gives every element a unique id, and every entry a target', () => {
    const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const contents = /<nav class="contents".*?<\/nav>/s.exec(html)?.[0] ?? '';
    const entries = [...contents.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id);
    expect(entries).toEqual(['data', 'the-data', 'b', 'the-data-2', 'code-b']);
    for (const id of entries) expect(ids).toContain(id);
  });

  it('links to each heading and each cell, even in notebooks without cell ids', () => {
    const links = [...html.matchAll(/<a class="permalink" href="#([^"]*)"/g)].map(([, id]) => id);
    expect(links).toEqual(['data', 'the-data', 'b', 'cell_b-cell-1', 'the-data-2', 'code-b', 'deep']);
    const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    for (const id of links) expect(ids).toContain(id);
  });

  it('keeps the link to a cell when another is inserted before it', () => {
    const cell = { ...code('1'), id: 'the_one' };
    const link = /href="#(cell_[^"]*)"/;
    expect(link.exec(render(named('n', notebookOf(cell))))?.[1]).toBe('cell_n-the-one');
    expect(render(named('n', notebookOf({ ...code('0'), id: 'new' }, cell)))).toContain(
      '<div class="cell full-only" id="cell_n-the-one">',
    );
    expect(render(named('n', notebookOf(cell)), named('n', notebookOf(cell)))).toContain(
      'id="cell_n-the-one-2"',
    );
  });

  it('rewrites links between notebooks to their place in the page', () => {
    expect(html).toContain('<a href="#the-data">there</a>');
    expect(html).toContain('<a href="#the-data-2">B</a>');
    expect(html).toContain('<a href="#data">A</a>');
    expect(html).toContain('<a href="c.ipynb">?</a>');
    expect(html).toContain('<a href="#the-data-2">mine</a>');
  });
});

describe('links between headings', () => {
  const show = (text: string) =>
    code('x', [{ output_type: 'display_data', data: { 'text/markdown': text }, metadata: {} }]);
  const html = render(
    named(
      'a',
      notebookOf(
        markdown('# Top', '[one](#Results) [two](#Results-2) [shown](#My-&-data)'),
        markdown('## Results 2', '## Results'),
        show('## My & data\n[back](#Results)'),
      ),
    ),
    named('b', notebookOf(markdown('# Results', '[own](#Results)'))),
  );

  it('leads to the heading with exactly this text', () => {
    expect(html).toContain('<a href="#results">one</a> <a href="#results-2">two</a>');
    expect(html).toMatch(/id="results-2">Results 2</);
    expect(html).toMatch(/id="results">Results</);
    expect(html).toContain('<a href="#results-3">own</a>');
  });

  it('leads to the text of a heading with tags in it, and names it by that text', () => {
    const water = render(
      named('a', notebookOf(markdown('# Top', '## H<sub>2</sub>O <x>', '[there](#H2O-<x>)'))),
    );
    expect(water).toContain('<li class="depth-2"><a href="#h2o-x">H2O &lt;x&gt;</a></li>');
    expect(water).toContain('<a href="#h2o-x">there</a>');
  });

  it('leads to and from Markdown output', () => {
    expect(html).toContain('<a href="#my-data">shown</a>');
    expect(html).toContain('<h3 id="my-data">My &amp; data');
    expect(html).toContain('<a href="#results">back</a>');
  });
});

describe('writeReport', () => {
  it("embeds the pictures in the notebook's folder, and explains why others are missing", async () => {
    const top = await mkdtemp(path.join(os.tmpdir(), 'report-'));
    try {
      const folder = path.join(top, 'books');
      await mkdir(path.join(folder, 'img/a folder.png'), { recursive: true });
      const png = Buffer.from(
        'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
        'base64',
      );
      await writeFile(path.join(folder, 'img/my pic.png'), png);
      await writeFile(path.join(folder, 'drawn.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
      await writeFile(path.join(folder, 'words.png'), 'no picture');
      await writeFile(path.join(folder, 'large.png'), Buffer.concat([png, Buffer.alloc(10 * 2 ** 20)]));
      await writeFile(path.join(top, 'secret.png'), png);
      await symlink(path.join(top, 'secret.png'), path.join(folder, 'link.png'));
      const text = [
        '![a](img/my%20pic.png) ![b](<./img/my pic.png?v=1>) ![c](drawn.svg) ![d](words.png) ![e](large.png)',
        '![f](../secret.png) ![g](link.png) ![h](gone.png) ![i](img/a%20folder.png) ![j](/etc/hostname)',
      ];
      const shown = code('x', [
        { output_type: 'display_data', data: { 'text/markdown': '![k](drawn.svg)' }, metadata: {} },
      ]);
      const file = path.join(top, 'report.html');
      await writeReport(
        file,
        [{ name: 'a', notebook: notebookOf(markdown(...text), shown), folder }],
        HEADER,
      );
      const html = await readFile(file, 'utf8');
      const drawn = [...html.matchAll(/<img src="([^"]*)" alt="(\w)">/g)].map(([, source, alt]) => [
        alt,
        source,
      ]);
      const source = `data:image/png;base64,${png.toString('base64')}`;
      const svg = expect.stringMatching(/^data:image\/svg\+xml;base64,/);
      expect(drawn).toEqual([
        ['a', source],
        ['b', source],
        ['c', svg],
        ['k', svg],
      ]);
      const said = [...html.matchAll(/\[Not in this report: (.*?)\.\]/g)].map(([, words]) =>
        words.replaceAll('&#39;', "'"),
      );
      expect(said).toEqual([
        'd; words.png is not a PNG, JPEG, GIF, WebP or SVG picture',
        'e; large.png has 10.0 MiB, and pictures in a report may have up to 10.0 MiB',
        "f; ../secret.png is not in the notebook's folder",
        "g; link.png is outside the notebook's folder",
        "h; there is no gone.png in the notebook's folder",
        'i; img/a folder.png is not a PNG, JPEG, GIF, WebP or SVG picture',
        "j; /etc/hostname is not in the notebook's folder",
      ]);
    } finally {
      await rm(top, { recursive: true });
    }
  });

  it('writes the page, and nothing if rendering fails', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'report-'));
    try {
      const file = path.join(folder, 'deep/report.html');
      await writeReport(file, [named('a', failedNotebook())], HEADER);
      expect(await readFile(file, 'utf8')).toBe(render(named('a', failedNotebook())));
      const broken = { nbformat: 4 } as unknown as Notebook;
      await expect(writeReport(file, [named('broken', broken)], HEADER)).rejects.toThrow(
        'broken is not a notebook: it has no array of cells',
      );
      expect(await readdir(path.dirname(file))).toEqual(['report.html']);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
