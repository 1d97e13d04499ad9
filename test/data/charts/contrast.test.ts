import { expect, it } from 'vitest';
import { metricBars } from '#listenlab/data/charts/metric-bars.js';
import { textColourOn } from '#listenlab/data/charts/text-colour.js';
import { FEW_TO_MANY } from '#listenlab/util/chart-colours.js';
import { narrowFigure } from '../../../src/notebook/page/narrow-figure.js';

it('text is dark on the light end of a colour scale and light on the dark end', () => {
  expect([0, 0.4, 0.5, 1].map((share) => textColourOn(FEW_TO_MANY, share))).toEqual([
    '#111111',
    '#111111',
    '#111111',
    '#ffffff',
  ]);
});

it('a narrow figure stacks panels that were side by side and repeats their labels', () => {
  const labels = ['NDCG@10', 'recall@10', 'AUC', 'MRR'];
  const figure = metricBars({
    model: labels.flatMap(() => ['a', 'b']),
    label: labels.flatMap((label) => [label, label]),
    mean: labels.flatMap(() => [0.2, 0.1]),
  });
  const { layout } = figure;
  const height = narrowFigure(figure, { width: 390, height: Number(layout.height) });
  expect(height).toBeGreaterThan(Number(layout.height));
  const axes = ['', '2', '3', '4'].map((number) => ({
    x: layout[`xaxis${number}`] as { domain: number[] },
    y: layout[`yaxis${number}`] as { domain: number[]; showticklabels?: boolean },
  }));
  for (const [at, { x, y }] of axes.entries()) {
    expect(x.domain).toEqual([0, 1]);
    expect(y.showticklabels).not.toBe(false);
    expect(y.domain[0]).toBeGreaterThanOrEqual(0);
    if (at > 0) expect(y.domain[1]).toBeLessThan(axes[at - 1].y.domain[0]);
  }
});

it('a narrow figure does not move panels that share a column, nor a single panel', () => {
  const figure = { data: [], layout: { xaxis: { domain: [0, 1] }, yaxis: { domain: [0, 1] } } };
  expect(narrowFigure(figure, { width: 390, height: 400 })).toBe(400);
  expect(figure.layout.xaxis.domain).toEqual([0, 1]);
});

it('a narrow figure wraps a long title and grows in height', () => {
  const layout = {
    title: { text: 'a title of so many words that no telephone shows all of it' },
    margin: { t: 60 },
  };
  expect(narrowFigure({ data: [], layout }, { width: 390, height: 400 })).toBeGreaterThan(400);
  expect(layout.title.text.split('<br>').length).toBe(2);
  expect(layout.margin.t).toBeGreaterThan(60);
});
