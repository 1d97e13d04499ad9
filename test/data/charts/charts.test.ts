import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PlotlyFigure, plotlyLabel, plotlyText } from '#listenlab/data/charts/figure.js';
import { charts, frame } from '#listenlab/index.js';
import { GROUP_COLOURS, NEUTRAL_COLOUR } from '#listenlab/util/chart-colours.js';
import { allCharts, HOSTILE } from './figures.js';

const names = Object.keys(allCharts(1));

/** A trace as these tests read it. */
interface Trace {
  x: number[];
  y: number[];
  z: (number | null)[];
  text: string[];
  customdata: string[];
  width: number[];
  name: string;
  locations: string[];
  mode: string;
  marker: { color: string | string[]; symbol: string };
}

function traces({ data }: PlotlyFigure): Trace[] {
  return data as unknown as Trace[];
}

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

function layoutText(figure: PlotlyFigure): { title: string; subtitle?: string } {
  const title = figure.layout.title as { text: string; subtitle?: { text: string } };
  return { title: title.text, subtitle: title.subtitle?.text };
}

describe.each([0, 1, 5, 40])('every chart of %i rows', (rows) => {
  it.each(names)('%s is standard JSON', (name) => {
    const figure = allCharts(rows)[name];
    expect(JSON.parse(JSON.stringify(figure))).toEqual(figure);
  });

  it.each(names)('%s draws one point per row, or says that there is nothing to show', (name) => {
    const { data, layout } = allCharts(rows)[name];
    // The labels of the map and of the heatmap repeat some of their points.
    const drawn = traces({ data, layout }).filter((trace) => !/text/.test(trace.mode ?? ''));
    const points = drawn.reduce((sum, trace) => sum + pointsOf(name, trace), 0);
    expect(points).toBe(rows);
    expect(JSON.stringify(layout).includes('nothing to show')).toBe(rows === 0);
  });
});

