import { cutName, type PlotlyObject, plotlyText } from './figure.js';

/** The last point of a line, in the figure's coordinates (of a logarithmic axis, the power of ten), and its name. */
export interface LineEnd {
  readonly name: string;
  readonly x: number;
  readonly y: number;
}

/** Of the plot of a chart of common height, in pixels. */
const PLOT_HEIGHT = 290;

/** From one label to the next, in pixels. */
const LINE = 15;

/** A longer name leaves a narrow chart no lines. */
const LONGEST = 16;

const LETTER = 7;

/** What labels at the ends of lines need at the right, in pixels. */
export function endLabelsMargin(ends: readonly LineEnd[]): number {
  return 16 + LETTER * Math.max(0, ...ends.map(({ name }) => Math.min(LONGEST, Array.from(name).length)));
}

/**
 * The names of lines, each at the right of its last point; moved up or down where they would cover each other.
 *
 * @param range of the vertical axis, from bottom to top
 */
export function endLabels(
  ends: readonly LineEnd[],
  [bottom, top]: readonly [number, number],
): PlotlyObject[] {
  const pixel = (top - bottom || 1) / PLOT_HEIGHT;
  const falling = [...ends].sort((a, b) => b.y - a.y);
  const free = falling.map(({ y }) => (y - bottom) / pixel);
  const placed = apart(free);
  return falling.map(({ name, x, y }, at) => ({
    text: plotlyText(cutName(name, LONGEST)),
    hovertext: plotlyText(name),
    x,
    y,
    xanchor: 'left',
    xshift: 8,
    yshift: Math.round(placed[at] - free[at]),
    showarrow: false,
    font: { size: 12 },
  }));
}

/**
 * Falling heights, moved so that neighbours are a line apart: those that touch share a block around their mean.
 */
function apart(heights: readonly number[]): number[] {
  const blocks: number[][] = [];
  for (const height of heights) {
    blocks.push([height]);
    for (let last = blocks.at(-1)!, above = blocks.at(-2); above && touch(above, last); ) {
      blocks.splice(-2, 2, [...above, ...last]);
      last = blocks.at(-1)!;
      above = blocks.at(-2);
    }
  }
  return blocks.flatMap((block) => block.map((_, at) => topOf(block) - at * LINE));
}

function touch(above: number[], below: number[]): boolean {
  return topOf(above) - above.length * LINE < topOf(below);
}

function topOf(block: number[]): number {
  const mean = block.reduce((sum, height) => sum + height, 0) / block.length;
  return mean + ((block.length - 1) * LINE) / 2;
}
