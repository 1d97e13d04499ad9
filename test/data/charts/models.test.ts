import { expect, it } from 'vitest';
import { inModelOrder, modelColour } from '#listenlab/data/charts/models.js';
import { baselines, charts } from '#listenlab/index.js';
import { NEUTRAL_COLOUR } from '#listenlab/util/chart-colours.js';

it('models have one order, whatever the order in which they come, and others follow as they come', () => {
  const ordered = [
    'ALS, original recipe',
    'ALS, settings found',
    'popularity',
    'user neighbours, bm25',
    'EASE, 9 artists',
  ];
  expect(inModelOrder([...ordered].reverse())).toEqual(ordered);
  expect(inModelOrder(['mine', 'popularity', 'another', 'ALS'])).toEqual([
    'ALS',
    'popularity',
    'mine',
    'another',
  ]);
});

it('a model has the same colour in every chart, and the one to beat is grey', () => {
  const colours = (model: string[]) => {
    const figure = charts.metricBars({
      model,
      label: model.map(() => 'NDCG@10'),
      mean: model.map((_, at) => at / 10),
    });
    const { marker } = figure.data[0] as { marker: { color: string[] } };
    return Object.fromEntries(model.map((name, row) => [name, marker.color[row]]));
  };
  const all = colours(['popularity', 'ALS, settings found', 'ALS, original recipe', 'EASE, 9 artists']);
  expect(new Set(Object.values(all)).size).toBe(4);
  expect(colours(['ALS, settings found', 'popularity'])).toEqual({
    'ALS, settings found': all['ALS, settings found'],
    popularity: NEUTRAL_COLOUR,
  });
});

it('every baseline has a place in the order', () => {
  const names = baselines.all().map(({ name }) => name);
  const unknown = modelColour('something unknown');
  for (const name of names) expect(modelColour(name), name).not.toBe(unknown);
});
