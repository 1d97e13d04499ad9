import { describe, expect, it } from 'vitest';
import { charts } from '#listenlab/index.js';
import { GROUP_COLOURS, NEUTRAL_COLOUR } from '#listenlab/util/chart-colours.js';
import { allCharts } from './figures.js';
import { layoutText, traces } from './traces.js';

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
