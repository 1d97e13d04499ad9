import { describe, expect, it } from 'vitest';
import { charts } from '#listenlab/index.js';
import { HOSTILE } from './figures.js';
import { traces } from './traces.js';

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
