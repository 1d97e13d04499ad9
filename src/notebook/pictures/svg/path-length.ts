type Point = { readonly x: number; readonly y: number };

/** How many numbers each letter of a path takes; the last two are where it leads. */
const NUMBERS: Readonly<Record<string, number>> = {
  M: 2,
  L: 2,
  H: 1,
  V: 1,
  C: 6,
  S: 4,
  Q: 4,
  T: 2,
  A: 7,
  Z: 0,
};

/** The corners of a path, `M10,20L30,40`. Curves are cut short, as arrows and contour labels are along lines. */
function cornersOf(path: string): Point[] {
  const corners: Point[] = [];
  let at: Point = { x: 0, y: 0 };
  for (const [, letter, list] of path.matchAll(/([a-zA-Z])([^a-zA-Z]*)/g)) {
    const kind = letter.toUpperCase();
    const from = letter === kind ? { x: 0, y: 0 } : undefined;
    const numbers = (list.match(/-?\d*\.?\d+(?:e[-+]?\d+)?/gi) ?? []).map(Number);
    const step = NUMBERS[kind] ?? 0;
    for (let i = 0; step > 0 && i + step <= numbers.length; i += step) {
      const base = from ?? at;
      const [first, second] = numbers.slice(i + step - Math.min(2, step), i + step);
      if (kind === 'H') at = { x: base.x + first, y: at.y };
      else if (kind === 'V') at = { x: at.x, y: base.y + first };
      else at = { x: base.x + first, y: base.y + second };
      corners.push(at);
    }
    if (kind === 'Z' && corners.length > 0) corners.push(corners[0]);
  }
  return corners;
}

/** How long a path is. */
export function pathLength(path: string): number {
  return lengths(cornersOf(path)).reduce((sum, length) => sum + length, 0);
}

/** The point at this length along a path, or its end. */
export function pointAlong(path: string, length: number): Point {
  const corners = cornersOf(path);
  let left = length;
  for (const [i, side] of lengths(corners).entries()) {
    if (left <= side && side > 0) {
      const [from, to] = [corners[i], corners[i + 1]];
      const share = Math.max(0, left) / side;
      return { x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y) };
    }
    left -= side;
  }
  return corners[corners.length - 1] ?? { x: 0, y: 0 };
}

function lengths(corners: readonly Point[]): number[] {
  return corners.slice(1).map((to, i) => Math.hypot(to.x - corners[i].x, to.y - corners[i].y));
}
