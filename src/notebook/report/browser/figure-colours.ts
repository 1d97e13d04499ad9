/** The page's colours and font for a figure, in place of those it brings for paper, grid, axes and text. */
export const FIGURE_COLOURS = `
  const PAPER_COLOURS = new Set(['paper_bgcolor', 'plot_bgcolor', 'bgcolor', 'bordercolor', 'gridcolor',
    'zerolinecolor', 'linecolor', 'tickcolor', 'spikecolor', 'landcolor', 'oceancolor', 'lakecolor', 'rivercolor',
    'countrycolor', 'coastlinecolor', 'subunitcolor', 'framecolor', 'outlinecolor']);
  const FONTS = /font$/;

  function colour(/** @type {string} */ name) {
    const probe = document.createElement('span');
    probe.style.color = 'var(--' + name + ')';
    document.body.append(probe);
    const value = getComputedStyle(probe).color;
    probe.remove();
    return value;
  }

  // A copy without the colours of paper and text, which would not survive a change of theme.
  /** @returns {any} */
  function bare(/** @type {any} */ value, /** @type {string} */ key) {
    if (Array.isArray(value)) return value.map((item) => bare(item, key));
    if (value === null || typeof value !== 'object') return value;
    /** @type {Record<string, any>} */
    const copy = {};
    for (const name of Object.keys(value)) {
      if (PAPER_COLOURS.has(name)) continue;
      if (FONTS.test(key) && (name === 'color' || name === 'family')) continue;
      copy[name] = bare(value[name], name);
    }
    return copy;
  }

  // Puts the second object over the first, level by level.
  /** @returns {any} */
  function over(/** @type {any} */ below, /** @type {any} */ above) {
    const merged = Object.assign({}, below);
    for (const name of Object.keys(above)) {
      const value = above[name];
      const level = value !== null && typeof value === 'object' && !Array.isArray(value);
      merged[name] = level ? over(merged[name] || {}, value) : value;
    }
    return merged;
  }

  function pageTemplate(/** @type {any} */ given) {
    const ink = colour('ink'), muted = colour('muted'), line = colour('line'), surface = colour('surface');
    const clear = 'rgba(0,0,0,0)';
    const preset = { xaxis: { title: { standoff: 12 } }, yaxis: { title: { standoff: 12 } },
      margin: { t: 28, r: 24, b: 48, l: 56 }, geo: { fitbounds: false, showland: true } };
    const axis = { gridcolor: line, zerolinecolor: line, linecolor: line, tickcolor: line, automargin: true,
      tickfont: { color: muted }, title: { font: { size: 13, color: muted } } };
    const ours = {
      font: { family: getComputedStyle(document.body).fontFamily, size: 13, color: ink },
      paper_bgcolor: clear, plot_bgcolor: clear, xaxis: axis, yaxis: axis, legend: { bgcolor: clear },
      modebar: { bgcolor: clear, color: muted, activecolor: ink },
      hoverlabel: { bgcolor: surface, bordercolor: line, font: { color: ink } },
      geo: { bgcolor: clear, landcolor: colour('land'), oceancolor: clear, lakecolor: surface, countrycolor: line,
        coastlinecolor: line, framecolor: line, subunitcolor: line },
    };
    const base = bare(given || {}, '');
    return { data: base.data || {}, layout: over(over(preset, base.layout || {}), ours) };
  }
`;
