import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ListedReport, renderIndex, writeIndex } from '#listenlab/notebook/report/report-index.js';
import { type ReportSummary, readSummary, summaryElements } from '#listenlab/notebook/report/summary.js';
import { writeReportOn } from './support/dated-report.js';

const HOSTILE = `</script><script>window.pwned=1</script><img src=x onerror="window.pwned=1">"'&lt;`;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'reports-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const indexHtml = () => readFile(path.join(folder, 'index.html'), 'utf8');

/** The cells of the table as text, row by row. */
async function rows(): Promise<string[][]> {
  const table = /<table>.*<\/table>/s.exec(await indexHtml())?.[0] ?? '';
  return [...table.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row]) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell]) => cell.replace(/<[^>]*>/g, '|')),
  );
}

const summary = (more: Partial<ReportSummary> = {}): ReportSummary => ({
  title: 'T',
  generatedAt: new Date(0),
  notebooks: [],
  failures: 0,
  headline: [],
  settings: new Map(),
  metrics: new Map(),
  ...more,
});

describe('report metadata', () => {
  it('is read back as written', () => {
    const written = summary({
      title: HOSTILE,
      author: 'A',
      dataset: { title: 'D', simulated: true },
      notebooks: ['01-explore', HOSTILE],
      failures: 2,
      headline: ['2.1 of ten <b>', HOSTILE],
      settings: new Map([
        ['alpha', '15'],
        ['__proto__', HOSTILE],
        ['constructor', 'x'],
      ]),
      metrics: new Map([
        ['NDCG@10', 0.25],
        ['loss', -1e-9],
      ]),
    });
    const html = summaryElements(written);
    expect(readSummary(html)).toEqual(written);
    expect(html.match(/<\/?script/g)).toHaveLength(2);
  });

  it.each([
    ['nothing', ''],
    ['broken JSON', '{"version":1,'],
    ['another version', JSON.stringify({ ...summary(), version: 2 })],
    ['no title', '{"version":1,"generatedAt":"2026-11-01"}'],
    ['a title that is no text', '{"version":1,"title":{},"generatedAt":"2026-11-01"}'],
    ['no date', '{"version":1,"title":"T","generatedAt":"yesterday"}'],
    ['a list', '[1]'],
    ['null', 'null'],
  ])('is not read from %s', (_, json) => {
    const empty = summaryElements(summary());
    expect(readSummary(empty.replace(/\{.*\}/, () => json))).toBeUndefined();
  });

  it('is checked value by value, and truncated where it is long', () => {
    const json = JSON.stringify({
      version: 1,
      title: 'x'.repeat(100_000),
      author: 5,
      generatedAt: '2026-11-01',
      dataset: ['no'],
      failures: '<b>',
      settings: { a: 1, b: 'text', c: null },
      metrics: Object.fromEntries(Array.from({ length: 1000 }, (__, i) => [`m${i}`, i % 2 ? i : 'x'])),
    });
    const read = readSummary(summaryElements(summary()).replace(/\{.*\}/, () => json));
    expect(read).toMatchObject({ failures: 0, settings: new Map([['b', 'text']]) });
    expect([read?.title.length, read?.author, read?.dataset, read?.metrics.size]).toEqual([
      200,
      undefined,
      undefined,
      100,
    ]);
  });

  it('is truncated between characters, not within one', () => {
    const read = readSummary(summaryElements(summary({ title: '🎵'.repeat(1000) })));
    expect(read?.title).toBe(`${'🎵'.repeat(199)}…`);
  });

  it('never makes reading fail, whatever the JSON contains', () => {
    const empty = summaryElements(summary());
    fc.assert(
      fc.property(fc.json(), (json) => {
        const read = readSummary(empty.replace(/\{.*\}/, () => json.replaceAll('<', '\\u003c')));
        expect(read === undefined || typeof read.title === 'string').toBe(true);
      }),
    );
  });
});

