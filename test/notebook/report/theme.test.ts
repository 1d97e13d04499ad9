import { describe, expect, it } from 'vitest';
import { renderReport } from '#listenlab/notebook/report/render-report.js';
import { code, display, markdown, notebookOf } from './support/notebooks.js';

const header = { title: 'T', generatedAt: new Date(0) };
const notebooks = [
  { name: 'n', notebook: notebookOf(markdown('x'), code('y', [display({ 'text/plain': 'z' })])) },
];
const withTheme = (theme: string) => renderReport(notebooks, header, { theme });

describe('a theme', () => {
  it('stands after the styles of the page, whose policy then allows fonts inside it', () => {
    const css =
      ":root { --accent: light-dark(#a00028, #ff8fa3) } @font-face { font-family: F; src: url('data:font/woff2;base64,AA//') }";
    const html = withTheme(css);
    const sheets = [...html.matchAll(/<style>(.*?)<\/style>/gs)].map(([, sheet]) => sheet);
    expect(sheets).toHaveLength(2);
    expect(sheets[1]).toBe(css);
    expect(html).toContain('; font-src data:');
    expect(renderReport(notebooks, header)).not.toContain('font-src');
  });

  it.each([
    ['a { b: c } </style><script>x</script>', 'the theme has a <style> tag'],
    ['</STYLE >', 'the theme has a <style> tag'],
    ["@import 'other.css';", 'the theme has an @import'],
    ["@\\69mport 'other.css';", 'the theme has an @import'],
    [
      'a { background: url(https://example.org/a.png) }',
      'the theme refers to url(https://example.org/a.png)',
    ],
    ['a { background: url( "//example.org/a.png" ) }', 'but a report loads nothing'],
    ['a { background: u\\72 l(a.png) }', 'but a report loads nothing'],
    ['a { background: url(a.png', 'but a report loads nothing'],
    ['a { content: "/*"; background: url(a.png); } /* */', 'but a report loads nothing'],
    ['a { background: url(data:image/png,x), url(b.png) }', 'the theme refers to url(b.png)'],
    ['a { background: -webkit-image-set("a.png" 1x) }', 'but a report loads nothing'],
    ['a\0b', 'the theme is not text'],
    [`/* ${'x'.repeat(600_000)} */`, 'the theme has 585.9 KiB; expected up to 512.0 KiB'],
  ])('may not be %.60s', (css, message) => {
    expect(() => withTheme(css)).toThrow(message);
  });

  it('is text', () => {
    expect(() => withTheme(5 as unknown as string)).toThrow('5 was given; expected a theme, as CSS');
  });
});

describe('a logo', () => {
  const withLogo = (logo: unknown) => renderReport(notebooks, header, { logo: logo as Uint8Array });

  it('is an image above the title, inside the page', () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
    const html = withLogo(Buffer.from(svg));
    const source = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
    expect(html).toContain(`<img class="logo" src="${source}" alt="">\n<h1>`);
    expect(html).not.toContain('alert(1)');
    const png = new Uint8Array(
      Buffer.from(
        'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
        'base64',
      ),
    );
    expect(withLogo(png)).toContain('src="data:image/png;base64,iVBORw0KGgo');
  });

  it.each([
    [Buffer.from('GIF89a'), 'expected a PNG, JPEG or SVG'],
    [Buffer.from('no picture'), 'expected a PNG, JPEG or SVG'],
    [Buffer.alloc(600_000, '<svg '), 'the logo has 585.9 KiB; expected up to 512.0 KiB'],
    ['logo.png', 'expected the bytes of a PNG, JPEG or SVG picture'],
  ])('may not be anything else', (logo, message) => {
    expect(() => withLogo(logo)).toThrow(message);
  });
});
