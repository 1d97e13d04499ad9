import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PAPER, pictureFigure } from '../../../src/notebook/page/picture/picture-figure.js';

describe('a figure as a picture', () => {
  it('has the light colours of pages, on white', () => {
    const palette = readFileSync(new URL('../../../src/notebook/page/palette.css', import.meta.url), 'utf8');
    for (const [name, colour] of Object.entries(PAPER)) {
      expect(palette, name).toContain(`--${name}: light-dark(${colour},`);
    }
    expect(pictureFigure({ data: [] }).layout.paper_bgcolor).toBe('#ffffff');
  });

  it('is as large as the figure says, 800 by 450 if it says nothing, and needs no graphics card', () => {
    const sized = pictureFigure({
      data: [{ type: 'scattergl', y: [1] }],
      layout: { width: 640.4, height: 300 },
    });
    expect(sized).toMatchObject({ width: 640, height: 300, data: [{ type: 'scatter', y: [1] }] });
    expect(pictureFigure({ data: [], layout: { height: -1 } })).toMatchObject({ width: 800, height: 450 });
  });

  it('keeps what the figure says of itself', () => {
    const layout = { font: { size: 20 }, template: { layout: { colorway: ['teal'] } }, title: { text: 'T' } };
    expect(pictureFigure({ data: [], layout }).layout).toMatchObject({
      font: { size: 20 },
      template: { layout: { colorway: ['teal'] } },
      title: { text: 'T' },
    });
  });
});
