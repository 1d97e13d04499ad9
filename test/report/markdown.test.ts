import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeLink } from '#listenlab/report/links.js';
import { type MarkdownPlace, parseMarkdown, renderMarkdown } from '#listenlab/report/markdown.js';

const html = (text: string, place?: MarkdownPlace) => renderMarkdown(parseMarkdown(text), place);

describe('markdown', () => {
  it('shows raw HTML instead of obeying it', () => {
    expect(html('a <b onclick="x()">bold</b> word')).toBe(
      '<p>a &lt;b onclick=&quot;x()&quot;&gt;bold&lt;/b&gt; word</p>\n',
    );
    expect(html('<script>alert(1)</script>')).not.toContain('<script');
    expect(html('<!-- hidden -->')).toContain('&lt;!-- hidden --&gt;');
  });

  it('moves headings one level down, and h6 stays', () => {
    expect(html('# Title')).toBe('<h2>Title</h2>\n');
    expect(html('###### Deep')).toBe('<h6>Deep</h6>\n');
  });

  it('keeps links to the web, to the page and to files beside it', () => {
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
  ])('shows the text of a link to %s as no link', (address) => {
    const shown = html(`[the words](${address})`);
    expect(shown).toContain('the words');
    for (const [, href] of shown.matchAll(/href="([^"]*)"/g)) expect(protocolOf(href)).toMatch(/^https?:$/);
  });

  it('draws only images that are inside the notebook', () => {
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

  it('says of every other image that it is left out, and why', () => {
    const said = (text: string, place?: MarkdownPlace) =>
      /<span class="left-out">(.*)<\/span>/.exec(html(text, place))?.[1];
    expect(said('![far](https://example.org/a.png)')).toBe(
      '[Not in this report: <a href="https://example.org/a.png" rel="noopener noreferrer">far</a>; a report loads nothing.]',
    );
    expect(said('![<b>](gone.png)', { pictures: new Map([['gone.png', { missing: 'no <file>' }]]) })).toBe(
      '[Not in this report: &lt;b&gt;; no &lt;file&gt;.]',
    );
    expect(said('![a](attachment:b.png)')).toContain('the cell has no attachment b.png');
    expect(said('![](javascript:alert(1))')).toBe('[Not in this report: picture; a report loads nothing.]');
  });

  it('highlights TypeScript and leaves other languages plain', () => {
    expect(html('```ts\nconst a = 1;\n```')).toContain('<span class="hljs-keyword">const</span>');
    expect(html('```\n<b>\n```')).toContain('<code>&lt;b&gt;</code>');
  });
});

/** As a browser would follow it from a page of the web. */
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
