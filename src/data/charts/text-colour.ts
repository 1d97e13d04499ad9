import type { ColourScale } from '../../util/chart-colours.js';

/** Text on light and on dark surfaces. */
const DARK_TEXT = '#111111';
const LIGHT_TEXT = '#ffffff';

/** Dark or light text, whichever is more readable on a colour of a scale; its contrast is 4.5 to 1 or more. */
export function textColourOn(scale: ColourScale, share: number): string {
  const luminance = luminanceOf(colourAt(scale, share));
  const onDark = 1.05 / (luminance + 0.05);
  const onLight = (luminance + 0.05) / (luminanceOf(channels(DARK_TEXT)) + 0.05);
  return onLight >= onDark ? DARK_TEXT : LIGHT_TEXT;
}

/** As Plotly does it: each channel straight from one colour of the scale to the next. */
function colourAt(scale: ColourScale, share: number): number[] {
  const at = Math.max(
    1,
    scale.findIndex(([place]) => place >= share),
  );
  const [[from, below], [to, above]] = [scale[at - 1], scale[at]];
  const part = Math.min(1, Math.max(0, (share - from) / (to - from)));
  const ends = [channels(below), channels(above)];
  return ends[0].map((value, i) => value + part * (ends[1][i] - value));
}

function channels(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}

/** Relative luminance, as WCAG 2 defines it. */
function luminanceOf(rgb: number[]): number {
  const [r, g, b] = rgb.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
