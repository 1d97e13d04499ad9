/** Narrower than this (CSS pixels), a figure is drawn by {@link narrowFigure}. */
export const NARROW = 560;

/** A figure in Plotly's format. */
interface AnyFigure {
  // biome-ignore lint/suspicious/noExplicitAny: Plotly's attributes, some hundred, are checked by Plotly.
  data: any[];
  // biome-ignore lint/suspicious/noExplicitAny: as above
  layout: any;
}

/**
 * Fits a figure to a narrow page: long names and titles, labelled points and side-by-side panels would leave no room
 * for the data. Panels are stacked.
 *
 * Its source is embedded in reports, so it refers to nothing outside of itself.
 *
 * @param figure a copy, which is changed
 * @param size its current size, in pixels
 * @returns the height it needs
 */
export function narrowFigure({ data, layout }: AnyFigure, size: { width: number; height: number }): number {
  const LONGEST_LABEL = 18;
  const LONGEST_NAME = 34;
  const MAP_MARGIN = 110;
  /** Space for the numbers at the ends of bars. */
  const RIGHT_MARGIN = 40;
  /** Height below a panel's plot: ticks and title. */
  const AXIS_HEIGHT = 64;
  const TITLE_SIZE = 15;
  /** Width of a letter, as a share of the font size. */
  const LETTER = 0.56;

  const margin = { ...layout.margin, r: Math.max(layout.margin?.r ?? 0, RIGHT_MARGIN) };
  layout.margin = margin;
  const axisNames = (letter: string) =>
    Object.keys(layout).filter((name) => name.startsWith(`${letter}axis`) && layout[name]);

  /** Truncates by whole characters, counting an entity as one. */
  const cut = (label: unknown, most: number): unknown => {
    const letters = String(label).match(/&#?\w+;|./gsu) ?? [];
    return letters.length <= most ? label : `${letters.slice(0, most - 1).join('')}…`;
  };

  const wrap = (text: string, size: number, width: number): string[] => {
    const most = Math.max(12, Math.floor(width / (size * LETTER)));
    const lines: string[] = [];
    for (const word of text.split(' ')) {
      const last = lines[lines.length - 1];
      if (last !== undefined && last.length + word.length < most) lines[lines.length - 1] = `${last} ${word}`;
      else lines.push(word);
    }
    return lines;
  };

  const wrapTitle = (): number => {
    const { title } = layout;
    if (typeof title?.text !== 'string') return 0;
    const lines = wrap(title.text, TITLE_SIZE, size.width - 32);
    const subtitle = typeof title.subtitle?.text === 'string' ? title.subtitle.text : '';
    const below = subtitle === '' ? [] : wrap(subtitle, 12, size.width - 32);
    layout.title = { ...title, text: lines.join('<br>'), font: { ...title.font, size: TITLE_SIZE } };
    if (subtitle !== '') layout.title.subtitle = { ...title.subtitle, text: below.join('<br>') };
    const more = 18 * (lines.length - 1) + 15 * Math.max(0, below.length - 1);
    margin.t = (margin.t ?? 60) + more;
    return more;
  };

  const stackPanels = (height: number): number => {
    const panels = axisNames('x').flatMap((name) => {
      const below = layout[name];
      const beside = layout[`yaxis${String(below.anchor ?? '').slice(1)}`];
      return Array.isArray(below.domain) && Array.isArray(beside?.domain) ? [{ below, beside }] : [];
    });
    const starts = new Set(panels.map(({ below }) => below.domain[0]));
    if (starts.size < 2) return height;
    const around = (margin.t ?? 60) + (margin.b ?? 48);
    const [from, to] = panels[0].beside.domain;
    const own = (to - from) * (height - around);
    const plot = panels.length * (own + AXIS_HEIGHT) - AXIS_HEIGHT;
    const { showticklabels = true, ticklabelstandoff = 0 } = panels[0].beside;
    panels.forEach(({ below, beside }, at) => {
      const top = 1 - (at * (own + AXIS_HEIGHT)) / plot;
      below.domain = [0, 1];
      beside.domain = [Math.max(0, top - own / plot), top];
      Object.assign(beside, { showticklabels, ticklabelstandoff });
    });
    return around + plot;
  };

  for (const name of axisNames('x')) {
    // A number at every step needs a wide axis; Plotly knows how many fit.
    if (layout[name].type !== 'log') delete layout[name].dtick;
  }
  for (const name of axisNames('y')) {
    const { ticktext } = layout[name];
    if (Array.isArray(ticktext)) {
      layout[name].ticktext = ticktext.map((label: unknown) => cut(label, LONGEST_LABEL));
    }
  }
  for (const trace of data) {
    if (trace.type === 'scatter' && trace.mode === 'markers+text') trace.mode = 'markers';
    if (trace.name) trace.name = cut(trace.name, LONGEST_NAME);
  }
  const height = stackPanels(size.height + wrapTitle());
  // A world map is about twice as wide as high: without this it would float in empty space.
  const isMap = data.some((trace) => trace.type === 'choropleth' || trace.type === 'scattergeo');
  return isMap ? Math.min(height, size.width / 2 + MAP_MARGIN) : height;
}
