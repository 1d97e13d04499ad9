import { describe, expect, it } from 'vitest';
import { type MimeBundle, progressLine } from '#listenlab/index.js';
import { mapsOf, type ReportFigure, renderFigure } from '#listenlab/notebook/report/figure.js';
import { ENGLISH } from '#listenlab/notebook/report/language/words.js';
import { renderOutput } from '#listenlab/notebook/report/outputs.js';
import { display, failure, stream } from './support/notebooks.js';

describe('terminal text', () => {
  /** The content of the box that printed text is shown in. */
  const ansiToHtml = (text: string) => renderOutput(stream(text), 'o').replace(/^<pre[^>]*>|<\/pre>$/g, '');

  it('turns colours into classes and drops every other control sequence', () => {
    expect(
      ansiToHtml('\u001b[1;31mred\u001b[0m <plain> \u001b[2K\u001b]8;;http://x\u0007link\u001b]8;;\u0007'),
    ).toBe('<span class="ansi-red ansi-bold">red</span> &lt;plain&gt; link');
    expect(ansiToHtml('\u001b[38;5;196mindexed\u001b[39m')).toBe('indexed');
    expect(ansiToHtml('cut off \u001b[3')).not.toContain('\u001b');
  });

  it('overwrites at a carriage return, but not at a line end', () => {
    expect(ansiToHtml('10%\r50%\r100%\r\ndone\r')).toBe('100%\ndone');
  });
});

describe('an output', () => {
  it('is drawn in its richest form', () => {
    const all = { 'text/plain': 'plain', 'text/html': '<table></table>', 'image/png': 'AAAA' };
    expect(renderOutput(display(all), 'o')).toContain('<table></table>');
    expect(renderOutput(display({ 'text/plain': 'a dot', 'image/png': 'AA\nAA' }), 'o')).toContain(
      '<img src="data:image/png;base64,AAAA" alt="a dot">',
    );
    expect(renderOutput(display({ 'text/plain': '<plain>' }), 'o')).toContain('&lt;plain&gt;');
    expect(renderOutput(display({ 'application/json': { a: ['<'] } }), 'o')).toContain(
      '&quot;a&quot;: [\n    &quot;&lt;&quot;',
    );
    expect(renderOutput(display({ 'text/markdown': '<i>*a*' }), 'o')).toContain('&lt;i&gt;<em>a</em>');
  });

  it('embeds an SVG as an image, in which no script can run', () => {
    const shown = renderOutput(display({ 'image/svg+xml': '<svg onload="alert(1)"/>' }), 'o');
    expect(shown).toContain(`base64,${Buffer.from('<svg onload="alert(1)"/>').toString('base64')}`);
    expect(shown).not.toContain('<svg');
  });

  it('has the picture of a figure where scripts do not run, as an image that ends no attribute', () => {
    const svg = `<svg width="1" a="it's"><text>50 % </noscript> "&amp;" '#1'</text></svg>`;
    const numbered = { kind: 'figure', number: '1', id: 'f', captionHtml: 'Plays' } as const;
    const shown = renderFigure({ data: [], layout: {} }, 'o', numbered, ENGLISH, svg);
    const [, url] =
      /<noscript><img src="([^"<>]*)" alt="Chart, with nothing to show."><\/noscript>/.exec(shown) ?? [];
    // Read as a browser reads it: an HTML attribute, then a URL.
    expect(decodeURIComponent(url.replace('data:image/svg+xml,', ''))).toBe(svg.replace('"1"', "'1'"));
    expect(renderFigure({ data: [], layout: {} }, 'o', numbered, ENGLISH)).not.toContain('noscript');
  });

  it('falls back to its text if an image is not base64', () => {
    const shown = renderOutput(display({ 'image/png': '"><b>', 'text/plain': 'a dot' }), 'o');
    expect(shown).not.toContain('<img');
    expect(shown).toContain('a dot');
  });

  it('that is a progress line is left out', () => {
    const shown: MimeBundle[] = [];
    const line = progressLine('evaluating', { frontEnd: { display: (bundle) => shown.push(bundle) } });
    line.update(1, 2);
    line.finish();
    expect(shown.map((bundle) => renderOutput(display(bundle), 'o'))).toEqual(['', '']);
  });

  it('without content is empty', () => {
    expect(renderOutput(stream('\n'), 'o')).toBe('');
    expect(renderOutput(display({}), 'o')).toBe('');
  });

  it('shows an error with its traceback, escaped', () => {
    const shown = renderOutput(
      failure('InputError', "no artist '<x>'", ['\u001b[31mat\u001b[0m </pre>']),
      'output_1_2_3',
    );
    expect(shown).toContain('id="output_1_2_3"');
    expect(shown).toContain('InputError: no artist &#39;&lt;x&gt;&#39;');
    expect(shown).toContain('<span class="ansi-red">at</span> &lt;/pre&gt;');
  });

  it('keeps both ends of a long stream and says how much is missing', () => {
    const lines = Array.from({ length: 100_000 }, (_, i) => `line ${i}`);
    const shown = renderOutput(stream(lines.join('\n')), 'o').split('\n');
    expect(shown).toHaveLength(1001);
    expect(shown[500]).toBe('... lines left out here, which the executed notebook has: 99,000 ...');
    expect(shown[499]).toBe('line 499');
    expect(shown[501]).toBe('line 99500');
  });
});

