/** A PNG's palette has one byte for each pixel. */
const MOST_COLOURS = 256;

/** Colours of a picture, and for each of its pixels the place of its colour among them. */
export interface PalettePixels {
  /** Red, green and blue of each colour, one after the other. */
  readonly colours: Uint8Array;
  readonly indices: Uint8Array;
}

/**
 * The pixels of a picture in at most 256 colours. A chart has a few flat ones, which stay exactly as they are, and the
 * edges of text and lines: where there are more, the most similar of them become the most frequent one of them.
 *
 * @param rgba four bytes a pixel, opaque
 */
export function toPalette(rgba: Uint8ClampedArray): PalettePixels {
  const counts = countColours(rgba);
  const groups = splitColours([...counts.keys()].sort((a, b) => a - b));
  const indexOf = new Map<number, number>();
  const colours = new Uint8Array(groups.length * 3);
  groups.forEach((group, index) => {
    const chosen = group.reduce((best, colour) =>
      countIn(counts, colour) > countIn(counts, best) ? colour : best,
    );
    colours.set([channel(chosen, 0), channel(chosen, 1), channel(chosen, 2)], index * 3);
    for (const colour of group) indexOf.set(colour, index);
  });
  const indices = new Uint8Array(rgba.length / 4);
  for (let i = 0; i < indices.length; i++) indices[i] = indexOf.get(colourAt(rgba, i)) ?? 0;
  return { colours, indices };
}

function colourAt(rgba: Uint8ClampedArray, pixel: number): number {
  const at = pixel * 4;
  return (rgba[at] << 16) | (rgba[at + 1] << 8) | rgba[at + 2];
}

function channel(colour: number, which: number): number {
  return (colour >> (16 - 8 * which)) & 255;
}

function countColours(rgba: Uint8ClampedArray): Map<number, number> {
  const counts = new Map<number, number>();
  for (let i = 0; i < rgba.length / 4; i++) {
    const colour = colourAt(rgba, i);
    counts.set(colour, countIn(counts, colour) + 1);
  }
  return counts;
}

function countIn(counts: ReadonlyMap<number, number>, colour: number): number {
  return counts.get(colour) ?? 0;
}

/** Colours that are alike, and how far they are apart along the channel in which they differ most. */
interface Group {
  readonly colours: readonly number[];
  readonly which: number;
  readonly width: number;
  readonly middle: number;
}

/** As median cut does (Heckbert 1982), but always the group whose colours differ most, at the middle of its width. */
function splitColours(all: readonly number[]): (readonly number[])[] {
  if (all.length <= MOST_COLOURS) return all.map((colour) => [colour]);
  const groups = [groupOf(all)];
  while (groups.length < MOST_COLOURS) {
    const widest = groups.reduce((best, { width }, i) => (width > groups[best].width ? i : best), 0);
    const { colours, which, middle } = groups[widest];
    const below = colours.filter((colour) => channel(colour, which) <= middle);
    const above = colours.filter((colour) => channel(colour, which) > middle);
    groups.splice(widest, 1, groupOf(below), groupOf(above));
  }
  return groups.map(({ colours }) => colours);
}

function groupOf(colours: readonly number[]): Group {
  const ranges = [0, 1, 2].map((which) => {
    let [least, most] = [255, 0];
    for (const colour of colours) {
      least = Math.min(least, channel(colour, which));
      most = Math.max(most, channel(colour, which));
    }
    return { colours, which, width: most - least, middle: (least + most) / 2 };
  });
  return ranges.reduce((widest, range) => (range.width > widest.width ? range : widest));
}
