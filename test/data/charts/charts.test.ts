import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plotlyLabel, plotlyText } from '#listenlab/data/charts/figure.js';
import { charts, frame } from '#listenlab/index.js';
import { GROUP_COLOURS } from '#listenlab/util/chart-colours.js';
import { allCharts, HOSTILE } from './figures.js';
import { layoutText, type Trace, traces } from './traces.js';

const names = Object.keys(allCharts(1));

/** How many rows a trace shows. */
function pointsOf(name: string, trace: Trace): number {
  if (name === 'settingsParallel') return 1;
  // A bar for each of four things has a part for each row.
  if (name === 'hitsByPopularity') return (trace.x ?? []).length / 4;
  // Two dots and the line between them.
  if (name === 'popularityByGroup') return trace.mode === 'lines' ? 0 : (trace.x ?? []).length / 2;
  if (name === 'settingsHeatmap') return trace.z.flat().filter((value) => value !== null).length;
  // One more stands for the model that the others are compared with.
  if (name === 'modelDifferences') return (trace.x ?? []).length - 1;
  return (trace.x ?? trace.z).length;
}

describe.each([0, 1, 5, 40])('every chart of %i rows', (rows) => {
  const figures = allCharts(rows);

  it.each(names)('%s is standard JSON', (name) => {
    const figure = figures[name];
    expect(JSON.parse(JSON.stringify(figure))).toEqual(figure);
  });

  it.each(names)('%s draws one point per row, or says that there is nothing to show', (name) => {
    const { data, layout } = figures[name];
    // The labels of the map and of the heatmap repeat some of their points.
    const drawn = traces({ data, layout }).filter((trace) => !/text/.test(trace.mode ?? ''));
    const points = drawn.reduce((sum, trace) => sum + pointsOf(name, trace), 0);
    expect(points).toBe(rows);
    expect(JSON.stringify(layout).includes('nothing to show')).toBe(rows === 0);
  });
});

describe('chart style', () => {
  const figures = allCharts(5);

  it.each(names)(
    '%s has a title and titled axes, and leaves text and background colours to the page',
    (name) => {
      const { layout } = figures[name];
      const { template, ...own } = layout;
      expect(JSON.stringify(own)).not.toMatch(/"(paper_bgcolor|plot_bgcolor)"|"font":\{[^}]*"color"/);
      expect((template as { layout: object }).layout).toMatchObject({ paper_bgcolor: 'rgba(0,0,0,0)' });
      expect(layoutText(figures[name]).title).not.toBe('');
      const text = JSON.stringify(own);
      if (!['artistMap', 'countries', 'settingsParallel'].includes(name))
        expect(text).toMatch(/"xaxis":\{"title":\{"text":"\w/);
    },
  );

  it('is readable on white and on black without a page theme', () => {
    const template = allCharts(1).loss.layout.template as { layout: { font: { color: string } } };
    const grey = luminance(template.layout.font.color);
    expect(contrast(grey, luminance('#ffffff'))).toBeGreaterThan(4);
    expect(contrast(grey, luminance('#121212'))).toBeGreaterThan(4);
    for (const colour of GROUP_COLOURS) {
      expect(contrast(luminance(colour), luminance('#121212'))).toBeGreaterThan(3);
      expect(contrast(luminance(colour), luminance('#ffffff'))).toBeGreaterThan(3);
    }
  });

  it('renders the title and the subtitle as plain text', () => {
    const figure = charts.loss({ loss: [1] }, { title: 'a < b', subtitle: 'simulated & small' });
    expect(layoutText(figure)).toEqual({ title: 'a &#60; b', subtitle: 'simulated &#38; small' });
  });
});

/** Relative luminance and contrast as WCAG 2 defines them. */
function luminance(colour: string): number {
  const channels = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
  const linear = channels.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
}

function contrast(a: number, b: number): number {
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

describe('chart columns', () => {
  it('must all have the same length', () => {
    expect(() => charts.similarArtists({ artist: ['a', 'b', 'c'], similarity: [1, 0.5] })).toThrow(
      "the chart got 3 values in 'artist' and 2 in 'similarity'; pass columns of equal length",
    );
  });

  it('must include the columns that the chart shows', () => {
    expect(() => charts.topArtists({ artist: ['a'], listeners: [1] }, { by: 'plays' })).toThrow(
      "the chart needs a column 'plays'; expected columns artist, plays and found artist, listeners",
    );
    expect(() => charts.loss(undefined as never)).toThrow(
      'undefined was given; expected the data of a chart: rows, columns by their names, or a frame',
    );
    expect(() => charts.settingsCurves({ alpha: [1], mean: [1] }, { setting: 'factors' })).toThrow(
      "a chart of factors needs a column 'factors' or 'value'",
    );
  });

  const rowsOf = (columns: Record<string, ArrayLike<unknown>>) =>
    Array.from(Object.values(columns)[0], (_, row) =>
      Object.fromEntries(Object.entries(columns).map(([column, values]) => [column, values[row]])),
    );
  const [ofColumns, ofRows, ofFrames] = [allCharts(7), allCharts(7, rowsOf), allCharts(7, frame)];
  const [ofNoColumns, ofNoRows] = [allCharts(0), allCharts(0, rowsOf)];

  it.each(names)('may also be passed as rows or as a frame: %s', (name) => {
    expect(JSON.stringify(ofRows[name])).toBe(JSON.stringify(ofColumns[name]));
    expect(JSON.stringify(ofFrames[name])).toBe(JSON.stringify(ofColumns[name]));
    expect(JSON.stringify(ofNoRows[name])).toBe(JSON.stringify(ofNoColumns[name]));
  });

  it('may be typed arrays, and non-finite numbers become gaps', () => {
    const [trace] = traces(charts.loss({ loss: Float32Array.of(0.5, Number.NaN, -0) }));
    expect(trace.y).toEqual([0.5, null, 0]);
  });
});

describe('names in charts', () => {
  it('are literal text for Plotly, and different names stay different', () => {
    expect(plotlyText('<b>&amp; $x$ %{y}')).toBe('&#60;b&#62;&#38;amp; &#36;x&#36; %&#123;y}');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
        expect(plotlyText(a) === plotlyText(b)).toBe(a === b);
        expect(plotlyText(a)).not.toMatch(/[<>$]|%\{/);
      }),
    );
  });

  it('are truncated by whole characters before they are escaped', () => {
    expect(plotlyLabel('a'.repeat(42))).toBe('a'.repeat(42));
    expect(plotlyLabel('𝄞'.repeat(43))).toBe(`${'𝄞'.repeat(41)}…`);
    expect(plotlyLabel('<'.repeat(46))).toBe(`${'&#60;'.repeat(41)}…`);
  });

  it('get one bar each, even if two are equal', () => {
    const figure = charts.topArtists({ artist: ['311', '311', HOSTILE], listeners: [3, 2, 1] });
    expect(traces(figure)[0]).toMatchObject({ y: [0, 1, 2], x: [3, 2, 1] });
    expect(traces(figure)[0].customdata).toEqual(['311', '311', plotlyText(HOSTILE)]);
    expect(figure.layout.yaxis).toMatchObject({ tickvals: [0, 1, 2], range: [2.5, -0.5] });
  });

  it('are shortened for users only if they are hashes', () => {
    const none = { artist: [], score: [] };
    const hash = '00000c289a1829a808ac09c00daf10bc3c4e223b';
    expect(layoutText(charts.recommendations(none, { user: hash })).title).toBe('Recommended for 00000c28…');
    expect(layoutText(charts.recommendations(none, { user: '2' })).title).toBe('Recommended for 2');
  });
});
