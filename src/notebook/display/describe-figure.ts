import { isObject } from '../../util/checks.js';
import { fill } from '../../util/fill.js';
import { FIGURE_WORDS, type FigureWord, type FigureWords } from './figure-words.js';

type Attributes = Record<string, unknown>;

/** A Plotly figure: traces, and how they are laid out. */
interface Figure {
  readonly data: readonly Attributes[];
  readonly layout: Attributes;
}

const IN_ENGLISH: FigureWords = { ...FIGURE_WORDS, language: 'en' };

/** More names than these are counted. */
const MOST_NAMES = 4;

/**
 * What a figure shows, in words, for those who do not see it: its kind, its title, what is drawn along its axes, how
 * many values there are, their range and where the largest is.
 *
 * @example describeFigure(figure) // 'Bar chart: Listeners per artist. 20 bars; listeners: 12 to 340, the largest at Radiohead.'
 * @param figure plain JSON; what is missing or odd in it is left out of the words
 * @param words of the language; default: English
 */
export function describeFigure({ data, layout }: Figure, words: FigureWords = IN_ENGLISH): string {
  const shown = data.filter((trace) => trace.visible !== false && !isLabel(trace));
  const title = titleOf(layout.title);
  const [kind, part] = partsOf(shown);
  const start = `${words[kind]}${title && `: ${title}`}`;
  const total = shown.reduce((sum, trace) => sum + pointsIn(trace), 0);
  if (shown.length === 0) return fill(words.nothingToShow, { figure: start });
  const end = /[.!?]$/.test(start) ? '' : '.';
  // Some kinds have their values in places of their own.
  if (total === 0) return start + end;
  const facts = [
    counted(total, part, words),
    seriesOf(shown, words),
    ...rangesOf(shown, layout, words),
  ].filter((fact) => fact !== '');
  return `${start}${end} ${facts.join('; ')}.`;
}

function counted(count: number, part: FigureWord, words: FigureWords): string {
  const [one, others = one] = words[part].split('|');
  return fill(count === 1 ? one : others, { count: formatValue(count, words) });
}

/** Text written over other traces. */
function isLabel({ type = 'scatter', mode }: Attributes): boolean {
  return type === 'scatter' && mode === 'text';
}

/** What a figure is called, and what its values are. */
type Kind = readonly [kind: FigureWord, part: FigureWord];

const KINDS: Readonly<Record<string, Kind>> = {
  bar: ['barChart', 'bars'],
  histogram: ['histogram', 'valuesDrawn'],
  heatmap: ['heatmap', 'cells'],
  contour: ['contourPlot', 'cells'],
  choropleth: ['map', 'places'],
  scattergeo: ['map', 'places'],
  pie: ['pieChart', 'slices'],
  box: ['boxPlot', 'valuesDrawn'],
  violin: ['violinPlot', 'valuesDrawn'],
  parcoords: ['parallelCoordinates', 'linesDrawn'],
  table: ['drawnTable', 'rowsDrawn'],
};

/** The kind of a figure; traces of several kinds are just a chart, with values. */
function partsOf(shown: readonly Attributes[]): Kind {
  const types = shown.map(({ type = 'scatter' }) => String(type));
  const known = new Set(types.map((type) => KINDS[type]?.[0]));
  if (known.size > 1) return ['otherChart', 'valuesDrawn'];
  const kind = KINDS[types[0]];
  if (kind) return kind;
  const isLine = shown.some(
    ({ type = 'scatter', mode = 'lines' }) => type === 'scatter' && /lines/.test(String(mode)),
  );
  if (isLine) return ['lineChart', 'points'];
  return types.some((type) => type.startsWith('scatter'))
    ? ['scatterPlot', 'points']
    : ['otherChart', 'valuesDrawn'];
}

/** Where traces of most kinds have their values. */
const COLUMNS = ['x', 'y', 'z', 'r', 'lat', 'locations', 'values'];

function pointsIn(trace: Attributes): number {
  const grid = columnOf(trace.z);
  if (grid.some(Array.isArray)) return grid.reduce<number>((sum, row) => sum + columnOf(row).length, 0);
  return Math.max(...COLUMNS.map((name) => columnOf(trace[name]).length));
}

function columnOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function seriesOf(shown: readonly Attributes[], words: FigureWords): string {
  const names = [...new Set(shown.map(({ name }) => plainTitle(name)).filter((name) => name !== ''))];
  if (names.length < 2) return '';
  const more = names.length - MOST_NAMES;
  const others = fill(words.moreSeries, { count: formatValue(more, words) });
  const listed = more > 0 ? [...names.slice(0, MOST_NAMES), others] : names;
  return fill(words.seriesDrawn, { count: formatValue(names.length, words), names: listed.join(', ') });
}

/** A value drawn, and where: along the other axis, or on the map. */
interface Drawn {
  readonly value: number;
  readonly place: string;
}

/** At the end of the title of an axis, also in German. */
const LOG_SCALE = / \(log(?: scale|arithmisch)\)$/;