describe('chart style', () => {
  it.each(names)(
    '%s has a title and titled axes, and leaves text and background colours to the page',
    (name) => {
      const { layout } = allCharts(5)[name];
      const { template, ...own } = layout;
      expect(JSON.stringify(own)).not.toMatch(/"(paper_bgcolor|plot_bgcolor)"|"font":\{[^}]*"color"/);
      expect((template as { layout: object }).layout).toMatchObject({ paper_bgcolor: 'rgba(0,0,0,0)' });
      expect(layoutText(allCharts(5)[name]).title).not.toBe('');
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

  it.each(names)('may also be passed as rows or as a frame: %s', (name) => {
    const rowsOf = (columns: Record<string, ArrayLike<unknown>>) =>
      Array.from(Object.values(columns)[0], (_, row) =>
        Object.fromEntries(Object.entries(columns).map(([column, values]) => [column, values[row]])),
      );
    const expected = JSON.stringify(allCharts(7)[name]);
    expect(JSON.stringify(allCharts(7, rowsOf)[name])).toBe(expected);
    expect(JSON.stringify(allCharts(7, frame)[name])).toBe(expected);
    expect(JSON.stringify(allCharts(0, rowsOf)[name])).toBe(JSON.stringify(allCharts(0)[name]));
  });

  it('may be typed arrays, and non-finite numbers become gaps', () => {
    const [trace] = traces(charts.loss({ loss: Float32Array.of(0.5, Number.NaN, -0) }));
    expect(trace.y).toEqual([0.5, null, 0]);
  });
});

describe('charts.metricBars', () => {
  it('draws one panel per metric, one bar per model and the interval from low to high', () => {
    const figure = charts.metricBars({
      model: ['ALS', 'popularity', 'popularity', 'ALS'],
      label: ['NDCG@10', 'NDCG@10', 'coverage', 'coverage'],
      mean: [0.25, 0.125, 0.5, 0.75],
      low: [0.125, 0.0625, Number.NaN, Number.NaN],
      high: [0.5, 0.25, Number.NaN, Number.NaN],
    });
    expect(figure.data).toMatchObject([
      {
        x: [0.25, 0.125],
        y: [0, 1],
        xaxis: 'x',
        error_x: { array: [0.25, 0.125], arrayminus: [0.125, 0.0625] },
      },
      { x: [0.5, 0.75], y: [1, 0], xaxis: 'x2', error_x: { array: [0, 0], arrayminus: [0, 0] } },
    ]);
    expect(figure.layout.yaxis).toMatchObject({ ticktext: ['ALS', 'popularity'] });
  });
});

describe('charts of groups of listeners', () => {
  const groups = { group: ['Norway', HOSTILE], users: [1200, 30], mean: [0.25, 0.125] };

  it('draw a dot for each with its interval and size, grey where nothing was shown, and a line at the mean of all', () => {
    const figure = charts.metricByGroup(
      { ...groups, low: [0.125, Number.NaN], high: [0.5, Number.NaN], verdict: ['higher', 'too few'] },
      { label: 'NDCG@10', overall: 0.2 },
    );
    const [trace] = traces(figure);
    expect(trace).toMatchObject({
      x: [0.25, 0.125],
      y: [0, 1],
      error_x: { array: [0.25, 0], arrayminus: [0.125, 0] },
    });
    const { color } = trace.marker as { color: string[] };
    expect(color[0]).not.toBe(color[1]);
    expect(figure.layout.shapes).toMatchObject([{ x0: 0.2, x1: 0.2 }]);
    const { ticktext } = figure.layout.yaxis as { ticktext: string[] };
    expect(ticktext[0]).toBe('Norway (n = 1,200)');
    expect(ticktext[1]).toMatch(/^&#60;\/script&#62;.*… \(n = 30\)$/);
  });

  it('draw what a group plays and what it is recommended in one row', () => {
    const [, played, recommended] = traces(
      charts.popularityByGroup({ ...groups, profilePopularity: [0.25, 0.5], listPopularity: [0.5, 0.75] }),
    );
    expect([played.x, recommended.x]).toEqual([
      [25, 50],
      [50, 75],
    ]);
    expect(played.y).toEqual(recommended.y);
  });

  it('draw the strata of artists as parts of bars, with the numbers that have room', () => {
    const drawn = traces(
      charts.hitsByPopularity({
        stratum: ['head', 'middle', 'tail'],
        artists: [0.01, 0.09, 0.9],
        known: [0.33, 0.33, 0.34],
        recommended: [0.8, 0.2, 0],
        hits: [0.9, 0.1, 0],
      }),
    );
    expect(drawn.map(({ name }) => name)).toEqual(['head', 'middle', 'tail']);
    expect(drawn[0]).toMatchObject({ x: [1, 33, 80, 90], text: ['', '33 %', '80 %', '90 %'] });
  });
});

describe('charts.modelDifferences', () => {
  const NO_DIFFERENCE = 'no difference that this data can show';
  const pairs = [
    { model: 'EASE', other: 'ALS', difference: 0.01, low: -0.01, high: 0.03, p: 1, verdict: NO_DIFFERENCE },
    { model: 'EASE', other: 'popularity', difference: 0.2, low: 0.1, high: 0.25, p: 0, verdict: 'better' },
    { model: 'ALS', other: 'popularity', difference: 0.19, low: 0.09, high: 0.24, p: 0, verdict: 'better' },
  ];

  it('draws how far the others are from the first model of the pairs, hollow where nothing was shown', () => {
    const figure = charts.modelDifferences(pairs, { metric: 'NDCG@10' });
    expect(figure.data).toMatchObject([
      { x: [0, -0.01, -0.2], y: [0, 1, 2], marker: { symbol: ['circle', 'circle-open', 'circle'] } },
    ]);
    const [{ error_x }] = figure.data as { error_x: Record<string, number[]> }[];
    const rounded = (values: number[]) => values.map((value) => Number(value.toFixed(12)));
    expect(rounded(error_x.array)).toEqual([0, 0.02, 0.1]);
    expect(rounded(error_x.arrayminus)).toEqual([0, 0.02, 0.05]);
    expect(figure.layout).toMatchObject({
      title: {
        text: 'How far models are from EASE',
        subtitle: { text: expect.stringMatching(/^lines are intervals; hollow: no difference shown$/) },
      },
      xaxis: { title: { text: 'Difference in NDCG@10' } },
      yaxis: { ticktext: ['EASE', 'ALS', 'popularity'] },
      annotations: [{ text: '−0.010' }, { text: '−0.200' }],
    });
  });

  it('compares with the model that is named, and leaves other pairs out', () => {
    const figure = charts.modelDifferences(pairs, { to: 'ALS' });
    expect(figure.data).toMatchObject([{ x: [0.01, 0, -0.19] }]);
    expect(figure.layout).toMatchObject({ annotations: [{ text: '+0.010' }, { text: '−0.190' }] });
    expect(() => charts.modelDifferences(pairs, { to: 'AlS' })).toThrow(
      "no pair has the model 'AlS'; did you mean 'ALS'? There are EASE, ALS, popularity",
    );
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

describe('charts.playsDistribution', () => {
  it('draws each bin from its start to its end', () => {
    const [trace] = traces(
      charts.playsDistribution({ from: [1, 2, 4], to: [2, 4, 8], rows: [120, 90, 310] }),
    );
    expect(trace.x.map((x, bin) => [x - trace.width[bin] / 2, x + trace.width[bin] / 2])).toEqual([
      [1, 2],
      [2, 4],
      [4, 8],
    ]);
    expect(trace.customdata).toEqual(['1 play', '2 to 3 plays', '4 to 7 plays']);
  });
});

describe('charts.listenersPerArtist', () => {
  it('ranks artists from the most listeners down', () => {
    const figure = charts.listenersPerArtist({ listeners: [1, 5, 2], artists: [10, 1, 3] });
    expect(traces(figure)[0]).toMatchObject({ x: [1, 4, 14], y: [5, 2, 1] });
    expect(layoutText(figure).subtitle).toBe(
      'the 4 most heard of 14 artists make up half of all listening pairs',
    );
  });

  it('states how many artists make up half of the pairs, as counted one by one', () => {
    const bin = fc.record({
      listeners: fc.integer({ min: 1, max: 50 }),
      artists: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(bin, { selector: (b) => b.listeners, minLength: 1, maxLength: 12 }),
        (bins) => {
          const each = bins.flatMap((b) => Array<number>(b.artists).fill(b.listeners)).sort((a, b) => b - a);
          const total = each.reduce((sum, listeners) => sum + listeners, 0);
          let sum = 0;
          const sums = each.map((listeners) => {
            sum += listeners;
            return sum;
          });
          const rank = sums.findIndex((reached) => reached >= total / 2) + 1;
          const figure = charts.listenersPerArtist({
            listeners: bins.map((b) => b.listeners),
            artists: bins.map((b) => b.artists),
          });
          const most = rank === 1 ? 'the most heard' : `the ${rank} most heard`;
          expect(layoutText(figure).subtitle).toContain(`${most} of ${each.length} artists make`);
        },
      ),
    );
  });
});

describe('charts.agesAndGenders', () => {
  const columns = {
    age: [30, null, 22, 22, 22],
    gender: ['m', null, 'f', null, 'm'],
    users: [3, 1222, 41, 5, 63],
  };

  it('draws one trace per gender, ordered by age, with unknown gender last', () => {
    const drawn = traces(charts.agesAndGenders(columns)).map(({ name, x, y }) => ({ name, x, y }));
    expect(drawn).toEqual([
      { name: 'female', x: [22], y: [41] },
      { name: 'male', x: [22, 30], y: [63, 3] },
      { name: 'not given', x: [22], y: [5] },
    ]);
  });

  it('states for how many listeners the age is unknown', () => {
    expect(layoutText(charts.agesAndGenders(columns, { subtitle: 'simulated' })).subtitle).toBe(
      'simulated; age unknown for 1,222 more listeners',
    );
  });
});

describe('charts.listenersByCountry', () => {
  it('colours by powers of ten and shows the original country names on hover', () => {
    const [trace] = traces(
      charts.listenersByCountry({ country: ['Libyan Arab Jamahiriya', 'Fiji'], users: [1000, 1] }),
    );
    expect(trace).toMatchObject({
      locations: ['Libya', 'Fiji'],
      text: ['Libyan Arab Jamahiriya', 'Fiji'],
      z: [3, 0],
      colorbar: { tickvals: [0, 1, 2, 3], ticktext: ['1', '10', '100', '1,000'] },
    });
  });
});

describe('charts.signupsByMonth', () => {
  it('counts months and days from the first of the month', () => {
    const [trace] = traces(charts.signupsByMonth({ month: ['2007-02', '2007-03-15'], users: [1, 2] }));
    expect(trace.x).toEqual(['2007-02-01', '2007-03-01']);
  });
});

describe('charts.similarArtists', () => {
  it('draws the queried artist in grey, at any position', () => {
    const columns = { artist: ['placebo', 'muse'], similarity: [1, 1] };
    const [trace] = traces(charts.similarArtists(columns, { of: 'muse' }));
    expect(trace.marker.color).toEqual([GROUP_COLOURS[0], NEUTRAL_COLOUR]);
    expect(layoutText(charts.similarArtists(columns)).title).toBe('Artists similar to placebo');
  });

  it('draws dots on an axis that begins near the lowest, with their values beside them', () => {
    const figure = charts.similarArtists({ artist: ['a', 'b', 'c'], similarity: [0.99, 0.95, 0.93] });
    expect(figure.data[0]).toMatchObject({ type: 'scatter', mode: 'markers', x: [0.99, 0.95, 0.93] });
    expect(figure.layout.annotations).toMatchObject([
      { text: '0.990' },
      { text: '0.950' },
      { text: '0.930' },
    ]);
    const [from, to] = (figure.layout.xaxis as { range: number[] }).range;
    expect(from).toBeGreaterThan(0.92);
    expect(from).toBeLessThan(0.93);
    expect(to).toBeGreaterThan(0.99);
  });
});

describe('charts.explanation', () => {
  it('leaves room for the labels of positive and negative bars', () => {
    const { layout } = charts.explanation({ artist: ['a', 'b'], contribution: [1, -1] });
    // Six characters, each 2.8 % of the width of the bars.
    expect((layout.xaxis as { range: number[] }).range.map((end) => end.toFixed(3))).toEqual([
      '-1.336',
      '1.336',
    ]);
  });

  it('draws negative contributions in grey and names the explained artist', () => {
    const columns = { artist: ['placebo', 'abba'], contribution: [0.5, -0.25] };
    const chart = charts.explanation(columns, { of: 'muse' });
    const [trace] = traces(chart);
    expect(trace).toMatchObject({ x: [0.5, -0.25], text: ['0.500', '-0.250'] });
    expect(trace.marker.color).toEqual([GROUP_COLOURS[0], NEUTRAL_COLOUR]);
    expect(layoutText(chart).title).toBe('What makes up the score of muse');
    expect(layoutText(charts.explanation(columns)).title).toBe('What makes up the score');
    expect(() => charts.explanation({ artist: ['a'], contribution: [1, 2] })).toThrow('contribution');
  });
});

describe('charts.settingsHeatmap', () => {
  it('shows the best result for each pair of alpha and factors', () => {
    const [trace] = traces(
      charts.settingsHeatmap({
        alpha: [15, 1, 1, 1],
        factors: [16, 16, 128, 16],
        mean: [0.1, 0.2, 0.3, 0.25],
      }),
    );
    // Sorted as numbers, not as text.
    expect(trace).toMatchObject({ x: ['1', '15'], y: ['16', '128'] });
    expect(trace.z).toEqual([
      [0.25, 0.1],
      [0.3, null],
    ]);
  });
});

describe('charts.settingsCurves', () => {
  it('draws one line per weighting, ordered by value, with the best of repeated values', () => {
    const figure = charts.settingsCurves({
      value: [40, 1, 1, 1],
      mean: [0.1, 0.2, 0.3, 0.25],
      weighting: ['log', 'log', 'binary', 'log'],
    });
    expect(traces(figure).map(({ name, x, y }) => ({ name, x, y }))).toEqual([
      { name: 'log', x: [1, 40], y: [0.25, 0.1] },
      { name: 'binary', x: [1], y: [0.3] },
    ]);
    expect(figure.layout.xaxis).toMatchObject({ type: 'log' });
    expect(charts.settingsCurves({ value: [1, 2], mean: [1, 2] }).layout.xaxis).not.toHaveProperty('type');
  });
});

describe('charts.byKnownPlays', () => {
  it('draws a line for each model along what is known, with intervals and the model at its end', () => {
    const figure = charts.byKnownPlays([
      { model: 'popularity', known: 1, mean: 0.1, low: 0.05, high: 0.2 },
      { model: 'ALS', known: 10, mean: 0.3, low: Number.NaN, high: Number.NaN },
      { model: 'ALS', known: 1, mean: 0.1, low: 0.08, high: 0.13 },
    ]);
    const [als, popularity] = traces(figure) as unknown as {
      name: string;
      x: number[];
      y: number[];
      error_y: { array: number[]; arrayminus: number[] };
    }[];
    expect([als.name, popularity.name]).toEqual(['ALS', 'popularity']);
    expect(als.y).toEqual([0.1, 0.3]);
    // Side by side, so that no interval covers another.
    expect(als.x.map(Math.round)).toEqual([1, 10]);
    expect(als.x[0]).not.toBe(popularity.x[0]);
    expect(als.error_y.array.map((up) => up.toFixed(3))).toEqual(['0.030', '0.000']);
    expect(popularity.error_y.arrayminus[0]).toBeCloseTo(0.05, 12);
    expect(figure.layout.xaxis).toMatchObject({ type: 'log', tickvals: [1, 10], ticktext: ['1', '10'] });
    expect(figure.layout.annotations).toMatchObject([{ text: 'ALS' }, { text: 'popularity' }]);
  });
});

describe('names at the ends of lines', () => {
  /** Where each name is drawn, from the top, in pixels of a plot of 290. */
  const places = (figure: PlotlyFigure) => {
    const { annotations, yaxis } = figure.layout as {
      annotations: { text: string; y: number; yshift: number }[];
      yaxis: { range: [number, number] };
    };
    const [bottom, top] = yaxis.range;
    return annotations.map(({ text, y, yshift }) => ({
      text,
      at: (290 * (top - y)) / (top - bottom) - yshift,
    }));
  };

  it('stand in the order of the lines, and cover no other', () => {
    const ends = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(ends, (heights) => {
        const rows = heights.flatMap((mean, at) => [
          { alpha: 1, mean: 0, weighting: `line ${at}` },
          { alpha: 2, mean, weighting: `line ${at}` },
        ]);
        const figure = charts.settingsCurves(rows);
        const placed = places(figure);
        const order = heights.map((mean, at) => ({ mean, at })).sort((a, b) => b.mean - a.mean);
        expect(placed.map(({ text }) => text)).toEqual(order.map(({ at }) => `line ${at}`));
        for (const [at, { at: y }] of placed.slice(1).entries()) {
          // Texts of 12 pixels; places are whole pixels.
          expect(y - placed[at].at).toBeGreaterThanOrEqual(14);
        }
        expect(figure.layout.showlegend).toBe(false);
      }),
    );
  });

  it('give way to a legend when there are more lines than colours', () => {
    const rows = Array.from({ length: 7 }, (_, at) => ({ alpha: 1, mean: at, weighting: `line ${at}` }));
    const figure = charts.settingsCurves(rows);
    expect(figure.layout.showlegend).toBe(true);
    const lines = figure.data as { line: { color: string; dash: string } }[];
    expect(new Set(lines.map(({ line }) => `${line.color} ${line.dash}`)).size).toBe(7);
  });
});

describe('charts.metricAgainstTime', () => {
  it('marks the trials that no other trial beats, as pairwise comparison does', () => {
    const trial = fc.record({
      seconds: fc.integer({ min: 1, max: 9 }),
      mean: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(fc.array(trial, { minLength: 1, maxLength: 20 }), (trials) => {
        const beaten = (a: (typeof trials)[number]) =>
          trials.some(
            (b) => b.seconds <= a.seconds && b.mean >= a.mean && (b.seconds < a.seconds || b.mean > a.mean),
          );
        const expected = trials
          .filter((each) => !beaten(each))
          .map(({ seconds, mean }) => `${seconds} ${mean}`);
        const figure = charts.metricAgainstTime({
          seconds: trials.map(({ seconds }) => seconds),
          mean: trials.map(({ mean }) => mean),
        });
        const front = traces(figure).at(-1) as Trace;
        const marked = front.x.map((x, i) => `${x} ${front.y[i]}`);
        expect(marked.sort()).toEqual([...new Set(expected)].sort());
      }),
    );
  });
});

describe('charts.settingsParallel', () => {
  it('draws the best trial last, on top, and spaces few numbers evenly', () => {
    const figure = charts.settingsParallel({
      factors: [16, 256, 64],
      weighting: ['log', 'linear', 'log'],
      mean: [0.25, 0.5, 0],
    });
    expect(traces(figure).map(({ y }) => y)).toEqual([
      [0.5, 1, 0],
      [0, 1, 0.5],
      [1, 0, 1],
    ]);
  });

  it('leaves out settings that never vary and results other than the metric', () => {
    const figure = charts.settingsParallel({
      factors: [16, 64],
      weighting: ['log', 'log'],
      seconds: [1, 2],
      mean: [0.25, 0.5],
    });
    expect(traces(figure).map(({ y }) => y)).toEqual([
      [0, 0],
      [1, 1],
    ]);
  });

  it('requires at least one setting', () => {
    expect(() => charts.settingsParallel({ mean: [1] })).toThrow(
      'a chart of settings got only the column mean; expected at least one setting beside it',
    );
  });
});

describe('charts.artistMap', () => {
  const columns = {
    artist: ['small', 'large', 'near large', 'alone'],
    x: [0, 1, 1, 0.5],
    y: [0, 1, 1, 0.2],
    cluster: ['pop', 'rock', 'rock', 'pop'],
    listeners: [1, 100, 50, 2],
  };

  it("draws one trace per cluster, the largest artist's first, with labels that do not overlap", () => {
    const drawn = traces(charts.artistMap(columns));
    expect(drawn.map(({ name }) => name)).toEqual(['rock', 'pop', undefined]);
    expect(drawn[0]).toMatchObject({ text: ['large', 'near large'], customdata: [100, 50] });
    expect(drawn[2].text).toEqual(['large', 'alone', 'small']);
  });

  it('labels a numbered cluster with its best-known artists', () => {
    const numbered = charts.artistMap({ ...columns, cluster: [1, 0, 0, 0] });
    expect(traces(numbered).map(({ name }) => name)).toEqual(['large, near large …', 'small', undefined]);
  });

  it('distinguishes twelve clusters by colour and shape', () => {
    const drawn = traces(allCharts(40).artistMap).filter(({ name }) => name);
    expect(new Set(drawn.map(({ marker }) => `${marker.color} ${marker.symbol}`)).size).toBe(12);
  });
});
