import { describe, expect, it } from 'vitest';
import { similarArtistsChart } from '#listenlab/data/charts/artist-bars.js';
import { columnsOf, frameOfRows } from '#listenlab/data/frame/frame.js';

describe('frameOfRows', () => {
  it('makes a column of each property, in their order', () => {
    const frame = frameOfRows([
      { artist: 'kent', similarity: 1 },
      { artist: '311', similarity: 0.5 },
    ]);
    expect(frame.columns).toEqual(['artist', 'similarity']);
    expect(columnsOf(frame)).toEqual({ artist: ['kent', '311'], similarity: [1, 0.5] });
  });

  it('refuses to guess the columns of no rows', () => {
    expect(() => frameOfRows([])).toThrow(
      'there are no rows, and so nothing that names the columns of a frame; name them, as in',
    );
  });

  it('of no rows has the columns that are named, which charts take', () => {
    const none: { artist: string; similarity: number }[] = [];
    const frame = frameOfRows(none, ['artist', 'similarity']);
    expect(frame.columns).toEqual(['artist', 'similarity']);
    expect(columnsOf(frame)).toEqual({ artist: [], similarity: [] });
    expect(similarArtistsChart(columnsOf(frame), { of: 'kent' }).layout).toMatchObject({
      title: { text: 'Artists similar to kent' },
    });
  });
});
