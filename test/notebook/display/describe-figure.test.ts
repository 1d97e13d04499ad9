import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { charts } from '#listenlab/index.js';
import { describeFigure } from '#listenlab/notebook/display/describe-figure.js';
import { allCharts } from '../../data/charts/figures.js';

describe('a figure in words', () => {
  it('says of bars how many there are, their range and the largest', () => {
    const artist = ['R.E.M. & <b>friends</b>', 'Muse', 'Placebo'];
    const figure = charts.topArtists({ artist, listeners: [12, 31_250, 7] }, { title: 'Most "plays"?' });
    expect(describeFigure(figure)).toBe(
      'Bar chart: Most "plays"? 3 bars; Listeners: 7 to 31,250, the largest at Muse.',
    );
  });

  it('names series, and the place of the highest point on both axes', () => {
    const data = [
      { type: 'scatter', name: 'log', x: [1, 4, 40], y: [0.29274, 0.28, 0.2] },
      { type: 'scatter', name: 'bm25', x: [1, 4], y: [null, 0.31] },
      { type: 'scatter', mode: 'text', x: [1], y: [99], text: ['a label'] },
    ];
    const layout = { xaxis: { title: { text: 'alpha (log scale)' } }, yaxis: { title: { text: 'NDCG@10' } } };
    expect(describeFigure({ data, layout })).toBe(
      'Line chart. 5 points; 2 series: log, bm25; alpha: 1 to 40; NDCG@10: 0.2 to 0.31, the largest at alpha (log scale) 4.',
    );
  });

  it('says where the largest cell of a heatmap is, and the largest country of a map, in listeners', () => {
    const data = [{ type: 'heatmap', x: ['a', 'b'], y: ['c'], z: [[0.123456, 0.5]] }];
    expect(describeFigure({ data, layout: {} })).toBe(
      'Heatmap. 2 cells; values: 0.123 to 0.5, the largest at b, c.',
    );
    const map = charts.listenersByCountry({ country: ['Germany', 'France'], users: [1000, 10] });
    expect(describeFigure(map)).toBe(
      'Map: Listeners by country. 2 places; Listeners: 10 to 1,000, the largest at Germany.',
    );
  });

  it('is one sentence without mark-up for every chart, empty ones too', () => {
    for (const rows of [0, 1, 40]) {
      for (const [name, figure] of Object.entries(allCharts(rows))) {
        const words = describeFigure(figure);
        expect(words, name).toMatch(/^[A-Z].*[.!?]$/s);
        expect(words, name).not.toMatch(/&#\d+;|<br>|NaN|undefined|null|\[object/);
      }
    }
  });

  it('takes whatever else is in a figure', () => {
    const anything = fc.record({ data: fc.array(fc.object()), layout: fc.object() });
    fc.assert(fc.property(anything, (figure) => /[.!?]$/.test(describeFigure(figure))));
  });
});
