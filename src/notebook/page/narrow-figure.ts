import { cutLabel, inTwoLines, labelLength, thinnedLabels } from './narrow-labels.js';

/** Narrower than this (CSS pixels), a figure is drawn by {@link narrowFigure}. */
export const NARROW = 560;

// biome-ignore lint/suspicious/noExplicitAny: Plotly's attributes, some hundred, are checked by Plotly.
type Attributes = any;

/** A figure in Plotly's format. */
export interface AnyFigure {
  readonly data: Attributes[];
  readonly layout: Attributes;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** A title and a name in a legend: more letters leave no room for the data. */
const TITLE_SIZE = 15;
const LONGEST_NAME = 34;

/** Width of a letter, as a share of the font size. */
const LETTER = 0.56;

/** What names beside an axis may take of the width. */
const NAMES_SHARE = 0.52;
const NAME_SIZE = 12;
/** Longer ones are on two lines, however narrow the page is, so that the height is known before the width. */
const LONGEST_LINE = 24;
/** Of a row that has room for two lines beside rows of one. */
const HIGH_ROW = 29;

/** Space for the numbers at the ends of bars, in pixels. */
const RIGHT_MARGIN = 40;
/** Height of what is around a world map. */
const MAP_MARGIN = 110;
/** Below a panel's plot: numbers, title, and the name of the next panel. */
const AXIS_HEIGHT = 68;
const HIGHEST_PANEL = 150;

/** Numbers on an axis, and whole numbers that may each have one. */
const MOST_TICKS = 4;
const MOST_STEPS = 9;

/**
 * Fits a figure to a narrow page: long names and titles, labelled points and side-by-side panels would leave no room
 * for the data. Panels are stacked, and the ten most important labels stay.
 *
 * @param figure a copy, which is changed
 * @param size its current size, in pixels
 * @returns the height it needs
 */
export function narrowFigure({ data, layout }: AnyFigure, size: Size): number {
  const labelled = data.filter((trace) => trace.type === 'scatter' && trace.mode === 'markers+text');
  layout.margin = { ...layout.margin };
  if (labelled.length === 0) layout.margin.r = Math.max(layout.margin.r ?? 0, RIGHT_MARGIN);
  for (const axis of axesOf(layout, 'x')) thinTicks(axis, size.width);
  const letters = Math.floor((NAMES_SHARE * size.width) / (NAME_SIZE * LETTER));
  const { t = 60, b = 48 } = layout.margin;
  const higher = Math.max(
    0,
    ...axesOf(layout, 'y').map((axis) => wrapNames(axis, letters, size.height - t - b)),
  );
  for (const trace of data) if (trace.name) trace.name = cutLabel(trace.name, LONGEST_NAME);
  const height = stackPanels(layout, size.height + higher + wrapTitle(layout, size.width));
  for (const trace of labelled) thinLabels(trace, layout, { width: size.width, height });
  return hasMap(data) ? Math.min(height, size.width / 2 + MAP_MARGIN) : height;
}

/**
 * The height that {@link narrowFigure} will give a figure, before it is drawn and whatever its width: a CSS length, in a
 * container of that width.
 *
 * @param height its height on a page that is not narrow, in pixels
 */
export function narrowHeight({ data, layout }: AnyFigure, height: number): string {
  const copy = { data: data.map((trace: Attributes) => ({ ...trace })), layout: structuredClone(layout) };
  const needed = `${Math.round(narrowFigure(copy, { width: NARROW, height })) || height}px`;
  return hasMap(data) ? `min(${needed},50cqw + ${MAP_MARGIN}px)` : needed;
}

/** A world map is about twice as wide as high: as high as others it would float in empty space. */
function hasMap(data: Attributes[]): boolean {
  return data.some(({ type }) => type === 'choropleth' || type === 'scattergeo');
}

function axesOf(layout: Attributes, letter: 'x' | 'y'): Attributes[] {
  const names = Object.keys(layout).filter((name) => name.startsWith(`${letter}axis`) && layout[name]);
  return names.map((name) => layout[name]);
}

function thinTicks(axis: Attributes, width: number): void {
  const { type, dtick, range, nticks, ticktext } = axis;
  // A number at every step needs a wide axis; Plotly knows how many fit.
  const few = Array.isArray(range) && (range[1] - range[0]) / dtick <= MOST_STEPS;
  if (type !== 'log' && !few) delete axis.dtick;
  if (nticks > MOST_TICKS) axis.nticks = MOST_TICKS;
  if (Array.isArray(ticktext)) cutTicks(axis, Math.floor(width / ticktext.length / (TITLE_SIZE * LETTER)));
}

function cutTicks(axis: Attributes, most: number): void {
  if (Array.isArray(axis.ticktext))
    axis.ticktext = axis.ticktext.map((text: unknown) => cutLabel(text, most));
}

/** Writes long names beside an axis on two lines. @returns how much higher than this a plot must be for them */
function wrapNames(axis: Attributes, most: number, height: number): number {
  if (!Array.isArray(axis.ticktext)) return 0;
  const isWrapped = axis.ticktext.some((name: unknown) => labelLength(name) > LONGEST_LINE);
  axis.ticktext = axis.ticktext.map((name: unknown) =>
    labelLength(name) > LONGEST_LINE ? inTwoLines(String(name), most) : cutLabel(name, most),
  );
  return isWrapped ? Math.max(0, axis.ticktext.length * HIGH_ROW - height) : 0;
}

/** @returns how much higher the title is now */
function wrapTitle(layout: Attributes, width: number): number {
  const { title, margin } = layout;
  if (typeof title?.text !== 'string') return 0;
  const lines = wrap(title.text, TITLE_SIZE, width - 32);
  const subtitle = typeof title.subtitle?.text === 'string' ? title.subtitle.text : '';
  const below = subtitle === '' ? [] : wrap(subtitle, 12, width - 32);
  layout.title = { ...title, text: lines.join('<br>'), font: { ...title.font, size: TITLE_SIZE } };
  if (subtitle !== '') layout.title.subtitle = { ...title.subtitle, text: below.join('<br>') };
  // Plotly puts a title into the middle of the margin: each line needs more than its height.
  const more = 30 * (lines.length - 1) + 36 * Math.max(0, below.length - 1);
  margin.t = (margin.t ?? 60) + more;
  return more;
}

function wrap(text: string, size: number, width: number): string[] {
  const most = Math.max(12, Math.floor(width / (size * LETTER)));
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines[lines.length - 1];
    if (last !== undefined && last.length + word.length < most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** @returns the height that the panels need */
function stackPanels(layout: Attributes, height: number): number {
  const panels = axesOf(layout, 'x').flatMap((below) => {
    const beside = layout[`yaxis${String(below.anchor ?? '').slice(1)}`];
    return Array.isArray(below.domain) && Array.isArray(beside?.domain) ? [{ below, beside }] : [];
  });
  const starts = new Set(panels.map(({ below }) => below.domain[0]));
  if (starts.size < 2) return height;
  const around = (layout.margin.t ?? 60) + (layout.margin.b ?? 48);
  const { domain, ticktext, showticklabels = true, ticklabelstandoff = 0 } = panels[0].beside;
  const drawn = (domain[1] - domain[0]) * (height - around);
  // Of rows with names, each needs its height.
  const own = Array.isArray(ticktext) ? drawn : Math.min(drawn, HIGHEST_PANEL);
  const plot = panels.length * (own + AXIS_HEIGHT) - AXIS_HEIGHT;
  panels.forEach(({ below, beside }, at) => {
    const top = 1 - (at * (own + AXIS_HEIGHT)) / plot;
    below.domain = [0, 1];
    beside.domain = [Math.max(0, top - own / plot), top];
    Object.assign(beside, { showticklabels, ticklabelstandoff });
  });
  return around + plot;
}

/**
 * Keeps the most important labels of a trace, where the ranges of its axes are known.
 *
 * @param most how many at most; default ten
 */
export function thinLabels(trace: Attributes, layout: Attributes, size: Size, most?: number): void {
  const [across, up] = [layout.xaxis?.range, layout.yaxis?.range];
  if (![across, up, trace.x, trace.y, trace.text].every(Array.isArray)) {
    trace.mode = 'markers';
    return;
  }
  const { t = 60, r = 24, b = 48, l = 56 } = layout.margin;
  const [width, height] = [size.width - l - r, size.height - t - b];
  const at = (point: number) => ({
    x: (width * (trace.x[point] - across[0])) / (across[1] - across[0]),
    y: (height * (up[1] - trace.y[point])) / (up[1] - up[0]),
  });
  Object.assign(trace, thinnedLabels({ text: trace.text, at, width }, most));
}
