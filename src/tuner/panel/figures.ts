import type { HeldOutQuality, ReferenceName } from '../session/messages.js';

/** A chart without the colours of its page, which `Chart` adds. */
export interface Figure {
  readonly data: readonly object[];
  readonly layout: { readonly xaxis: object; readonly yaxis: object; readonly [name: string]: unknown };
  /** Text alternative. */
  readonly words: string;
}

/** Colours of Paul Tol's "bright" scheme, as in the notebooks' charts: colour-blind safe, on light and dark. */
const COLOURS = { now: '#4477aa', kept: '#ee6677', recipe: '#aa3377', popularity: '#228833' };

/** The training loss after each iteration. */
export function lossFigure(losses: readonly number[], iterations: number): Figure {
  const last = losses.at(-1);
  return {
    data: [
      {
        type: 'scatter',
        mode: losses.length > 30 ? 'lines' : 'lines+markers',
        x: losses.map((_, i) => i + 1),
        y: losses,
        line: { color: COLOURS.now, width: 2 },
        marker: { color: COLOURS.now, size: 5 },
        hovertemplate: 'iteration %{x}: %{y:.5g}<extra></extra>',
      },
    ],
    layout: {
      xaxis: { title: { text: 'iteration' }, range: [0.5, iterations + 0.5], showgrid: false, nticks: 8 },
      yaxis: { title: { text: 'loss' }, tickformat: '.3~g', zeroline: false, nticks: 6 },
      showlegend: false,
    },
    words:
      last === undefined
        ? 'Training loss, none yet'
        : `Training loss, ${losses[0].toPrecision(4)} after iteration 1, ${last.toPrecision(4)} after iteration ${losses.length}`,
  };
}

/** Qualities to draw side by side. */
export interface Qualities {
  readonly now?: HeldOutQuality;
  readonly kept?: HeldOutQuality;
  readonly references: ReadonlyMap<ReferenceName, HeldOutQuality>;
}

/** Possible ends of the axis: round numbers that leave room for a model half as good again. */
const ENDS = [0.05, 0.1, 0.2, 0.5, 1];
const ROOM = 1.5;

/**
 * Where the axis of quality ends. It stays the same as long as all bars fit, so that bar lengths are comparable between
 * runs.
 *
 * @param end its previous end, 0 initially
 * @param largest value drawn
 */
export function qualityAxisEnd(end: number, largest: number): number {
  if (largest <= end) return end;
  return ENDS.find((candidate) => candidate >= ROOM * largest) ?? 1;
}

/**
 * Held-out quality: bars for models, marks of different shapes for the references.
 *
 * @param end of the axis
 */
export function qualityFigure({ now, kept, references }: Qualities, end: number): Figure {
  const k = (now ?? kept)?.k ?? 10;
  const names = [`NDCG@${k}`, `recall@${k}`];
  const values = ({ recall, ndcg }: HeldOutQuality) => [ndcg, recall];
  const bar = (name: string, quality: HeldOutQuality, marker: object) => ({
    type: 'bar',
    orientation: 'h',
    name,
    x: values(quality),
    y: names,
    marker,
    hovertemplate: `${name}, %{y}: %{x:.4f}<extra></extra>`,
  });
  const mark = (name: ReferenceName, symbol: string, color: string) => {
    const quality = references.get(name);
    if (!quality) return [];
    const x = values(quality);
    const line = { color, width: 3 };
    const marker = { symbol, size: 34, color, line };
    const hovertemplate = `${name}, %{y}: %{x:.4f}<extra></extra>`;
    return [{ type: 'scatter', mode: 'markers', name, x, y: names, marker, hovertemplate }];
  };
  const striped = {
    color: COLOURS.kept,
    pattern: { shape: '/', fillmode: 'overlay', fgcolor: '#ffffff', size: 6 },
  };
  return {
    data: [
      ...(kept ? [bar('A (kept)', kept, striped)] : []),
      ...(now ? [bar(kept ? 'B (now)' : 'this model', now, { color: COLOURS.now })] : []),
      ...mark('original recipe', 'line-ns-open', COLOURS.recipe),
      ...mark('popularity', 'x-thin-open', COLOURS.popularity).map((trace) => ({
        ...trace,
        marker: { ...trace.marker, size: 10 },
      })),
    ],
    layout: {
      barmode: 'group',
      bargap: 0.35,
      xaxis: { range: [0, end || 1], nticks: 6 },
      yaxis: { autorange: 'reversed', showgrid: false },
      showlegend: true,
      legend: {
        orientation: 'h',
        y: 1.02,
        yanchor: 'bottom',
        x: 0,
        itemsizing: 'constant',
        traceorder: 'normal',
      },
    },
    words: 'Held-out quality as bars; the table has the numbers',
  };
}
