import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { METRICS_TYPE } from '#listenlab/notebook/display/headline.js';
import { toMimeBundle } from '#listenlab/notebook/display/mime-bundle.js';
import type { Notebook } from '#listenlab/notebook/jupyter/nbformat.js';
import { chooseWords, ENGLISH } from '#listenlab/notebook/report/language/words.js';
import { renderReport } from '#listenlab/notebook/report/render-report.js';
import { packTable } from '#listenlab/notebook/table/node/pack-table.js';
import { TABLE_TYPE } from '#listenlab/notebook/table/packed-table.js';
import * as nb from './support/notebooks.js';

/** Cells of every kind, with outputs of every kind, in which nothing of its author's is English. */
function germanNotebook(): Notebook {
  const frame = nb.table({ Name: ['Käse'], Zahl: [3] });
  const numbers = nb.display(
    toMimeBundle([
      { a: 13_883, b: 841.5, share: 0.284, year: 2005 },
      { a: 1, b: 1.25, share: 0.1, year: 1999 },
    ])!,
  );
  const comparison = { name: 'Beliebtheit', value: 0.25, difference: [1, 2] };
  const cells = [
    nb.markdown(
      '# Wer hört was',
      '',
      '## Überblick',
      '',
      '![](fehlt.png) ![](https://example.org/a.png) ![](attachment:b.png)',
      '',
      '| a | b |',
      '|---|---|',
      '| 1 | 2 |',
      '',
      '```ts',
      'x',
      '```',
    ),
    nb.code('let alpha = 1500;', [], ['parameters']),
    nb.code('let alpha = 1;', [], ['injected-parameters']),
    nb.code('x', [
      nb.display({
        [METRICS_TYPE]: { Treffer: { value: 2.14, sentence: 'von zehn', interval: [2, 2.2], comparison } },
      }),
    ]),
    nb.code('x', [nb.display({ 'text/markdown': 'So ist es.\n\nDenn 3 > 2.' })], ['finding-1']),
    ...Array.from({ length: 5 }, (_, i) => nb.markdownTagged(['finding'], `Befund ${i}.`)),
    nb.code('x', [nb.figure({ data: [{ type: 'bar' }], layout: {} })]),
    nb.code('x', [
      nb.figure({
        data: [
          { type: 'bar', x: ['Muse', 'Kent'], y: [20_000, 1234], text: ['20,000', '1,234.5'] },
          { type: 'scatter', mode: 'text', x: [1, 2], y: [1, 2], text: ['10,000 Maniacs', '1.5'] },
        ],
        layout: { title: { text: 'Hörer' } },
      }),
    ]),
    nb.code('x', [frame, numbers]),
    nb.code('x', [
      nb.display({
        ...(frame as { data: object }).data,
        [TABLE_TYPE]: packTable(1, [{ name: 'Zahl' }] as never, { values: [[3]] } as never),
      }),
    ]),
    nb.code('x', [
      nb.stream(Array.from({ length: 1500 }, (_, i) => `${i}`).join('\n')),
      nb.stream('ä', 'stderr'),
    ]),
    nb.code('x', [nb.failure('', '', ['ß'])]),
    nb.code('x', [nb.display({ 'image/png': 'iVBORw0KGgo=' }), nb.display({ 'application/json': { a: 1 } })]),
    nb.code('x', [nb.result({ 'text/plain': 'ö' }), nb.display({ 'text/latex': '$x$' })]),
    nb.code('x', [nb.display({ 'application/x-panel': { bulk: 1 }, 'text/plain': 'ü' })]),
  ];
  return {
    ...nb.notebookOf(...cells.map((cell, i) => ({ ...cell, id: `z${i}` }))),
    metadata: { language: 'de' },
  };
}

const header = {
  author: 'Ada',
  dataset: { title: 'Proben', simulated: true, listeners: 3000, artists: 986, plays: 1713204 },
  generatedAt: new Date('2026-11-30T02:14:00Z'),
};

/** All that a reader may see or hear of a page: text, attributes, and what its scripts say. */
function saidIn(html: string): string {
  const words = /id="page_words">(.*?)<\/script>/s.exec(html)?.[1] ?? '{}';
  const body = html
    .slice(html.indexOf('<title>'))
    .replace(/<(script|style)\b.*?<\/\1>/gs, ' ')
    // Licences are quoted.
    .replace(/<footer>.*?<\/footer>/gs, (footer) => footer.replace(/<pre>.*?<\/pre>/gs, ''));
  const attributes = [...body.matchAll(/\s(?:aria-label|title|alt|placeholder|data-on-paper)="([^"]*)"/g)];
  const texts = [body.replace(/<[^>]*>/g, ' '), ...attributes.map(([, value]) => value)];
  return [...texts, ...Object.values(JSON.parse(words) as Record<string, string>)].join(' ');
}

const wordsIn = (text: string) => new Set(text.toLowerCase().match(/\p{L}{3,}/gu) ?? []);

