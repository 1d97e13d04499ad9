/** What the panel uses of Plotly. */
export interface Plotly {
  react(node: HTMLElement, data: object[], layout: object, config: object): Promise<unknown>;
  purge(node: HTMLElement): void;
  Plots: { resize(node: HTMLElement): Promise<unknown> };
}

interface PlotlyPage {
  Plotly?: Plotly;
  /** Of listenlab's own lab, which has it for its charts, whatever the kernel does. */
  listenlabLoadPlotly?: () => Promise<Plotly>;
  /** What was made from a kernel's text; a text on its way is not waited for by others: its kernel may be gone. */
  listenlabPlotly?: Plotly;
}

/**
 * Plotly as the page has it or can load it, or made from its text, for the whole page.
 *
 * @param ask for the text; left out where nobody could send it
 * @returns undefined where there is none to be had: the panel then shows numbers only
 */
export async function loadPlotly(
  ask: (() => Promise<string | undefined>) | undefined,
): Promise<Plotly | undefined> {
  const page = globalThis as PlotlyPage;
  const known = page.Plotly ?? page.listenlabPlotly ?? (await page.listenlabLoadPlotly?.());
  if (known || !ask) return known;
  const text = await ask();
  if (text !== undefined) page.listenlabPlotly ??= plotlyOf(text);
  return page.listenlabPlotly;
}

/** As a CommonJS module, so that it leaves the page's own globals and module loader alone. */
function plotlyOf(text: string): Plotly {
  const module: { exports: unknown } = { exports: {} };
  new Function('module', 'exports', 'define', text)(module, module.exports, undefined);
  return module.exports as Plotly;
}
