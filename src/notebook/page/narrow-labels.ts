/** The most important ones are the first. */
const MOST_LABELS = 10;
const LONGEST_LABEL = 20;

/** Of a label, in pixels; letters are taken for wide ones, as labels must not touch. */
const LABEL_SIZE = 11;
const WIDE_LETTER = 0.64 * LABEL_SIZE;
const LINE = 16;

/** Truncates by whole characters, counting an entity as one. */
export function cutLabel(label: unknown, most: number): unknown {
  const letters = lettersOf(String(label));
  return letters.length <= most
    ? label
    : `${letters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`;
}

/** How many characters it is drawn as. */
export function labelLength(label: unknown): number {
  return lettersOf(String(label)).length;
}

/**
 * A label on two lines, each of at most this many characters: of about the same length, or, where that is too long, the
 * first as full as words make it; a single word stays on one.
 */
export function inTwoLines(label: string, most: number): string {
  const words = label.split(' ');
  const breaks = words.slice(1).map((_, at) => {
    const lines = [words.slice(0, at + 1).join(' '), words.slice(at + 1).join(' ')];
    return { lines, longest: Math.max(...lines.map(labelLength)) };
  });
  const whole = breaks.toSorted((a, b) => a.longest - b.longest).find(({ longest }) => longest <= most);
  const full = breaks.findLast(({ lines }) => labelLength(lines[0]) <= most);
  const { lines } = whole ?? full ?? { lines: [label] };
  return lines.map((line) => cutLabel(line, most)).join('<br>');
}

function lettersOf(label: string): string[] {
  return label.match(/&#?\w+;|./gsu) ?? [];
}

/** A place of a label, its middle in pixels from the top left corner of the plot. */
interface LabelPlace {
  /** Plotly's word for it. */
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly half: number;
}

/** Labelled points, and the plot that they are in. */
interface LabelledPoints {
  readonly text: readonly unknown[];
  /** Pixels from the top left corner. */
  readonly at: (point: number) => { readonly x: number; readonly y: number };
  readonly width: number;
}

/**
 * The labels of the first points, each where it covers no other; the rest, and what finds no place, is empty.
 *
 * @returns what a trace needs: `text` and `textposition`, one for each point
 */
export function thinnedLabels(
  { text, at, width }: LabelledPoints,
  most = MOST_LABELS,
): { text: string[]; textposition: string[] } {
  const placed: LabelPlace[] = [];
  const thinned = text.map((label, point) => {
    if (placed.length === most) return NO_LABEL;
    const shown = String(cutLabel(label, LONGEST_LABEL));
    const free = placesAround(at(point), (lettersOf(shown).length * WIDE_LETTER) / 2).find(
      (place) => isInside(place, width) && !placed.some((other) => touch(place, other)),
    );
    if (!free) return NO_LABEL;
    placed.push(free);
    return { text: shown, position: free.name };
  });
  return { text: thinned.map((label) => label.text), textposition: thinned.map(({ position }) => position) };
}

const NO_LABEL = { text: '', position: 'top center' };

function placesAround({ x, y }: { x: number; y: number }, half: number): LabelPlace[] {
  return [
    { name: 'top center', x, y: y - LINE, half },
    { name: 'bottom center', x, y: y + LINE, half },
    { name: 'middle right', x: x + half + LINE, y, half },
    { name: 'middle left', x: x - half - LINE, y, half },
  ];
}

function isInside({ x, half }: LabelPlace, width: number): boolean {
  return x >= half && x + half <= width;
}

function touch(a: LabelPlace, b: LabelPlace): boolean {
  return Math.abs(a.x - b.x) <= a.half + b.half && Math.abs(a.y - b.y) <= LINE;
}
