import { NARROW, narrowFigure } from '../../../util/narrow-figure.js';
import { FIGURE_COLOURS } from './figure-colours.js';
import { FIGURE_DOWNLOAD } from './figure-download.js';

/** Makes figures fit a narrow page, for {@link FIGURE_SCRIPT}. */
export const NARROW_SCRIPT = narrowFigure.toString();

/**
 * Draws the figures: each when it comes near the screen, all of them before printing, again when the theme
 * changes or the page becomes narrow or wide. The colours of their data stay.
 */
export const FIGURE_SCRIPT = `
(function () {
  'use strict';
  // Width of an A4 page at 96 dots per inch between the margins set in the print style.
  const PRINT_WIDTH = 680;
  const CONFIG = {
    responsive: true, displaylogo: false, scrollZoom: false, showTips: false, topojsonURL: '', plotlyServerURL: '',
  };
  const BUTTONS_LEFT_OUT = ['toImage', 'sendChartToCloud', 'select2d', 'lasso2d', 'autoScale2d', 'hoverClosestCartesian',
    'hoverCompareCartesian', 'toggleSpikelines', 'hoverClosestGeo'];
  // Each figure that is drawn, and whether it was drawn for a narrow page.
  const drawn = new Map();
  let printing = false;
${FIGURE_COLOURS}${FIGURE_DOWNLOAD}
  const area = (/** @type {HTMLElement} */ figure) => /** @type {HTMLElement} */ (figure.querySelector('.chart-area'));
  const isNarrow = (/** @type {HTMLElement} */ figure) => area(figure).clientWidth < ${NARROW};
  const heights = new Map(Array.from(document.querySelectorAll('figure.chart'),
    (figure) => [figure, area(/** @type {HTMLElement} */ (figure)).style.height]));

  // With a finger, a drag scrolls the page, and there is nothing to hover over.
  function configFor(/** @type {HTMLElement} */ figure, /** @type {boolean} */ touch) {
    const buttons = downloadButtons(figure);
    return Object.assign({}, CONFIG, touch
      ? { displayModeBar: true, modeBarButtons: [buttons] }
      : { displayModeBar: 'hover', modeBarButtonsToRemove: BUTTONS_LEFT_OUT, modeBarButtonsToAdd: buttons });
  }

  function readyFigure(/** @type {HTMLElement} */ figure) {
    const source = /** @type {HTMLElement} */ (figure.querySelector('script[type="application/json"]'));
    const { data, layout } = JSON.parse(source.textContent || '{}');
    const shown = Object.assign(bare(layout, ''), { template: pageTemplate(layout.template), autosize: true, uirevision: 'kept' });
    area(figure).style.height = heights.get(figure) || '';
    if (printing) Object.assign(shown, { autosize: false, width: PRINT_WIDTH, height: area(figure).clientHeight });
    else if (isNarrow(figure)) {
      const size = { width: area(figure).clientWidth, height: area(figure).clientHeight };
      area(figure).style.height = narrowFigure({ data, layout: shown }, size) + 'px';
    }
    const touch = matchMedia('(pointer: coarse)').matches;
    if (touch) shown.dragmode = false;
    for (const trace of data) {
      if (trace.colorbar) trace.colorbar = bare(trace.colorbar, 'colorbar');
      delete trace.hoverlabel;
    }
    return { data, layout: shown, config: configFor(figure, touch) };
  }

  function draw(/** @type {HTMLElement} */ figure) {
    const failed = (/** @type {unknown} */ error) => {
      area(figure).textContent = 'This chart could not be drawn: ' + (error instanceof Error ? error.message : error);
    };
    drawn.set(figure, isNarrow(figure));
    try {
      const ready = readyFigure(figure);
      Plotly.react(area(figure), ready.data, ready.layout, ready.config).catch(failed);
    } catch (error) {
      failed(error);
    }
  }

  const redraw = () => drawn.forEach((_, figure) => draw(figure));
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

  document.addEventListener('themechange', redraw);
  addEventListener('resize', () => drawn.forEach((narrow, figure) => {
    if (!printing && isNarrow(figure) !== narrow) draw(figure);
  }));
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
