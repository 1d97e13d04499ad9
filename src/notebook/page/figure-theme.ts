import type { PlotlyObject } from './plotly.js';

/** The colours of a page that its figures adopt. */
export interface FigureColours {
  readonly ink: string;
  readonly muted: string;
  readonly line: string;
  readonly surface: string;
  /** Colour of countries on a map. */
  readonly land: string;
}

/** Those of `palette.css`. */
export const PALETTE: FigureColours = {
  ink: 'var(--ink)',
  muted: 'var(--muted)',
  line: 'var(--line)',
  surface: 'var(--surface)',
  land: 'var(--land)',
};

/** Resolves CSS colours at an element in the current theme; Plotly does not support CSS variables. */
export function coloursAt(
  place: HTMLElement,
  { ink, muted, line, surface, land }: FigureColours,
): FigureColours {
  const probe = document.createElement('span');
  place.append(probe);
  const now = (colour: string) => {
    probe.style.color = colour;
    return getComputedStyle(probe).color;
  };
  const found = { ink: now(ink), muted: now(muted), line: now(line), surface: now(surface), land: now(land) };
  probe.remove();
  return found;
}

/** The part of a figure's layout that has the colours of its page: text, lines and surfaces, not the data. */
export function figureTheme({ ink, muted, line, surface, land }: FigureColours) {
  const clear = 'rgba(0,0,0,0)';
  const axis = { automargin: true, gridcolor: line, linecolor: line, zerolinecolor: line };
  return {
    font: { color: ink },
    paper_bgcolor: clear,
    plot_bgcolor: clear,
    xaxis: axis,
    yaxis: axis,
    legend: { bgcolor: clear },
    modebar: { bgcolor: clear, color: muted, activecolor: ink },
    hoverlabel: { bgcolor: surface, bordercolor: line, font: { color: ink } },
    geo: {
      bgcolor: clear,
      landcolor: land,
      oceancolor: clear,
      lakecolor: surface,
      countrycolor: line,
      coastlinecolor: line,
      framecolor: line,
      subunitcolor: line,
    },
  } satisfies PlotlyObject;
}
