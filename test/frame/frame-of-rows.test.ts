import { describe, expect, it } from 'vitest';
import { columnsOf } from '#listenlab/frame/columns-of.js';
import { frameOfRows } from '#listenlab/frame/frame-of-rows.js';

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
    expect(() => frameOfRows([])).toThrow('a frame needs at least one column');
  });
});
