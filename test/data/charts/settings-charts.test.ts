import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlotlyFigure } from '#listenlab/data/charts/figure.js';
import { charts } from '#listenlab/index.js';
import { type Trace, traces } from './traces.js';

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
