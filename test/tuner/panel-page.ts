import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Interactions } from '#listenlab/engine/matrix/interactions.js';
import { ORIGINAL_RECIPE } from '#listenlab/tuner/session/messages.js';
import { packInteractions } from '#listenlab/tuner/subset/pack.js';

const SCRIPT = path.resolve(import.meta.dirname, '../../dist/tuner/panel-script.js');

/** Allows exactly what a page with the panel needs. */
const POLICY = [
  "default-src 'none'",
  "script-src 'unsafe-inline' 'wasm-unsafe-eval'",
  "style-src 'unsafe-inline'",
  'worker-src blob:',
  "connect-src 'none'",
].join('; ');

/** The HTML of a page with the panel and Plotly, as embedded in a report. */
export async function panelPage(interactions: Interactions, about: object = {}): Promise<string> {
  const subset = Buffer.from(await packInteractions(interactions)).toString('base64');
  const data = JSON.stringify({ title: 'Turn the knobs', options: ORIGINAL_RECIPE, ...about, subset });
  const plotly = readFileSync(
    createRequire(import.meta.url).resolve('plotly.js-dist-min/plotly.min.js'),
    'utf8',
  );
  const start = `window.unmount = listenlabTuner.mount(document.getElementById('panel'), ${data.replaceAll('<', '\\u003c')});`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>tuner</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}"></head><body><div id="panel"></div>
<script>${plotly}</script><script>${readFileSync(SCRIPT, 'utf8')}</script><script>${start}</script></body></html>`;
}
