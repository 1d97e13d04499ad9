import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  BELOW_TO_ABOVE,
  type ColourScale,
  FEW_TO_MANY,
  GROUP_COLOURS,
  NEUTRAL_COLOUR,
} from '#listenlab/util/chart-colours.js';
import { ALL_VISIONS, contrast, difference, type Lab, seen, type Vision } from '../support/colour-vision.js';

const COLOURS = [...GROUP_COLOURS, NEUTRAL_COLOUR];

/** The pages and surfaces of palette.css, light and dark, and those of JupyterLab's two themes. */
const palette = readFileSync(new URL('../../src/notebook/page/palette.css', import.meta.url), 'utf8');
const PAGES = ['page', 'surface']
  .flatMap((name) => palette.match(new RegExp(`--${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`))!.slice(1))
  .concat('#ffffff', '#212121');

function steps(scale: ColourScale, vision: Vision): number[] {
  const colours = scale.map(([, colour]) => seen(colour, vision));
  return colours.slice(1).map((colour, at) => difference(colours[at], colour));
}

it('the difference of colours is the one of the published test data', () => {
  // Sharma, Wu and Dalal 2005, table 1: pairs 1, 7, 17, 25 and 34.
  const pairs: [Lab, Lab, number][] = [
    [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
    [[50, 0, 0], [50, -1, 2], 2.3669],
    [[50, 2.5, 0], [73, 25, -18], 27.1492],
    [[60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644],
    [[2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514], 0.9082],
  ];
  for (const [a, b, expected] of pairs) {
    expect(difference(a, b)).toBeCloseTo(expected, 4);
    expect(difference(b, a)).toBeCloseTo(expected, 4);
  }
});

describe('the colours of groups', () => {
  it('have a contrast of at least 3 to 1 with every light and dark page', () => {
    expect(PAGES).toHaveLength(6);
    for (const colour of COLOURS) {
      for (const page of PAGES) expect(contrast(colour, page), `${colour} on ${page}`).toBeGreaterThan(3);
    }
  });

  it.each(ALL_VISIONS)('differ from each other, and from the neutral one, with %s', (vision) => {
    for (const [at, a] of COLOURS.entries()) {
      for (const b of COLOURS.slice(at + 1)) {
        // Five times what is just noticeable, as marks are small and apart.
        expect(difference(seen(a, vision), seen(b, vision)), `${a} and ${b}`).toBeGreaterThan(10);
      }
    }
  });
});

describe('the colours of values', () => {
  it('change by equal steps', () => {
    for (const scale of [FEW_TO_MANY, BELOW_TO_ABOVE]) {
      const all = steps(scale, 'normal');
      expect(Math.max(...all) / Math.min(...all)).toBeLessThan(1.12);
    }
  });

  it.each(ALL_VISIONS)('keep their order and steps with %s', (vision) => {
    for (const scale of [FEW_TO_MANY, BELOW_TO_ABOVE]) {
      const all = steps(scale, vision);
      expect(Math.min(...all)).toBeGreaterThan(5);
      expect(Math.max(...all) / Math.min(...all)).toBeLessThan(1.5);
    }
    const lightness = (scale: ColourScale) => scale.map(([, colour]) => seen(colour, vision)[0]);
    const falls = (values: number[]) => values.slice(1).every((value, at) => value < values[at]);
    expect(falls(lightness(FEW_TO_MANY))).toBe(true);
    const both = lightness(BELOW_TO_ABOVE);
    const middle = (both.length - 1) / 2;
    expect(falls(both.slice(middle))).toBe(true);
    expect(falls(both.slice(0, middle + 1).reverse())).toBe(true);
    const ends = [BELOW_TO_ABOVE[0], BELOW_TO_ABOVE[both.length - 1]].map(([, colour]) =>
      seen(colour, vision),
    );
    expect(difference(ends[0], ends[1])).toBeGreaterThan(20);
  });
});
