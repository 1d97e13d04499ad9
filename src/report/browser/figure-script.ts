/**
 * Draws the figures: each when it comes near the screen, all of them before printing, again when the
 * theme changes. The page's colours and font replace those a figure brings for its paper, grid, axes and
 * text; the colours of its data stay.
 */
export const FIGURE_SCRIPT = String.raw`
(function () {
  'use strict';
  // Width of an A4 page at 96 dots per inch between the margins set in the print style.
  const PRINT_WIDTH = 680;
  const PAPER_COLOURS = new Set(['paper_bgcolor', 'plot_bgcolor', 'bgcolor', 'bordercolor', 'gridcolor',
    'zerolinecolor', 'linecolor', 'tickcolor', 'spikecolor', 'landcolor', 'oceancolor', 'lakecolor', 'rivercolor',
    'countrycolor', 'coastlinecolor', 'subunitcolor', 'framecolor', 'outlinecolor']);
  const FONTS = /font$/;
  const CONFIG = {
    responsive: true, displaylogo: false, scrollZoom: false, showTips: false, topojsonURL: '', plotlyServerURL: '',
    modeBarButtonsToRemove: ['sendChartToCloud', 'select2d', 'lasso2d', 'autoScale2d', 'hoverClosestCartesian',
      'hoverCompareCartesian', 'toggleSpikelines', 'hoverClosestGeo'],
  };
  // Narrower than this (CSS pixels), long names take the room of the bars, and written points cover each other.
  const NARROW = 560;
  const LONGEST_NARROW_LABEL = 18;
  const LONGEST_NARROW_NAME = 34;
  const NARROW_MAP_MARGIN = 110;
  const NARROW_RIGHT_MARGIN = 40;
  const drawn = new Set();
  let printing = false;

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

  function readyFigure(/** @type {HTMLElement} */ figure) {
    const source = /** @type {HTMLElement} */ (figure.querySelector('script[type="application/json"]'));
    const { data, layout } = JSON.parse(source.textContent || '{}');
    const shown = Object.assign(bare(layout, ''), { template: pageTemplate(layout.template), autosize: true, uirevision: 'kept' });
    if (printing) Object.assign(shown, { autosize: false, width: PRINT_WIDTH, height: area(figure).clientHeight });
    else if (area(figure).clientWidth < NARROW) makeNarrow(data, shown, area(figure));
    // With a finger, a drag scrolls the page.
    const touch = matchMedia('(pointer: coarse)').matches;
    if (touch) shown.dragmode = false;
    for (const trace of data) {
      if (trace.colorbar) trace.colorbar = bare(trace.colorbar, 'colorbar');
      delete trace.hoverlabel;
    }
    const config = Object.assign({}, CONFIG, {
      displayModeBar: touch ? false : 'hover', toImageButtonOptions: { filename: fileName(figure), scale: 2 },
    });
    return { data, layout: shown, config };
  }

  const area = (/** @type {HTMLElement} */ figure) => /** @type {HTMLElement} */ (figure.querySelector('.chart-area'));
  const fileName = (/** @type {HTMLElement} */ figure) =>
    (figure.getAttribute('aria-label') || 'chart').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 60);

  function draw(/** @type {HTMLElement} */ figure) {
    const failed = (/** @type {unknown} */ error) => {
      area(figure).textContent = 'This chart could not be drawn: ' + (error instanceof Error ? error.message : error);
    };
    drawn.add(figure);
    try {
      const ready = readyFigure(figure);
      Plotly.react(area(figure), ready.data, ready.layout, ready.config).catch(failed);
    } catch (error) {
      failed(error);
    }
  }

  const figures = /** @type {HTMLElement[]} */ (Array.from(document.querySelectorAll('figure.chart')));
  const maps = document.getElementById('page_maps');
  if (maps) window.PlotlyGeoAssets = { topojson: JSON.parse(maps.textContent || '{}') };

  // Figures are drawn a screen ahead of the reader.
  const watcher = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      watcher.unobserve(target);
      if (!drawn.has(target)) draw(/** @type {HTMLElement} */ (target));
    }
  }, { rootMargin: '100%' });
  figures.forEach((figure) => watcher.observe(figure));

  document.addEventListener('themechange', () => drawn.forEach(draw));
  addEventListener('beforeprint', () => {
    printing = true;
    document.documentElement.classList.add('printing');
    figures.forEach(draw);
  });
  addEventListener('afterprint', () => {
    printing = false;
    document.documentElement.classList.remove('printing');
    figures.forEach(draw);
  });
})();
`;
