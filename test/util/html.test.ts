import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeHtml, scriptJson } from '#listenlab/util/html.js';

const nasty = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('<', '/', 'script', '>', '&', '"', "'", '!--', '\u2028', ']]>', 'a') }),
);

describe('strangers’ text in HTML', () => {
  it('is escaped between tags and in attributes', () => {
    expect(escapeHtml(`</script><b title="x" id='y'>&amp;`)).toBe(
      '&lt;/script&gt;&lt;b title=&quot;x&quot; id=&#39;y&#39;&gt;&amp;amp;',
    );
    expect(escapeHtml('die Ärzte\t"!"')).toBe('die Ärzte\t&quot;!&quot;');
  });

  it('keeps no character that could end a tag or an attribute', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        expect(escapeHtml(text)).not.toMatch(/[<>"']/);
      }),
      { seed: 1 },
    );
  });

  it('as JSON in a script ends no script, opens no comment, and reads back as it was', () => {
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
