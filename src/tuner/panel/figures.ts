import { modelColour } from '../../data/charts/models.js';
import { GROUP_COLOURS } from '../../util/chart-colours.js';
import type { HeldOutQuality, ReferenceName } from '../session/messages.js';
import { inWords, say } from './say.js';

/** A chart without the colours of its page, which `Chart` adds. */
export interface Figure {
  readonly data: readonly object[];
  readonly layout: { readonly xaxis: object; readonly yaxis: object; readonly [name: string]: unknown };
  /** Text alternative. */
  readonly words: string;
}

/** Those of the notebooks' charts; the kept model, which they do not have, has another. */
const NOW = modelColour('ALS');
const KEPT = GROUP_COLOURS[1];

/** What the panel calls a model that others are compared with. */
export function nameOf(reference: ReferenceName): string {
  return say(reference === 'popularity' ? 'popularity' : 'recipe');
}

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
        line: { color: NOW, width: 2 },
        marker: { color: NOW, size: 5 },
        hovertemplate: `${say('atIteration', { iteration: '%{x}' })}: %{y:.5g}<extra></extra>`,
      },
    ],
    layout: {
      xaxis: {
        title: { text: say('iteration') },
        range: [0.5, iterations + 0.5],
        showgrid: false,
        nticks: 8,
      },
      yaxis: { title: { text: say('loss') }, zeroline: false, nticks: 6 },
      showlegend: false,
    },
    words:
      last === undefined
        ? say('noLossYet')
        : say('lossFromTo', { first: fourDigits(losses[0]), last: fourDigits(last), count: losses.length }),
  };
}

function fourDigits(value: number): string {
  return inWords(Number(value.toPrecision(4)));
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
 * Where the axis of quality ends. It stays the same as long as all dots fit, so that places are comparable between
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
 * Held-out quality: a panel for each metric, in it a dot for each model, in the order of the table.
 *
 * @param end of the axis
 */
export function qualityFigure({ now, kept, references }: Qualities, end: number): Figure {
  const k = (now ?? kept)?.k ?? 10;
  const rows = [
    { name: say('modelA'), quality: kept, color: KEPT },
    { name: say(kept ? 'modelB' : 'thisModel'), quality: now, color: NOW },
    ...(['original recipe', 'popularity'] as const).map((name) => ({
      name: nameOf(name),
      quality: references.get(name),
      color: modelColour(name),
    })),
  ].flatMap(({ quality, ...row }) => (quality ? [{ ...row, quality }] : []));
  const dots = (metric: string, panel: string, read: (quality: HeldOutQuality) => number) => ({
    type: 'scatter',
    mode: 'markers',
    name: metric,
    x: rows.map(({ quality }) => read(quality)),
    y: rows.map((_, row) => row),
    xaxis: `x${panel}`,
    yaxis: `y${panel}`,
    text: rows.map(({ name }) => name),
    marker: { color: rows.map(({ color }) => color), size: 11 },
    hovertemplate: `%{text}, ${metric}: %{x:.4f}<extra></extra>`,
  });
  const names = {
    tickmode: 'array',
    tickvals: rows.map((_, row) => row),
    ticktext: rows.map(({ name }) => name),
    range: [Math.max(1, rows.length) - 0.5, -0.5],
    griddash: 'dot',
    zeroline: false,
  };
  // A dot at either end is drawn whole.
  const range = [-0.03 * (end || 1), 1.03 * (end || 1)];
  const values = (metric: string) => ({
    title: { text: metric },
    range,
    nticks: 4,
    zeroline: false,
    showgrid: false,
  });
  return {
    data: [dots(`NDCG@${k}`, '', ({ ndcg }) => ndcg), dots(`recall@${k}`, '2', ({ recall }) => recall)],
    layout: {
      xaxis: { ...values(`NDCG@${k}`), domain: [0, 0.47] },
      xaxis2: { ...values(`recall@${k}`), domain: [0.53, 1], anchor: 'y2' },
      yaxis: names,
      yaxis2: { ...names, anchor: 'x2', showticklabels: false },
      hovermode: 'closest',
      showlegend: false,
    },
    words: say('qualityAsDots'),
  };
}
