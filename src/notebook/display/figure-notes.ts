import { isObject } from '../../util/checks.js';
import { formatCount, formatPlural } from '../../util/format.js';

type Trace = Record<string, unknown>;

/**
 * What Plotly will not draw of a figure, though it says nothing: points for which another column is too short, markers
 * without a size, and points that have no place on a log axis. One sentence for each reason in each trace.
 */
export function leftOutNotes(data: readonly Trace[], layout: Record<string, unknown>): string[] {
  const areStacked = /^(stack|relative)$/.test(String(layout.barmode)) && data.filter(isBar).length > 1;
  return data.flatMap((trace, index) => {
    const name = typeof trace.name === 'string' ? ` ("${trace.name}")` : '';
    const reasons = [
      ...surplus(trace),
      ...withoutSize(trace),
      ...withoutText(trace),
      ...(areStacked && isBar(trace) ? [] : beyondLogAxes(trace, layout)),
    ];
    return reasons.map((reason) => `data[${index}]${name}: ${reason}`);
  });
}

/** Attributes of a trace that hold one value a point, beside its axes. Of longer ones Plotly draws as much as the shortest has. */
const PARALLEL = [
  ['lat', 'lon'],
  ['r', 'theta'],
  ['labels', 'values'],
  ['locations', 'z'],
];

function surplus(trace: Trace): string[] {
  // In a heatmap and its like x and y name the columns and the rows of z.
  if (Array.isArray(trace.z) && Array.isArray(trace.z[0])) return [];
  const axes = /3d$/.test(String(trace.type)) ? [['x', 'y', 'z']] : [['x', 'y']];
  return [...axes, ...PARALLEL].flatMap((names) => {
    const given = names.filter((name) => Array.isArray(trace[name]));
    const lengths = given.map((name) => (trace[name] as unknown[]).length);
    const drawn = Math.min(...lengths);
    if (new Set(lengths).size < 2) return [];
    const columns = given.map((name, at) => `${name} has ${formatPlural(lengths[at], 'value')}`);
    return `${columns.join(' and ')}; values beyond the first ${formatCount(drawn)} are not drawn.`;
  });
}

/** Traces whose points are markers or text. Of their 3D kin Plotly draws markers without a size in one of its own. */
const SCATTERS = /^scatter(gl|polar|polargl|geo|map|ternary|smith|carpet)?$/;

function withoutSize(trace: Trace): string[] {
  const sizes = isObject(trace.marker) ? trace.marker.size : undefined;
  if (!isScatter(trace) || !Array.isArray(sizes) || !/markers/.test(modeOf(trace, 'markers'))) return [];
  const total = pointsOf(trace);
  const missing = count(total, (i) => !Number.isFinite(numberOf(sizes[i])));
  return notDrawn(missing, total, 'marker', 'marker.size has no value there.');
}

/** Points that are nothing but text: of those that have a marker or a line as well, only the label is missing. */
function withoutText(trace: Trace): string[] {
  const { text } = trace;
  if (!isScatter(trace) || !Array.isArray(text) || modeOf(trace) !== 'text') return [];
  const total = pointsOf(trace);
  const missing = count(total, (i) => (text[i] ?? '') === '');
  return notDrawn(missing, total, 'point', "mode is 'text', and text has no value there.");
}

function beyondLogAxes(trace: Trace, layout: Trace): string[] {
  const isDrawnByPoint = isBar(trace) ? trace.base === undefined : isScatter(trace);
  const total = pointsOf(trace);
  if (!isDrawnByPoint || trace.visible === false || !Number.isFinite(total)) return [];
  return ['x', 'y'].flatMap((letter) => {
    const axis = axisOf(trace, letter);
    if (axis === undefined || typeOfAxis(axis, layout) !== 'log') return [];
    const valueAt = valuesOf(trace, letter);
    const beyond = count(total, (i) => {
      const value = valueAt(i);
      // A gap is one on every axis.
      return value !== null && value !== undefined && value !== '' && !(numberOf(value) > 0);
    });
    const noun = isBar(trace) ? 'bar' : 'point';
    return notDrawn(beyond, total, noun, `${letter} is not above 0 there, and layout.${axis} is a log axis.`);
  });
}

/** The name in the layout of the axis that a trace is drawn along: `yaxis2`; none for a trace of a map or a polar plot. */
function axisOf(trace: Trace, letter: string): string | undefined {
  if (!isBar(trace) && !/^scatter(gl)?$/.test(typeOf(trace))) return undefined;
  const named = trace[`${letter}axis`];
  return `${letter}axis${typeof named === 'string' ? named.slice(1) : ''}`;
}

/** What an axis has no word on is in the template: under its own name, or as it is for all axes of its letter. */
function typeOfAxis(axis: string, layout: Trace): unknown {
  const template = isObject(layout.template) ? layout.template.layout : undefined;
  const preset = isObject(template) ? template : {};
  const places = [layout[axis], preset[axis], preset[axis.slice(0, 'xaxis'.length)]];
  return places.map((place) => (isObject(place) ? place.type : undefined)).find(Boolean);
}

/** The values along an axis. Those of a trace that gives none count up from 0, or as `x0` and `dx` say. */
function valuesOf(trace: Trace, letter: string): (i: number) => unknown {
  const given = trace[letter];
  if (Array.isArray(given)) return (i) => given[i];
  const [first, step] = [trace[`${letter}0`] ?? 0, trace[`d${letter}`] ?? 1];
  return (i) => numberOf(first) + i * numberOf(step);
}

/** How many points a trace has: as many as its shortest column; infinitely many when it has none. */
function pointsOf(trace: Trace): number {
  const columns = ['x', 'y', 'r', 'theta', 'lat', 'lon', 'locations', 'a', 'b', 'c'].map(
    (name) => trace[name],
  );
  return Math.min(...columns.filter(Array.isArray).map(({ length }) => length));
}

function count(total: number, holds: (i: number) => boolean): number {
  if (!Number.isFinite(total)) return 0;
  let counted = 0;
  for (let i = 0; i < total; i++) if (holds(i)) counted++;
  return counted;
}

function notDrawn(missing: number, total: number, noun: string, why: string): string[] {
  if (missing === 0) return [];
  const verb = missing === 1 ? 'is' : 'are';
  return [`${formatCount(missing)} of ${formatPlural(total, noun)} ${verb} not drawn: ${why}`];
}

/** A number as Plotly reads one: also in text, with a currency, thousands or a percent sign around it. */
function numberOf(value: unknown): number {
  if (typeof value === 'number') return value;
  const digits = typeof value === 'string' ? value.replace(/^['"%,$#\s]+|[, ]|['"%,$#\s]+$/g, '') : '';
  return digits === '' ? Number.NaN : Number(digits);
}

function typeOf(trace: Trace): string {
  return String(trace.type ?? 'scatter');
}

function modeOf(trace: Trace, without = ''): string {
  return String(trace.mode ?? without);
}

function isScatter(trace: Trace): boolean {
  return SCATTERS.test(typeOf(trace));
}

function isBar(trace: Trace): boolean {
  return trace.type === 'bar';
}
