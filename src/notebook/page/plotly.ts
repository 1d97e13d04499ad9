/** The part of Plotly that pages use. */
export interface Plotly {
  react(node: HTMLElement, data: object[], layout: object, config: object): Promise<unknown>;
  purge(node: HTMLElement): void;
  validate(data: object[], layout: object): FoundProblem[] | undefined;
  downloadImage(figure: object, options: object): Promise<string>;
  toImage(figure: object, options: object): Promise<string>;
  readonly Icons: Readonly<Record<string, object>>;
  readonly Plots: { resize(node: HTMLElement): Promise<unknown> };
}

/** A problem Plotly finds in a figure. */
export interface FoundProblem {
  readonly code: string;
  readonly container: 'data' | 'layout';
  readonly trace: number | null;
  readonly astr: string;
  readonly msg: string;
}

/** An object of Plotly's attributes. */
export type PlotlyObject = Record<string, unknown>;

/** Plotly configuration of all pages: no logo, and no requests to other hosts. */
export const QUIET = { displaylogo: false, plotlyServerURL: '' } as const;

/** A deep merge: a copy of the first object, overridden by the second. */
export function over(below: PlotlyObject, above: PlotlyObject): PlotlyObject {
  const merged = { ...below };
  for (const [name, value] of Object.entries(above)) {
    merged[name] = isObject(value) ? over(asObject(merged[name]), value) : value;
  }
  return merged;
}

/** The value if it is an object of attributes, else an empty one. */
export function asObject(value: unknown): PlotlyObject {
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is PlotlyObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** WebGL traces compile code at run time, which pages forbid, and need a graphics card: they are drawn as SVG. */
export function withoutWebgl(trace: PlotlyObject): PlotlyObject {
  if (trace.type === 'scattergl') return { ...trace, type: 'scatter' };
  if (trace.type === 'scatterpolargl') return { ...trace, type: 'scatterpolar' };
  return trace;
}
