import { coloursAt, figureTheme, PALETTE } from '../figure-theme.js';
import { NARROW, narrowFigure } from '../narrow-figure.js';
import { asObject, over, type Plotly, type PlotlyObject, QUIET } from '../plotly.js';

/** From an earlier script of the page. */
const { Plotly: plotly } = globalThis as unknown as { readonly Plotly: Plotly };

// Draws each figure twice, in the colours of a light and of a dark page, and again when their width changes.
for (const section of document.querySelectorAll('section')) {
  const text = section.querySelector('script')?.textContent ?? '{}';
  for (const area of section.querySelectorAll<HTMLElement>('.chart')) {
    let width = 0;
    new ResizeObserver(() => {
      if (area.clientWidth === width) return;
      width = area.clientWidth;
      void draw(area, JSON.parse(text));
    }).observe(area);
  }
}

/** Draws a figure, which is changed, into an area; it is marked once that is done. */
async function draw(
  area: HTMLElement,
  { data, layout }: { data: PlotlyObject[]; layout: PlotlyObject },
): Promise<void> {
  const template = asObject(layout.template);
  const theme = figureTheme(coloursAt(area, PALETTE));
  const font = { family: getComputedStyle(area).fontFamily };
  const shown: PlotlyObject = {
    ...layout,
    width: area.clientWidth,
    template: { ...template, layout: over(over(asObject(template.layout), theme), { font }) },
  };
  const size = { width: area.clientWidth, height: Number(layout.height) };
  if (size.width < NARROW) shown.height = narrowFigure({ data, layout: shown }, size);
  await plotly.react(area, data, shown, { ...QUIET, topojsonURL: '', displayModeBar: false });
  area.dataset.drawn = String(size.width);
}
