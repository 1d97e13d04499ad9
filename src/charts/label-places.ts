/** More labels than this make a map a page of text. */
const MOST_LABELS = 40;

/** A letter and a line of 11 pixel text, as shares of a plot of about 720 by 520 pixels. */
const LETTER_WIDTH = 6.2 / 720;
const LINE_HEIGHT = 16 / 520;

/**
 * Which points of a map get a label: the first ones in `order` whose text does not cover that of an
 * earlier one.
 *
 * @returns rows, at most {@link MOST_LABELS}
 */
export function placeLabels(
  columns: { artist: ArrayLike<string>; x: ArrayLike<number>; y: ArrayLike<number> },
  order: number[],
): number[] {
  const x = unitScale(columns.x);
  const y = unitScale(columns.y);
  const placed: number[] = [];
  for (const row of order) {
    if (placed.length === MOST_LABELS) break;
    const free = placed.every((other) => {
      const letters = (columns.artist[row].length + columns.artist[other].length) / 2;
      const apart = Math.abs(x(row) - x(other)) > letters * LETTER_WIDTH;
      return apart || Math.abs(y(row) - y(other)) > LINE_HEIGHT;
    });
    if (free) placed.push(row);
  }
  return placed;
}

/** Maps a row to 0..1 within the column's range. */
function unitScale(column: ArrayLike<number>): (row: number) => number {
  const values = Array.from(column).filter(Number.isFinite);
  const low = Math.min(...values);
  const range = Math.max(...values) - low || 1;
  return (row) => (column[row] - low) / range;
}
