import { describe, expect, it } from 'vitest';
import type { PlotlyFigure } from '#listenlab/data/charts/figure.js';
import { charts } from '#listenlab/index.js';
import { METRICS_TYPE } from '#listenlab/notebook/display/headline.js';
import { inLanguage } from '#listenlab/notebook/report/language/notebook.js';
import { translatorTo } from '#listenlab/notebook/report/language/sentences.js';
import { chooseWords, type ENGLISH } from '#listenlab/notebook/report/language/words.js';
import { renderReport } from '#listenlab/notebook/report/render-report.js';
import { CHART_WORDS } from '#listenlab/util/chart-words.js';
import { DESCRIPTION_WORDS } from '#listenlab/util/description-words.js';
import { fill } from '#listenlab/util/fill.js';
import { FINDING_WORDS } from '#listenlab/util/finding-words.js';
import { allCharts } from '../../data/charts/figures.js';
import * as nb from './support/notebooks.js';

const OURS = { ...CHART_WORDS, ...FINDING_WORDS, ...DESCRIPTION_WORDS };
const german = chooseWords({ language: 'de' }, undefined);
const plotly = 'application/vnd.plotly.v1+json';

function outputData(...data: Record<string, unknown>[]): Record<string, unknown>[] {
  const notebook = nb.notebookOf(
    nb.code(
      'x',
      data.map((each) => nb.display(each)),
    ),
  );
  const [{ notebook: translated }] = inLanguage([{ name: 'n', notebook }], german);
  return translated.cells.flatMap((cell) =>
    cell.cell_type === 'code' ? cell.outputs.map((output) => ('data' in output ? output.data : {})) : [],
  );
}

const drawn = (figure: unknown) =>
  outputData({ [plotly]: JSON.parse(JSON.stringify(figure)), 'image/svg+xml': '<svg/>' })[0];

const inGerman = (figure: unknown) => drawn(figure)[plotly] as PlotlyFigure;

/** All that a reader may see of a figure or find under the pointer. */
function textsOf(value: unknown, name = ''): string[] {
  if (typeof value === 'string')
    return /^(?:text|name|hovertext|hovertemplate|customdata|ticktext)$/.test(name) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    textsOf(inner, Array.isArray(value) ? name : key).filter(() => key !== 'template'),
  );
}

const wordsIn = (text: string) =>
  new Set(
    text
      .replace(/%\{[^}]*\}|<[^>]*>/g, ' ')
      .toLowerCase()
      .match(/\p{L}{3,}/gu) ?? [],
  );

