import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PlotlyFigure, plotlyLabel, plotlyText } from '#listenlab/data/charts/figure.js';
import { charts, frame } from '#listenlab/index.js';
import { GROUP_COLOURS } from '#listenlab/util/plotly-theme.js';
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
  if (name === 'settingsHeatmap') return trace.z.flat().filter((value) => value !== null).length;
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
    // A graphic needs less than text; the lightest colour is the yellow.
    for (const colour of GROUP_COLOURS) {
      expect(contrast(luminance(colour), luminance('#121212'))).toBeGreaterThan(2.5);
      expect(contrast(luminance(colour), luminance('#ffffff'))).toBeGreaterThan(1.7);
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
    expect(plotlyLabel('a'.repeat(36))).toBe('a'.repeat(36));
    expect(plotlyLabel('𝄞'.repeat(37))).toBe(`${'𝄞'.repeat(35)}…`);
    expect(plotlyLabel('<'.repeat(40))).toBe(`${'&#60;'.repeat(35)}…`);
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
    expect(trace.marker.color).toEqual(['#4477aa', '#999999']);
    expect(layoutText(charts.similarArtists(columns)).title).toBe('Artists similar to placebo');
  });

  it('leaves room for the labels of positive and negative bars', () => {
    const { layout } = charts.similarArtists({ artist: ['a', 'b'], similarity: [1, -1] });
    expect((layout.xaxis as { range: number[] }).range).toEqual([-1.24, 1.24]);
  });
});

describe('charts.explanation', () => {
  it('draws negative contributions in grey and names the explained artist', () => {
    const columns = { artist: ['placebo', 'abba'], contribution: [0.5, -0.25] };
    const chart = charts.explanation(columns, { of: 'muse' });
    const [trace] = traces(chart);
    expect(trace).toMatchObject({ x: [0.5, -0.25], text: ['0.500', '-0.250'] });
    expect(trace.marker.color).toEqual(['#4477aa', '#999999']);
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
