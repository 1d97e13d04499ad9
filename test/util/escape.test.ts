import fc from 'fast-check';
import { Marked } from 'marked';
import { describe, expect, it } from 'vitest';
import { escapeHtml, escapeMarkdown, scriptJson } from '#listenlab/util/escape.js';

const nasty = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('<', '/', 'script', '>', '&', '"', "'", '!--', '\u2028', ']]>', 'a') }),
);

describe('untrusted text in HTML', () => {
  it('is escaped between tags and in attributes', () => {
    expect(escapeHtml(`</script><b title="x" id='y'>&amp;`)).toBe(
      '&lt;/script&gt;&lt;b title=&quot;x&quot; id=&#39;y&#39;&gt;&amp;amp;',
    );
    expect(escapeHtml('die Ärzte\t"!"')).toBe('die Ärzte\t&quot;!&quot;');
  });

  it('contains no character that could end a tag or an attribute', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        expect(escapeHtml(text)).not.toMatch(/[<>"']/);
      }),
      { seed: 1 },
    );
  });

  it('as JSON in a script ends no script, opens no comment, and parses back unchanged', () => {
    fc.assert(
      fc.property(fc.array(nasty), (texts) => {
        const json = scriptJson(texts);
        expect(json).not.toMatch(/[<\u2028\u2029]/);
        expect(JSON.parse(json)).toEqual(texts);
      }),
      { seed: 2 },
    );
  });
});

/** The text of one rendered Markdown paragraph, and whether it contains anything but text. */
function rendered(markdown: string): { text: string; elements: string[] } {
  const html = new Marked({ gfm: true }).parse(markdown, { async: false });
  const elements = [...html.matchAll(/<\/?([a-z]\w*)/g)].map(([, name]) => name);
  const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  const text = html.replace(/<[^>]*>/g, '').replace(/&(amp|lt|gt|quot|#39);/g, (_, name) => entities[name]);
  return { text: text.trim(), elements: [...new Set(elements)] };
}

describe('escapeMarkdown', () => {
  it.each([
    'AC/DC',
    '*NSYNC',
    '!!!',
    '1. FC Köln',
    '- minus -',
    '# 1 Dads',
    '[link](https://example.org)',
    'https://example.org',
    'www.example.org',
    'someone@example.org',
    '<img src=x onerror=alert(1)>',
    '</script>&lt;',
    '`code` __bold__ ~~gone~~',
    'back\\slash',
    '| a | b |',
    "guns n' roses",
    '===',
  ])('leaves %s unchanged', (name) => {
    expect(rendered(escapeMarkdown(name))).toEqual({ text: name, elements: ['p'] });
    expect(rendered(`Hear **${escapeMarkdown(name)}**, now`).elements).toEqual(['p', 'strong']);
  });

  it('joins several lines into one', () => {
    expect(escapeMarkdown('a\n\n# b')).toBe('a \\# b');
  });

  it('preserves any printable text within a sentence', () => {
    const names = fc.string({
      unit: fc.constantFrom(...'aé1 !"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'),
      minLength: 1,
    });
    fc.assert(
      fc.property(names, (name) => {
        const sentence = `The name is ${escapeMarkdown(name)} indeed`;
        expect(rendered(sentence).text).toBe(`The name is ${name.replace(/\s+/g, ' ')} indeed`);
        expect(rendered(sentence).elements).toEqual(['p']);
      }),
    );
  });
});