describe('a report in another language than English', () => {
  it('has every sentence of charts and findings in its language, with what was filled in', () => {
    const translator = translatorTo(german)!;
    const given = {
      metric: 'NDCG@10',
      mean: '0.5',
      otherMean: '0.25',
      gender: 'nonbinary',
      group: 'Norway',
      groups: 'Norway, Peru',
      reason: 'so',
    };
    for (const [word, english] of Object.entries(OURS)) {
      const said = german[word as keyof typeof ENGLISH].split('|');
      for (const [form, sentence] of english.split('|').entries()) {
        const places = [...sentence.matchAll(/\{(\w+)\}/g)].map(([, place]) => place);
        const values = Object.fromEntries(
          places.map((place, i) => [
            place,
            given[place as keyof typeof given] ??
              (/^(one|other|best|artist|names|title|user|who|trial|setting|settings|evidence)$/.test(place)
                ? `some${i}`
                : '1,234'),
          ]),
        );
        const written = Object.entries(values).map(([place, value]) => [
          place,
          /^(mean|otherMean)$/.test(place) ? value.replace('.', ',') : value.replace('1,234', '1.234'),
        ]);
        const expected = fill(said[form] ?? said[0], Object.fromEntries(written));
        const got = translator.sentence(fill(sentence, values));
        // Where two sentences of ours say the same in English, either may be taken.
        const same = Object.values(OURS).filter((other) => other === english);
        if (same.length === 1) expect(got, word).toBe(expected);
      }
    }
  });

  it('has all charts without an English word of ours, and no picture that is drawn in English', () => {
    const ours = wordsIn(Object.values(OURS).join(' '));
    const names = 'artist metric alpha factors NDCG recall precision bold img src onerror script alert';
    const known = wordsIn(`${Object.values(german).join(' ')} ${names}`);
    for (const rows of [0, 1, 24]) {
      for (const [name, figure] of Object.entries(allCharts(rows))) {
        const data = drawn({ ...figure, layout: { ...figure.layout } });
        const said = textsOf(data[plotly]).join(' ').replaceAll('Last.fm sample (simulated)', '');
        expect(
          [...wordsIn(said)].filter((word) => ours.has(word) && !known.has(word)),
          `${name} of ${rows} rows`,
        ).toEqual([]);
        expect(data).not.toHaveProperty('image/svg+xml');
      }
    }
  });

  it('names groups of listeners that are ours on axes, with their sizes, and keeps those of the data', () => {
    const group = [
      'female',
      'few artists: 3 to 5',
      'many artists: 7',
      'Norway',
      'others (12 groups)',
      'not given',
    ];
    const figure = charts.metricByGroup({
      group,
      users: [1200, 2, 9, 3, 4, 5],
      mean: [0.1, 0.2, 0.2, 0.3, 0.4, 0.5],
    });
    expect((inGerman(figure).layout.yaxis as { ticktext: string[] }).ticktext).toEqual([
      'weiblich (n = 1.200)',
      'wenige Künstler: 3 bis 5 (n = 2)',
      'viele Künstler: 7 (n = 9)',
      'Norway (n = 3)',
      'andere (12 Gruppen) (n = 4)',
      'keine Angabe (n = 5)',
    ]);
  });

  it('names models of ours on axes and under the pointer, and keeps their numbers', () => {
    const { data, layout } = inGerman(
      charts.metricBars({
        model: ['popularity', 'settings found', 'item neighbours, bm25', 'Sofas popularity model'],
        label: ['NDCG@10', 'NDCG@10', 'NDCG@10', 'NDCG@10'],
        mean: [0.1, 0.3, 0.2, 0.25],
        low: [0.09, 0.29, 0.19, 0.24],
        high: [0.11, 0.31, 0.21, 0.26],
      }),
    );
    expect((layout.yaxis as { ticktext: string[] }).ticktext).toEqual([
      'gefundene Einstellungen',
      'Beliebtheit',
      'Künstler-Nachbarn, bm25',
      'Sofas popularity model',
    ]);
    expect(data[0].customdata).toContainEqual(['Beliebtheit', ', Intervall 0,090 bis 0,110']);
    expect((layout.annotations as { text: string }[]).map(({ text }) => text)).toContain('0,100');
    expect((layout.title as { subtitle: { text: string } }).subtitle.text).toBe(german.intervalsDrawn);
  });

  it("leaves authors' own titles, names and figures as they are", () => {
    const titles = ['Each number of factors', 'How well each model ranks the hidden plays', 'Loss'];
    for (const title of titles) {
      const { layout } = inGerman(charts.loss({ loss: [2, 1] }, { title, subtitle: 'by me; of artists' }));
      expect(layout.title).toEqual({ text: title, subtitle: { text: 'by me; of artists' } });
    }
    const own = {
      data: [
        { type: 'bar', x: ['female', 'popularity'], y: [1, 2], name: 'Plays', hovertemplate: '%{y} rows' },
      ],
      layout: { title: { text: 'Training loss' }, xaxis: { title: { text: 'Listeners' } } },
    };
    expect(inGerman(own)).toMatchObject(own);
    const artists = charts.topArtists({ artist: ['female', 'best', '1,234'], listeners: [3, 2, 1] });
    expect((inGerman(artists).layout.yaxis as { ticktext: string[] }).ticktext).toEqual([
      'female',
      'best',
      '1,234',
    ]);
    const prose = 'Recommendations are 2 times as good. Between popularity and me: 1,234 plays.';
    expect(outputData({ 'text/markdown': prose })[0]['text/markdown']).toBe(prose);
  });

  it('says findings and headline numbers in its language, on the cover too', () => {
    const comparison = { name: 'original recipe: 0.95 %, popularity', value: 0.5, difference: [1.7, 1.8] };
    const cells = [
      nb.markdown('# Wer hört was'),
      nb.code(
        'x',
        [
          nb.display({
            [METRICS_TYPE]: {
              'hits in 10': {
                value: 2.2,
                sentence: 'of 10 recommendations are among the plays hidden from the model',
                comparison,
                rank: 1,
              },
            },
          }),
          nb.display({
            'text/markdown':
              'With the settings found, recommendations are 4.6 times as good as with popularity.\n\n' +
              'NDCG@10 is 0.301 (0.293 to 0.309) against 0.061 (0.057 to 0.064), on hidden plays of 2,998 listeners.',
          }),
        ],
        ['finding-1'],
      ),
    ];
    const notebook = { ...nb.notebookOf(...cells), metadata: { language: 'de' } };
    const html = renderReport([{ name: 'n', notebook }], { generatedAt: new Date() });
    for (const text of [
      'Mit den gefundenen Einstellungen sind die Empfehlungen 4,6-mal so gut wie mit Beliebtheit',
      'NDCG@10 ist 0,301 (0,293 bis 0,309) gegenüber 0,061 (0,057 bis 0,064), gemessen am Verborgenen von 2.998 Hörern.',
      'von 10 Empfehlungen sind unter dem, was dem Modell verborgen war',
      'Original-Rezept: 0,95 %, Beliebtheit',
    ])
      expect(html, text).toContain(text);
    expect(html).toMatch(/<title>Mit den gefundenen/);
  });
});
