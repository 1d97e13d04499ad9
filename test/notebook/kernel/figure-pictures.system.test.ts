import { describe, expect, it } from 'vitest';
import { toMimeBundle } from '#listenlab/notebook/display/mime-bundle.js';
import { picturedFigures } from '#listenlab/notebook/kernel/figure-pictures.js';

const figure = (title: string) =>
  toMimeBundle({ data: [{ y: [1, 2] }], layout: { title, height: 300 } }) ?? {};

describe('figures in a Jupyter that draws none', () => {
  it('come with an SVG that says what it shows and how large it is, and with no HTML', () => {
    const { data, metadata } = picturedFigures()(figure('Loss & more'), {});
    const { 'image/svg+xml': svg, ...others } = data;
    expect(String(svg)).toMatch(/^<svg .*Loss &amp; more.*<\/svg>$/s);
    expect(others).toEqual(figure('Loss & more'));
    expect(String(svg).length).toBeLessThan(10_000);
    const alt = 'Line chart: Loss & more. 2 points.';
    expect(metadata).toEqual({ 'image/svg+xml': { width: 800, height: 300, alt } });
  });

  it('stay as they are where Plotly cannot draw them, or they have a picture, and the next one is drawn', () => {
    const dress = picturedFigures();
    const type = 'application/vnd.plotly.v1+json';
    for (const bundle of [
      { 'text/plain': '1' },
      { [type]: 'no figure' },
      { ...figure('a'), 'image/png': 'iVBORw0KGgo=' },
    ]) {
      expect(dress(bundle, { x: 1 })).toMatchObject({ data: bundle, metadata: { x: 1 } });
    }
    expect(Object.keys(dress(figure('b'), {}).data)).toContain('image/svg+xml');
  });

  it('have a picture of the last of many updates, and not of each', () => {
    const dress = picturedFigures();
    const hasPicture = (title: string, options: object) =>
      'image/svg+xml' in dress(figure(title), {}, options).data;
    expect(hasPicture('first', {})).toBe(true);
    expect(hasPicture('soon', { update: true })).toBe(false);
    expect(hasPicture('last', { update: true, final: true })).toBe(true);
  });
});
