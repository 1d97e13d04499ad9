/*
 * How colours look, also to people with colour blindness, and how different they are: written from the papers, beside
 * and not with the code that it judges.
 */

/** Linear red, green and blue, from 0 to 1. */
type Rgb = readonly number[];

/** L*, a* and b* for daylight (D65). */
export type Lab = readonly [number, number, number];

/**
 * What each form of colour blindness at full severity makes of linear RGB: Machado, Oliveira and Fernandes, A
 * Physiologically-based Model for Simulation of Color Vision Deficiency (IEEE TVCG 15, 2009), table 1.
 */
const VISIONS = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

export type Vision = keyof typeof VISIONS;
export const ALL_VISIONS = Object.keys(VISIONS) as Vision[];

function linear(colour: string): Rgb {
  const channels = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
  return channels.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
}

function product(matrix: readonly (readonly number[])[], [r, g, b]: Rgb): number[] {
  return matrix.map((row) => row[0] * r + row[1] * g + row[2] * b);
}

/** A colour `#rrggbb` as it looks with a form of vision. */
export function seen(colour: string, vision: Vision): Lab {
  const rgb = product(VISIONS[vision], linear(colour)).map((value) => Math.min(1, Math.max(0, value)));
  const [x, y, z] = product(
    [
      [0.4124564 / 0.95047, 0.3575761 / 0.95047, 0.1804375 / 0.95047],
      [0.2126729, 0.7151522, 0.072175],
      [0.0193339 / 1.08883, 0.119192 / 1.08883, 0.9503041 / 1.08883],
    ],
    rgb,
  ).map((t) => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116));
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** Contrast as WCAG 2 defines it. */
export function contrast(a: string, b: string): number {
  const [light, dark] = [a, b]
    .map((colour) => product([[0.2126, 0.7152, 0.0722]], linear(colour))[0])
    .sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

const DEGREE = Math.PI / 180;

/**
 * The difference CIEDE2000: Sharma, Wu and Dalal, The CIEDE2000 Color-Difference Formula (Color Research and
 * Application 30, 2005). About 2 is just noticeable.
 */
export function difference([l1, a1, b1]: Lab, [l2, a2, b2]: Lab): number {
  const mean = (Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2;
  const g = 1.5 - 0.5 * Math.sqrt(mean ** 7 / (mean ** 7 + 25 ** 7));
  const [c1, c2] = [Math.hypot(g * a1, b1), Math.hypot(g * a2, b2)];
  const hue = (a: number, b: number) => (a === 0 && b === 0 ? 0 : (Math.atan2(b, a) / DEGREE + 360) % 360);
  const [h1, h2] = [hue(g * a1, b1), hue(g * a2, b2)];
  const grey = c1 * c2 === 0;
  const turn = grey ? 0 : ((h2 - h1 + 540) % 360) - 180;
  const dH = 2 * Math.sqrt(c1 * c2) * Math.sin((turn / 2) * DEGREE);
  const h = grey ? h1 + h2 : (h1 + turn / 2 + 360) % 360;
  const [l, c] = [(l1 + l2) / 2, (c1 + c2) / 2];
  const cos = (degrees: number) => Math.cos(degrees * DEGREE);
  const t = 1 - 0.17 * cos(h - 30) + 0.24 * cos(2 * h) + 0.32 * cos(3 * h + 6) - 0.2 * cos(4 * h - 63);
  const rotation =
    -Math.sin(60 * Math.exp(-(((h - 275) / 25) ** 2)) * DEGREE) * 2 * Math.sqrt(c ** 7 / (c ** 7 + 25 ** 7));
  const dL = (l2 - l1) / (1 + (0.015 * (l - 50) ** 2) / Math.sqrt(20 + (l - 50) ** 2));
  const dC = (c2 - c1) / (1 + 0.045 * c);
  const dT = dH / (1 + 0.015 * c * t);
  return Math.sqrt(dL ** 2 + dC ** 2 + dT ** 2 + rotation * dC * dT);
}
