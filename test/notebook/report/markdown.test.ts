import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ENGLISH } from '#listenlab/notebook/report/language/words.js';
import { safeLink } from '#listenlab/notebook/report/markdown/links-and-images.js';
import {
  type MarkdownPlace,
  parseMarkdown,
  renderMarkdown,
} from '#listenlab/notebook/report/markdown/markdown.js';

const html = (text: string, place: Partial<MarkdownPlace> = {}) =>
  renderMarkdown(parseMarkdown(text), { words: ENGLISH, ...place });

describe('markdown', () => {
  it('shows raw HTML as text', () => {
    expect(html('a <b onclick="x()">bold</b> word')).toBe(
      '<p>a &lt;b onclick=&quot;x()&quot;&gt;bold&lt;/b&gt; word</p>\n',
    );
    expect(html('<script>alert(1)</script>')).not.toContain('<script');
    expect(html('<!-- hidden -->')).toContain('&lt;!-- hidden --&gt;');
  });

  it('renders harmless tags without attributes', () => {
    expect(html('H<sub>2</sub>O, x<SUP>2</SUP><br/>a *<kbd>b</kbd>* <mark>**c**</mark>')).toBe(
      '<p>H<sub>2</sub>O, x<sup>2</sup><br/>a <em><kbd>b</kbd></em> <mark><strong>c</strong></mark></p>\n',
    );
    expect(html('| a |\n| --- |\n| <b>x</b> <i>y</i> |')).toContain('<td><b>x</b> <i>y</i></td>');
    expect(
      html('<details>\n<summary>More &amp; <em>more</em></summary>\n\n- a\n\n</details>\n\nafter'),
    ).toMatch(
      /^<details>\n<summary>More &amp; <em>more<\/em><\/summary>\s*<ul>\n<li>a<\/li>\n<\/ul>\n<\/details>\s*<p>after<\/p>\n$/,
    );
  });

  it.each([
    ['one that is never closed', 'a <b>bold', '<p>a &lt;b&gt;bold</p>\n'],
    ['one that closes nothing', 'a</b> c', '<p>a&lt;/b&gt; c</p>\n'],
    ['one closed in another paragraph', '<b>a\n\nb</b>', '<p>&lt;b&gt;a</p>\n<p>b&lt;/b&gt;</p>\n'],
    ['one closed inside a link', '<b>[a</b>](#x)', '<p>&lt;b&gt;<a href="#x">a&lt;/b&gt;</a></p>\n'],
    ['one across another', '<b><i>a</b></i>', '<p><b>&lt;i&gt;a</b>&lt;/i&gt;</p>\n'],
    ['one with an attribute', '<i style="x">a</i>', '<p>&lt;i style=&quot;x&quot;&gt;a&lt;/i&gt;</p>\n'],
    ['one that is another', '<button>a</button>', '<p>&lt;button&gt;a&lt;/button&gt;</p>\n'],
    [
      'what comes after one',
      '<kbd>a <img src=x onerror=alert(1) ',
      '<p>&lt;kbd&gt;a &lt;img src=x onerror=alert(1) </p>\n',
    ],
  ])('shows an unsafe tag as text: %s', (_what, source, shown) => expect(html(source)).toBe(shown));

  it('reduces any raw HTML or TeX to text and harmless elements', () => {
    const pieces = fc.constantFrom(
      ...[
        '<b>',
        '</b>',
        '<kbd>',
        '</kbd>',
        '<details>',
        '</details>',
        '<summary>',
        '<br>',
        '<img src=x onerror=a()',
        '>',
      ],
      ...[
        '<script>',
        '</script>',
        '"',
        "'",
        '<!--',
        '-->',
        '<![CDATA[',
        '&lt;',
        '`',
        '*',
        '\n',
        '\n\n',
        'a',
        '<',
        '=',
        ' ',
        '$',
        '$$',
        '\\frac',
        '\\text{',
        '}',
      ],
    );
    const texts = fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(texts, (text) => {
        for (const tag of html(text).match(/<[^>]*>?/g) ?? []) {
          expect(tag).toMatch(
            /^<\/?(b|kbd|details|summary|p|em|strong|code|blockquote|h[1-6]|ul|li|pre)>$|^<br\s*\/?>$|^<\/?(math|m[a-z]+|span)( [a-z]+="[^"<]*")*>$|^<(div|pre|button|\/div|\/button)[^<]*>$/,
          );
        }
      }),
      { numRuns: 2000, seed: 7 },
    );
  });

  it('moves headings one level down, except h6', () => {
    expect(html('# Title')).toBe('<h2>Title</h2>\n');
    expect(html('###### Deep')).toBe('<h6>Deep</h6>\n');
  });

  it('keeps links to the web, within the page and to files next to it', () => {
    expect(html('[a](https://example.org/?a=1&amp;b=2)')).toContain(
      '<a href="https://example.org/?a=1&amp;b=2" rel="noopener noreferrer">a</a>',
    );
    expect(html('[a](#there)')).toContain('<a href="#there">a</a>');
    expect(html('[a](data/README.md "the data")')).toContain(
      '<a href="data/README.md" title="the data">a</a>',
    );
  });

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java&#115;cript:alert(1)',
    'javascript&colon;alert(1)',
    '<java\tscript:alert(1)>',
    'data:text/html,hello',
    'vbscript:x',
    'file:///etc/passwd',
    '//example.org/x',
    '\\\\\\\\host\\share',
  ])('shows the text of a link to %s without the link', (address) => {
    const shown = html(`[the words](${address})`);
    expect(shown).toContain('the words');
    for (const [, href] of shown.matchAll(/href="([^"]*)"/g)) expect(protocolOf(href)).toMatch(/^https?:$/);
  });

  it('renders only images embedded in the notebook', () => {
    const attachments = { 'dot.png': { 'image/png': 'iVBORw0KGgo=' } };
    expect(html('![a "dot"](attachment:dot.png)', { attachments })).toContain(
      '<img src="data:image/png;base64,iVBORw0KGgo=" alt="a &quot;dot&quot;">',
    );
    expect(html('![a dot](attachment:missing.png)', { attachments })).not.toContain('<img');
    expect(html('![x](data:text/html,hi)')).not.toContain('data:');
    const pictures = new Map([['a.png', { source: 'data:image/png;base64,AAAA' }]]);
    expect(html('![near](a.png)', { pictures })).toContain(
      '<img src="data:image/png;base64,AAAA" alt="near">',
    );
  });

  it('says which other images are left out, and why', () => {
    const said = (text: string, place?: Partial<MarkdownPlace>) =>
      /<span class="left-out">(.*)<\/span>/.exec(html(text, place))?.[1];
    expect(said('![far](https://example.org/a.png)')).toBe(
      '[Not in this report: <a href="https://example.org/a.png" rel="noopener noreferrer">far</a>; a report loads nothing from the web.]',
    );
    expect(said('![<b>](gone.png)', { pictures: new Map([['gone.png', { missing: 'no <file>' }]]) })).toBe(
      '[Not in this report: &lt;b&gt;; no &lt;file&gt;.]',
    );
    expect(said('![a](attachment:b.png)')).toContain('the cell has no attachment b.png');
    expect(said('![](javascript:alert(1))')).toBe(
      '[Not in this report: picture; a report loads nothing from the web.]',
    );
  });

  it('highlights TypeScript and leaves other languages plain', () => {
    expect(html('```ts\nconst a = 1;\n```')).toContain('<span class="hljs-keyword">const</span>');
    expect(html('```\n<b>\n```')).toContain('<code>&lt;b&gt;</code>');
  });
});

/** Resolves a link as a browser would on a web page. */
function protocolOf(href: string): string {
  const address = href.replaceAll('&amp;', '&').replaceAll('&#39;', "'");
  return new URL(address, 'https://page.example/folder/').protocol;
}

describe('safeLink', () => {
  const awkward = fc.constantFrom(
    'java',
    'script',
    ':',
    '/',
    '\\',
    '#',
    '?',
    '\t',
    '\n',
    ' ',
    '\u0000',
    'data',
    'http',
    'x',
  );

  it('never leads to a scheme other than http and https, nor without one to another host', () => {
    const texts = fc.oneof(
      fc.string(),
      fc.array(awkward, { maxLength: 8 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const link = safeLink(text);
        if (link === undefined || !URL.canParse(link, 'https://page.example/folder/')) return;
        const { protocol, host } = new URL(link, 'https://page.example/folder/');
        expect(protocol).toMatch(/^https?:$/);
        if (!/^https?:/i.test(link)) expect(host).toBe('page.example');
      }),
      { numRuns: 2000, seed: 7 },
    );
  });
});