/** What the values are, from where to where, and where the largest is. */
function rangesOf(shown: readonly Attributes[], layout: Attributes, words: FigureWords): string[] {
  const ranges = new Map<string, Drawn[]>();
  for (const trace of shown) {
    for (const [what, drawn] of valuesOf(trace, layout, words))
      ranges.set(what, [...(ranges.get(what) ?? []), ...drawn]);
  }
  return [...ranges].flatMap(([what, drawn]) => {
    const numbers = drawn.filter(({ value }) => Number.isFinite(value));
    if (what === '' || numbers.length === 0) return [];
    const name = what.replace(LOG_SCALE, '');
    const least = numbers.reduce((a, b) => (b.value < a.value ? b : a));
    const most = numbers.reduce((a, b) => (b.value > a.value ? b : a));
    const [from, to] = [least, most].map(({ value }) => formatValue(value, words));
    if (least.value === most.value) return [fill(words.oneValue, { name, value: to })];
    const sentence = most.place === '' ? words.valuesFromTo : words.largestAt;
    return [fill(sentence, { name, least: from, most: to, place: most.place })];
  });
}

function valuesOf(
  trace: Attributes,
  layout: Attributes,
  words: FigureWords,
): [what: string, drawn: Drawn[]][] {
  const { type = 'scatter', orientation } = trace;
  const [x, y] = [axisOf(trace, 'x', layout, words), axisOf(trace, 'y', layout, words)];
  const scale = (isObject(trace.colorbar) ? titleOf(trace.colorbar.title) : '') || words.valuesOf;
  switch (type) {
    case 'heatmap':
    case 'contour':
      return [[scale, gridValues(trace)]];
    case 'choropleth': {
      // Where the colours are on another scale, such as logarithms, the values are beside them.
      const given = columnOf(trace.customdata);
      const values = given.length > 0 && given.every((value) => typeof value === 'number') ? given : trace.z;
      return [[scale, columnValues(values, trace.text ?? trace.locations)]];
    }
    case 'bar': {
      const [along, across] = orientation === 'h' ? [x, y] : [y, x];
      const places = columnOf(trace[across.letter]).map((place) => across.nameAt(place));
      const what = along.title || plainTitle(trace.name) || words.valuesOf;
      return [[what, columnValues(trace[along.letter], places)]];
    }
    case 'scatter':
    case 'scattergl': {
      const places = columnOf(trace.x).map((place) => `${x.title} ${x.nameAt(place)}`.trim());
      return [
        [x.title, columnValues(trace.x, [])],
        [y.title, columnValues(trace.y, places)],
      ];
    }
    default:
      return [];
  }
}

function columnValues(values: unknown, places: unknown): Drawn[] {
  const names = columnOf(places);
  return columnOf(values).map((value, i) => ({
    value: typeof value === 'number' ? value : Number.NaN,
    place: plainTitle(String(names[i] ?? '')),
  }));
}

function gridValues({ x, y, z }: Attributes): Drawn[] {
  return columnOf(z).flatMap((row, i) => {
    const places = columnOf(row).map((_, j) =>
      [columnOf(x)[j], columnOf(y)[i]].filter((at) => at !== undefined).join(', '),
    );
    return columnValues(row, places);
  });
}

function axisOf(trace: Attributes, letter: 'x' | 'y', layout: Attributes, words: FigureWords) {
  const named = trace[`${letter}axis`];
  const found = layout[`${letter}axis${typeof named === 'string' ? named.slice(1) : ''}`];
  const axis = isObject(found) ? found : {};
  const [positions, labels] = [columnOf(axis.tickvals), columnOf(axis.ticktext)];
  return {
    letter,
    title: titleOf(axis.title),
    /** What stands at a place of the axis: its label if it has one. */
    nameAt(place: unknown): string {
      const label = labels[positions.indexOf(place)];
      if (label !== undefined) return plainTitle(String(label));
      return typeof place === 'number' ? formatValue(place, words) : String(place);
    },
  };
}

/** Three digits are enough to hear; whole numbers keep all of theirs. */
function formatValue(value: number, { language }: FigureWords): string {
  const isWhole = Number.isInteger(value) || Math.abs(value) >= 100;
  const digits = isWhole ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 };
  return new Intl.NumberFormat(language, digits).format(value);
}

function titleOf(title: unknown): string {
  return plainTitle(isObject(title) ? title.text : title);
}

const TAGS = /<\/?(?:b|strong|i|em|u|s|sub|sup|span|a)(?:\s[^>]*)?>/gi;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', nbsp: '\u00a0' };

/** A text of Plotly's, which knows a few HTML tags and entities, as plain words. */
export function plainTitle(title: unknown): string {
  if (typeof title !== 'string') return '';
  return title
    .replace(/<br\s*\/?>/gi, ' ')
    .replace(TAGS, '')
    .replace(/&(?:#(\d{1,6})|([a-z]+));/g, (entity, code, name) =>
      code ? String.fromCodePoint(Number(code)) : (ENTITIES[name] ?? entity),
    )
    .trim();
}