describe('the index of a folder', () => {
  it('compares the reports, newest first: metrics, differing settings, and shared settings', async () => {
    await writeReportOn(folder, 'old.html', 1, '15', { 'NDCG@10': 0.027 });
    await writeReportOn(folder, 'new one.html', 3, '1', { 'NDCG@10': 0.244, recall: 12345 });
    await writeReportOn(folder, 'between.html', 2, '1', {});
    expect(await writeIndex(folder)).toEqual({ written: true, reports: 3, taken: false, unreadable: [] });
    const name = (file: string, day: number, first = '') =>
      `|${file}|${first}||${day} November 2026 at 00:00 UTC| · ${file}||${file}||n|`;
    expect(await rows()).toEqual([
      ['Report', 'Dataset', 'NDCG@10', 'recall', 'alpha'],
      [name('new one.html', 3), 'new one.html |simulated|', '0.244', '12,345', '1'],
      [name('between.html', 2), 'between.html |simulated|', '–', '–', '1'],
      [name('old.html', 1), 'old.html |simulated|', '0.027', '–', '15'],
    ]);
    expect(await indexHtml()).toContain('<a href="new%20one.html">');
    expect(await indexHtml()).toContain('<dt>seed</dt><dd>42</dd>');
  });

  it('shows the numbers and settings that most reports have in columns, and the others in one', async () => {
    const numbers = ['a', 'b', 'c', 'd', 'only'];
    const all = Object.fromEntries(numbers.map((name, i) => [name, i + 1]));
    const { only, ...most } = all;
    await writeReportOn(folder, 'x.html', 2, '1', all);
    await writeReportOn(folder, 'y.html', 1, '1', most);
    await writeIndex(folder);
    const [head, x, y] = await rows();
    expect(head).toEqual(['Report', 'Dataset', 'a', 'b', 'c', 'd', 'Other numbers']);
    expect([x.at(-1), y.at(-1)]).toEqual([`|only |${only}||`, '–']);
  });

  it('says of each report what its first number says, if it has one', async () => {
    const hits = { value: 2.1, sentence: 'of ten <are> hits', rank: 1 };
    await writeReportOn(folder, 'new.html', 2, '1', { hits, 'NDCG@10': 0.5 });
    // Reports of older versions have no sentences.
    await writeReportOn(folder, 'old.html', 1, '1', { 'NDCG@10': 0.25 });
    const old = await readFile(path.join(folder, 'old.html'), 'utf8');
    await writeFile(path.join(folder, 'old.html'), old.replace(/"headline":\[.*?\],/, ''));
    await writeIndex(folder);
    expect(await indexHtml()).toContain('<span class="said">2.1 of ten &lt;are&gt; hits</span>');
    const [head, ...reports] = await rows();
    expect(head).toEqual(['Report', 'Dataset', 'hits', 'NDCG@10']);
    expect(reports.map(([, , ...numbers]) => numbers)).toEqual([
      ['2.1', '0.50'],
      ['–', '0.25'],
    ]);
  });

  it('does not depend on the order of the reports, and can be rewritten', async () => {
    await writeReportOn(folder, 'a.html', 1, '1', {});
    await writeReportOn(folder, 'b.html', 1, '2', {});
    await writeIndex(folder);
    const first = await indexHtml();
    await writeIndex(folder);
    expect(await indexHtml()).toBe(first);
    expect((await readdir(folder)).sort()).toEqual(['a.html', 'b.html', 'index.html']);
    const listed: ListedReport[] = ['a', 'b', 'c'].map((file) => ({ file, summary: summary() }));
    expect(renderIndex([...listed].reverse())).toBe(renderIndex(listed));
    await rm(path.join(folder, 'b.html'));
    await writeIndex(folder);
    expect((await rows()).length).toBe(2);
  });

  it('is not made for one report, and never replaces a page that listenlab did not write', async () => {
    await writeReportOn(folder, 'a.html', 1, '1', {});
    expect(await writeIndex(folder)).toEqual({ written: false, reports: 1, taken: false, unreadable: [] });
    await writeReportOn(folder, 'b.html', 2, '1', {});
    await writeFile(path.join(folder, 'index.html'), 'mine');
    expect(await writeIndex(folder)).toEqual({ written: false, reports: 2, taken: true, unreadable: [] });
    expect(await indexHtml()).toBe('mine');
    await writeReportOn(folder, 'index.html', 3, '1', {});
    const before = await indexHtml();
    expect(await writeIndex(folder)).toEqual({ written: false, reports: 3, taken: true, unreadable: [] });
    expect(await indexHtml()).toBe(before);
  });

  it('uses nothing from other files, and lists reports that cannot be read', async () => {
    await writeReportOn(folder, 'a.html', 1, '1', {});
    await writeReportOn(folder, 'b.html', 2, '1', {});
    const whole = await readFile(path.join(folder, 'a.html'), 'utf8');
    await writeFile(path.join(folder, 'cut.html'), whole.slice(0, whole.indexOf('page_summary') + 20));
    await writeFile(
      path.join(folder, 'garbage.html'),
      Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 89) % 256)),
    );
    await writeFile(path.join(folder, 'empty.html'), '');
    await writeFile(path.join(folder, 'note.txt'), whole);
    await writeFile(path.join(folder, 'quoted.html'), `<p>${whole}`);
    await mkdir(path.join(folder, 'folder.html'));
    expect(await writeIndex(folder)).toEqual({
      written: true,
      reports: 2,
      taken: false,
      unreadable: ['cut.html'],
    });
    expect((await rows()).length).toBe(3);
  });
});