/** All of the source but the tables of words themselves. */
function sourceText(): string {
  const folder = path.resolve(import.meta.dirname, '../../../src');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files
    .filter(
      (file) =>
        file.endsWith('.ts') &&
        !/(?:chart|figure|finding|panel|table)-words\.ts$|words-(?:english|german|german-charts)\.ts$/.test(
          file,
        ),
    )
    .map((file) => readFileSync(path.join(folder, file), 'utf8'))
    .join('\n');
}

describe('the language of a report', () => {
  const panel = {
    name: 'panel',
    type: 'application/x-panel',
    bulk: 'bulk',
    script: import.meta.filename,
    draws: false,
    heights: () => [],
    trains: false,
  };
  const german = renderReport([{ name: 'n', notebook: germanNotebook() }], header, { detail: 'full' }, [
    panel,
  ]);

  it('is that of its notebook: no English word of ours stands in a German one', () => {
    const germanWords = chooseWords({ language: 'de' }, undefined);
    const ours = wordsIn(Object.values(ENGLISH).join(' '));
    const alsoGerman = wordsIn(`${Object.values(germanWords).join(' ')} n`);
    const said = wordsIn(saidIn(german));
    expect([...said].filter((word) => ours.has(word) && !alsoGerman.has(word))).toEqual([]);
    // What was looked through has the report's words.
    for (const word of ['ergebnisse', 'inhalt', 'hörer', 'tabelle', 'zeilen', 'fehler', 'lizenzen'])
      expect(said, word).toContain(word);
  });

  it('names itself, and writes numbers and dates its way', () => {
    expect(german).toContain('<html lang="de"');
    for (const text of [
      '<dd>1.713.204</dd>',
      '<td>1.500</td>',
      '30. November 2026',
      '<strong>2,1</strong>',
      '8,6-mal so viel wie Beliebtheit (0,25)',
      '2,0 bis 2,2',
      'die ersten 1 von 18 Zeilen',
      '>13.883<',
      '>841,50<',
      '>28,4 %<',
      '>2005<',
      'Balkendiagramm: Hörer. 2 Balken; Werte: 1.234 bis 20.000, am meisten bei Muse.',
      '"text":["20.000","1.234,5"]',
      '"text":["10,000 Maniacs","1.5"]',
      ': 500 ...',
    ])
      expect(german, text).toContain(text);
  });

  it('has no word that nothing says, and all of them in German', () => {
    const source = sourceText();
    const isSaid = (word: string) =>
      new RegExp(`(?:words|WORDS)\\.${word}\\b|'${word}'|[{,] ${word}\\b[^:]`).test(source);
    // Those of settings and their values are found by their name; the notebooks name models.
    const ofSettings = /Hint$|Choice$|settingsFound$|theOriginalRecipe$/i;
    expect(Object.keys(ENGLISH).filter((word) => !ofSettings.test(word) && !isSaid(word))).toEqual([]);
    const german = chooseWords({ language: 'de' }, undefined);
    const places = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort();
    for (const [word, english] of Object.entries(ENGLISH)) {
      const said = german[word as keyof typeof ENGLISH];
      expect(said.trim(), word).not.toBe('');
      expect(places(said), word).toEqual(places(english));
    }
  });

  it('may be asked for, region and all, or brought along', () => {
    const notebooks = [{ name: 'n', notebook: nb.notebookOf(nb.markdown('x')) }];
    const swiss = renderReport(notebooks, header, { language: 'de-CH' });
    expect(swiss).toContain('<html lang="de-CH"');
    expect(swiss).toContain(`<dd>${(1713204).toLocaleString('de-CH')}</dd>`);
    const words = { ...ENGLISH, language: 'fr', contents: 'Sommaire <b>' };
    const french = renderReport(notebooks, header, { words });
    expect(french).toContain('<html lang="fr"');
    expect(french).toContain('aria-label="Sommaire &lt;b&gt;"');
    expect(renderReport(notebooks, header)).toContain('<html lang="en"');
  });

  it('is not one without words, and words are complete', () => {
    const render = (options: object) => () => renderReport([], header, options);
    expect(render({ language: 'fr' })).toThrow(
      'listenlab has no words for the language "fr", only for en and de',
    );
    const { findings, ...others } = ENGLISH;
    expect(render({ words: others })).toThrow(
      `the words of a report lack a text for "findings" (in English "${findings}")`,
    );
    expect(render({ words: { ...ENGLISH, findngs: 'x' } })).toThrow('the words of a report have no findngs');
    expect(render({ words: { ...ENGLISH, language: 'not a tag' } })).toThrow('expected a tag such as "de"');
    expect(render({ words: { ...ENGLISH, contents: 3 } })).toThrow(
      'the word "contents" of a report is 3; expected a text, in English "Contents"',
    );
    expect(render({ words: { ...ENGLISH, contents: ' ' } })).toThrow(
      `the word "contents" of a report is ' '`,
    );
    expect(render({ words: { ...ENGLISH, rowsFromTo: '{form} bis {to}' } })).toThrow(
      'the word "rowsFromTo" of a report has {form}, which nothing fills in; expected a text, in English "Rows',
    );
    expect(render({ words: { ...ENGLISH, toString: 'x' } })).toThrow(
      'the words of a report have no toString',
    );
    expect(render({ words: [] })).toThrow('expected an object with all the words of a report');
  });
});
