/** What the pages use of Plotly. */
export interface Plotly {
  react(node: HTMLElement, data: object[], layout: object, config: object): Promise<unknown>;
  purge(node: HTMLElement): void;
  validate(data: object[], layout: object): FoundProblem[] | undefined;
  downloadImage(figure: object, options: object): Promise<string>;
  readonly Icons: Readonly<Record<string, object>>;
  readonly Plots: { resize(node: HTMLElement): Promise<unknown> };
}

/** What Plotly finds wrong with a figure. */
export interface FoundProblem {
  readonly code: string;
  readonly container: 'data' | 'layout';
  readonly trace: number | null;
  readonly astr: string;
  readonly msg: string;
}

/** An object of Plotly's attributes. */
export type PlotlyObject = Record<string, unknown>;

/** What all pages tell Plotly: no mark of its own, and no host is asked for anything. */
export const QUIET = { displaylogo: false, plotlyServerURL: '' } as const;

/** A copy of the first object with the second over it, level by level. */
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
