/** Panels side by side, in rows; a narrow page puts each below the one before. */
export interface Facets {
  readonly across: number;
  readonly rows: number;
  /** Of one panel's plot, in pixels. */
  readonly plotHeight: number;
}

/** Three panels side by side leave room for names and values in the width of a notebook. */
const ACROSS = 3;

/** Between panels, as a share of the width. */
const GAP = 0.06;

/** Between the plots of two rows, in pixels: numbers and title of an axis, and the name of the panel below. */
const ROW_GAP = 84;

export function facets(count: number, plotHeight: number): Facets {
  return { across: Math.min(ACROSS, count), rows: Math.ceil(count / ACROSS), plotHeight };
}

/** The height of all plots, without what is around them, in pixels. */
export function facetsHeight({ rows, plotHeight }: Facets): number {
  return rows * (plotHeight + ROW_GAP) - ROW_GAP;
}

/** What Plotly calls the axes of a panel: nothing for the first, then 2, 3 ... */
export function facetNumber(panel: number): string {
  return panel === 0 ? '' : String(panel + 1);
}

/** Where the axes of a panel lie, and which belong to each other. */
export function facetAxes(panel: number, all: Facets) {
  const number = facetNumber(panel);
  const { across, plotHeight } = all;
  const width = (1 - GAP * (across - 1)) / across;
  const from = (panel % across) * (width + GAP);
  const height = facetsHeight(all);
  const top = 1 - (Math.floor(panel / across) * (plotHeight + ROW_GAP)) / height;
  return {
    x: { anchor: `y${number}`, domain: [from, Math.min(1, from + width)] },
    y: { anchor: `x${number}`, domain: [Math.max(0, top - plotHeight / height), top] },
    isFirstInRow: panel % across === 0,
  };
}
