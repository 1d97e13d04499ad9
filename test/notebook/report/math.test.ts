import { describe, expect, it } from 'vitest';
import {
  headingHtml,
  headingsOf,
  parseMarkdown,
  renderMarkdown,
} from '#listenlab/notebook/report/markdown/markdown.js';
import { latexHtml } from '#listenlab/notebook/report/markdown/math.js';

const html = (text: string) => renderMarkdown(parseMarkdown(text));
const X = '<math><mi>x</mi></math>';
const display = /<math display="block"[^>]*>(.*?)<\/math>/;

describe('formulas in Markdown', () => {
  it('are MathML, inline and as a block', () => {
    expect(html('so $x_i$ **and $x$**')).toBe(
      `<p>so <math><msub><mi>x</mi><mi>i</mi></msub></math> <strong>and ${X}</strong></p>\n`,
    );
    expect(html('\\\\(x\\\\)')).toBe(`<p>${X}</p>\n`);
    expect(html('| a |\n| --- |\n| $x$ |')).toContain(`<td>${X}</td>`);
    for (const text of ['$$x$$', '\\\\[x\\\\]', 'see\n$$\nx\n$$\nthere']) {
      expect(display.exec(html(text))?.[1]).toBe('<mi>x</mi>');
    }
    expect(html('\\begin{align}a&=b\\\\c&=d\\end{align}')).toMatch(/^<math display="block".*<mtable/);
    // Where Markdown would start a list.
    expect(html('$$\na\n- b\n$$')).not.toContain('<li>');
  });

  it.each(['costs $5 and $6', 'from $5, to $10', '$ a $', 'one $ alone', '$$a'])(
    'are not found in %s',
    (text) => expect(html(text)).toBe(`<p>${text}</p>\n`),
  );

  it('are not found in code, after a backslash, or across an empty line', () => {
    expect(html('`$x$` \\$x\\$')).toBe('<p><code>$x$</code> $x$</p>\n');
    expect(html('```\n$x$\n```')).toContain('<code>$x$</code>');
    expect(html('$$a\n\nb$$')).toBe('<p>$$a</p>\n<p>b$$</p>\n');
  });

  it('are shown as written if they are not valid TeX, and are inert', () => {
    expect(html('$\\frac{<b>$')).toBe('<p><code>$\\frac{&lt;b&gt;$</code></p>\n');
    expect(html('$\\href{javascript:a()}{x}$')).not.toContain('<a');
    expect(html('$\\includegraphics{https://example.org/a.png}$')).not.toContain('<img');
    expect(html('$\\text{<img/onerror=a()>}$')).toContain('<mtext>&lt;img/onerror=a()&gt;</mtext>');
    expect(html('$\\def\\a{\\a\\a}\\a$')).toContain('<code>');
  });

  it('are plain characters in the name of a heading', () => {
    const [heading] = headingsOf(parseMarkdown('## Why $\\alpha$ <b>'));
    expect(headingHtml(heading)).toBe('Why α &lt;b&gt;');
    expect(headingHtml(heading, (tex) => tex)).toBe('Why $\\alpha$ &lt;b&gt;');
  });
});

describe('text/latex', () => {
  it('is rendered with its formulas and the text between them', () => {
    expect(latexHtml('a < $x$, \\(x\\), \\$5')).toBe(`a &lt; ${X}, ${X}, $5`);
    for (const text of ['$$x$$', '\\[x\\]']) expect(display.exec(latexHtml(text))?.[1]).toBe('<mi>x</mi>');
    expect(latexHtml('\\frac{a}{b}')).toBe('\\frac{a}{b}');
  });
});
