/** More labels than this make a map a page of text. */
const MOST_LABELS = 40;

/**
 * The smallest plot that labels are drawn in, in pixels: narrower figures go without, and a legend of several lines
 * takes some of the height.
 */
const WIDTH = 536;
const HEIGHT = 440;

/** Of a letter and a line of 11 pixel text, in pixels. Fonts differ: the wider ones count. */
const LETTER = 6.8;
const WIDE_LETTER = 11.5;
const LINE = 17;

/** Free room around the points, as a share of the plot: half a label may stand in it. */
export const MAP_PADDING = 0.07;

/**
 * Which points of a map get a label: the first ones in `order` whose text covers neither that of an earlier one nor
 * the edge.
 *
 * @param columns `label` as it is drawn
 * @returns rows, at most {@link MOST_LABELS}
 */
export function placeLabels(
  columns: { label: ArrayLike<string>; x: ArrayLike<number>; y: ArrayLike<number> },
  order: number[],
): number[] {
  const x = unitScale(columns.x);
  const y = unitScale(columns.y);
  const half = (row: number) => widthOf(columns.label[row]) / 2 / WIDTH;
  const placed: number[] = [];
  for (const row of order) {
    if (placed.length === MOST_LABELS) break;
    const inside = half(row) <= Math.min(x(row), 1 - x(row));
    const free = placed.every((other) => {
      const apart = Math.abs(x(row) - x(other)) > half(row) + half(other);
      return apart || Math.abs(y(row) - y(other)) > LINE / HEIGHT;
    });
    if (inside && free) placed.push(row);
  }
  return placed;
}

function widthOf(text: string): number {
  const wide = text.match(
    /[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\ufe30-\uffef]|\p{Lu}|[mw@%]|\p{Emoji_Presentation}/gu,
  );
  const letters = Array.from(text).length;
  return letters * LETTER + (wide?.length ?? 0) * (WIDE_LETTER - LETTER);
}

/** Maps a row to its place in the plot, from 0 to 1. */
function unitScale(column: ArrayLike<number>): (row: number) => number {
  const [low, high] = paddedRange(column);
  return (row) => (column[row] - low) / (high - low);
}

/** From the lowest to the highest value, and free room at both ends. */
export function paddedRange(column: ArrayLike<number>): [number, number] {
  const values = Array.from(column).filter(Number.isFinite);
  const low = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  if (!(low < high)) return Number.isFinite(low) ? [low - 1, low + 1] : [-1, 1];
  const room = (MAP_PADDING / (1 - 2 * MAP_PADDING)) * (high - low);
  return [low - room, high + room];
}
