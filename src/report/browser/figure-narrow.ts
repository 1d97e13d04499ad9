/** What a figure leaves out on a narrow page. */
export const FIGURE_NARROW = String.raw`
  // Narrower than this (CSS pixels), long names take the room of the bars, and written points cover each other.
  const NARROW = 560;
  const LONGEST_NARROW_LABEL = 18;
  const LONGEST_NARROW_NAME = 34;
  const NARROW_MAP_MARGIN = 110;
  const NARROW_RIGHT_MARGIN = 40;

  // Cut by whole characters, an entity being one.
  function shortLabel(/** @type {unknown} */ label, /** @type {number} */ most) {
    const letters = String(label).match(/&#?\w+;|./gsu) || [];
    return letters.length <= most ? label : letters.slice(0, most - 1).join('') + '…';
  }

  function makeNarrow(/** @type {any[]} */ data, /** @type {any} */ layout, /** @type {HTMLElement} */ place) {
    for (const name of Object.keys(layout)) {
      const axis = layout[name];
      // A number at every step needs a wide axis; Plotly knows how many fit.
      if (/^xaxis\d*$/.test(name) && axis.type !== 'log') delete axis.dtick;
      if (!/^yaxis\d*$/.test(name) || !Array.isArray(axis.ticktext)) continue;
      axis.ticktext = axis.ticktext.map((/** @type {unknown} */ label) => shortLabel(label, LONGEST_NARROW_LABEL));
    }
    for (const trace of data) {
      if (trace.type === 'scatter' && trace.mode === 'markers+text') trace.mode = 'markers';
      if (trace.name) trace.name = shortLabel(trace.name, LONGEST_NARROW_NAME);
    }
    // Room for the numbers written at the ends of the bars.
    const right = (layout.margin && layout.margin.r) || 0;
    layout.margin = Object.assign({}, layout.margin, { r: Math.max(right, NARROW_RIGHT_MARGIN) });
    // A map of the world is about twice as wide as high: without this it would float in empty space.
    const map = data.some((trace) => trace.type === 'choropleth' || trace.type === 'scattergeo');
    if (map) place.style.height = Math.min(place.clientHeight, place.clientWidth / 2 + NARROW_MAP_MARGIN) + 'px';
  }
`;