describe("a cell's own HTML", () => {
  const shown = (html: string) => renderOutput(display({ 'text/html': html }), 'id');

  it('styles its own elements only', () => {
    expect(shown('<p>a</p><STYLE>h2 { color: red }</STYLE><b>b</b>')).toContain(
      '<div><p>a</p><STYLE>@scope{h2 { color: red }}</style><b>b</b></div>',
    );
    expect(shown('<style>h2 { color: red }')).toContain('<style>@scope{h2 { color: red }}</style>');
    expect(shown('<style>} h2 { color: red</style><b>b</b>')).not.toContain('red');
  });

  it('has nothing that changes the whole page', () => {
    const html = shown(
      '<base href="/x"><meta http-equiv="refresh" content="0"><link rel="stylesheet"><b>b</b>',
    );
    expect(html).toMatch(/^<div class="output html scroll"[^>]*><b>b<\/b><\/div>$/);
  });
});

describe('a figure', () => {
  const figureOf = (layout: Record<string, unknown>): ReportFigure => ({
    data: [{ type: 'bar', y: [1] }],
    layout,
  });
  const numbered = { kind: 'figure', number: '3', id: 'figure_3', captionHtml: 'Who &amp; how' } as const;
  const draw = (figure: ReportFigure) => renderFigure(figure, 'figure_3', numbered, ENGLISH);
  const jsonOf = (html: string) =>
    JSON.parse(/<script type="application\/json">(.*)<\/script>/s.exec(html)?.[1] ?? '');

  it('has its title as a plain-text caption, and frees the space of the title', () => {
    const title = { text: '<b>A &#38; B</b><br>&#60;i&#62;', subtitle: { text: 'below' } };
    const html = draw(figureOf({ title, height: 456, width: 99, margin: { t: 84, l: 5 } }));
    expect(html).toContain(
      '<figcaption><a class="number" href="#figure_3">Figure 3</a> <span class="title">A &amp; B &lt;i&gt;</span><span class="subtitle">below</span></figcaption>',
    );
    expect(html).toContain('id="figure_3" aria-label="Figure 3: A &amp; B &lt;i&gt;"');
    expect(html).toContain('height:400px');
    expect(jsonOf(html).layout).toEqual({ margin: { t: 28, l: 5 } });
  });

  it('without a title is called as the heading it stands under', () => {
    const html = draw(figureOf({}));
    expect(html).toContain('<figure class="chart" id="figure_3" aria-label="Figure 3: Who &amp; how">');
    expect(html).toContain('<span class="title">Who &amp; how</span></figcaption>');
  });

  it('has the notes for its author below', () => {
    const noted = { data: [], layout: {}, notes: ['no <template>'] };
    expect(draw(noted)).toContain('<p class="note">no &lt;template&gt;</p>');
  });

  it('cannot close its script, and its data arrive unchanged', () => {
    const name = '</script><!--<script>\u2028';
    const html = draw({ data: [{ type: 'bar', x: [name] }], layout: {} });
    expect(html.match(/<\/?script/g)).toEqual(['<script', '</script']);
    expect(jsonOf(html).data[0].x).toEqual([name]);
  });

  it('is drawn without WebGL, which would have to compile code', () => {
    const html = draw({ data: [{ type: 'scattergl' }], layout: {} });
    expect(jsonOf(html).data[0].type).toBe('scatter');
  });

  it('names the maps it needs as Plotly does', () => {
    const map = { data: [{ type: 'choropleth' }], layout: {} };
    expect(mapsOf(map)).toEqual(['world_110m']);
    const two = { geo: { scope: 'north america' }, geo2: { scope: 'europe', resolution: 50 } };
    expect(mapsOf({ ...map, layout: two })).toEqual(['north-america_110m', 'europe_50m']);
    expect(mapsOf(figureOf({ xaxis: {} }))).toEqual([]);
  });
});
