import fc from 'fast-check';
import { Marked, type Token, type Tokens } from 'marked';
import { describe, expect, it } from 'vitest';
import { toMimeBundle } from '#listenlab/notebook/display/mime-bundle.js';
import { exportMarkdown } from '#listenlab/notebook/export/markdown/markdown.js';
import type { Cell, CodeCell, Notebook, Output } from '#listenlab/notebook/jupyter/nbformat.js';
import { ENGLISH } from '#listenlab/notebook/report/language/words.js';
import { parseMarkdown, renderMarkdown } from '#listenlab/notebook/report/markdown/markdown.js';

const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

function code(source: string, ...outputs: Output[]): CodeCell {
  return { cell_type: 'code', id: 'a', metadata: {}, source, execution_count: 1, outputs };
}

function shown(data: Record<string, unknown>): Output {
  return { output_type: 'display_data', data, metadata: {} };
}

function exported(cells: Cell[]): { text: string; pictures: ReadonlyMap<string, Buffer> } {
  const notebook: Notebook = { cells, metadata: {}, nbformat: 4, nbformat_minor: 5 };
  return exportMarkdown(notebook, { name: 'a.ipynb', folder: 'a b_files' });
}

/** All tokens of a text, as GitHub reads it. */
function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const marked = new Marked({ gfm: true });
  marked.walkTokens(marked.lexer(text), (token) => void tokens.push(token));
  return tokens;
}

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '<img src=x onerror=alert(1)>',
    '[click](javascript:alert(1))',
    '![](https://example.org/x.png)',
    'https://example.org and www.example.org',
    '`a` | **b** $x$ ~~c~~ &amp; &lt;',
    '\\| \\',
    '# heading',
    '</table></div>',
    '| --- |',
  ),
);

describe('a frame in Markdown', () => {
  it('has every name as text, whatever it holds', () => {
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 1, maxLength: 5 }), hostile, (names, column) => {
        const rows = names.map((name) => ({ [`c${column}`]: name, plays: 1 }));
        const { text } = exported([code('x', shown({ ...toMimeBundle(rows) }))]);
        const tokens = tokensOf(text);
        const tables = tokens.filter((token): token is Tokens.Table => token.type === 'table');
        expect(tables).toHaveLength(1);
        const read = (cell: Tokens.TableCell) => textOf(cell.tokens);
        // A cell is one line, and has no blanks at its ends.
        const line = (name: string) => name.replace(/\s+/g, ' ').trim();
        expect(tables[0].rows.map(([first]) => read(first))).toEqual(names.map(line));
        expect(read(tables[0].header[0])).toBe(line(`c${column}`));
        const live = tokens.filter(({ type }) =>
          ['link', 'image', 'em', 'strong', 'codespan'].includes(type),
        );
        expect(live).toEqual([]);
        // The mark at the top is the only HTML.
        expect(tokens.filter(({ type }) => type === 'html')).toHaveLength(1);
      }),
      { numRuns: 300 },
    );
  });

  it('says how many rows were left out, and leaves out what only counts them', () => {
    const rows = Array.from({ length: 100 }, (_, i) => ({ artist: `a${i}`, plays: 1000 * i }));
    const { text } = exported([code('x', shown({ ...toMimeBundle(rows) }))]);
    expect(text).toContain('| artist | plays |\n| --- | ---: |\n| a0 | 0 |\n| a1 | 1,000 |');
    expect(text).toMatch(/\n\n\*… first 60 of 100 rows\*\n/);
  });
});

describe('a notebook in Markdown', () => {
  it('keeps code, and text that was printed, in fences they cannot leave', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('`', '~', '\n', 'a', ' ', '<') }), (noise) => {
        const stream: Output = { output_type: 'stream', name: 'stdout', text: `x${noise}` };
        const { text } = exported([code(`y${noise}`, stream)]);
        const [source, printed, ...rest] = tokensOf(text).filter(
          ({ type }) => type === 'code',
        ) as Tokens.Code[];
        expect(source).toMatchObject({ lang: 'typescript', text: `y${noise}`.trim() });
        expect(printed).toMatchObject({ lang: 'text', text: `x${noise}`.trimEnd() });
        expect(rest).toEqual([]);
      }),
    );
  });

  it('names the language of its code', () => {
    const metadata = { kernelspec: { name: 'python3' } };
    const notebook: Notebook = { cells: [code('x = 1')], metadata, nbformat: 4, nbformat_minor: 5 };
    expect(exportMarkdown(notebook, { name: 'a', folder: 'a' }).text).toContain('```python\nx = 1\n```');
  });

  it('has figures, attachments and embedded pictures as files beside it', () => {
    const figure = {
      'application/vnd.plotly.v1+json': { data: [], layout: {} },
      'image/png': PNG,
      'text/plain': '[Plotly figure: Ages [*all*], 3 points]',
    };
    const prose: Cell = {
      cell_type: 'markdown',
      id: 'm',
      metadata: {},
      source: `![a](attachment:x.png) and ![b](data:image/png;base64,${PNG})\n\n\`![a](attachment:no)\``,
      attachments: { 'x.png': { 'image/png': PNG } },
    };
    const { text, pictures } = exported([prose, code('x', shown(figure))]);
    expect(Object.fromEntries(pictures)).toEqual({ 'picture-1.png': Buffer.from(PNG, 'base64') });
    expect(text).toContain('![a](a%20b_files/picture-1.png) and ![b](a%20b_files/picture-1.png)');
    expect(new Marked({ gfm: true }).parse(text)).toContain('alt="Ages [*all*], 3 points"');
  });

  it('finds attachments by escaped names, by references and in HTML', () => {
    const prose: Cell = {
      cell_type: 'markdown',
      id: 'm',
      metadata: {},
      source:
        '![a](attachment:b%C3%A4%201.png) ![e \\[x\\]][r]\n\nwith <img alt="c" src="attachment:bä 1.png">\n\n[r]: attachment:b%C3%A4%201.png "T"',
      attachments: { 'bä 1.png': { 'image/png': PNG } },
    };
    const { text } = exported([prose]);
    const shown = tokensOf(text).filter((token): token is Tokens.Image => token.type === 'image');
    const href = 'a%20b_files/picture-1.png';
    expect(shown).toMatchObject([
      { href, text: 'a' },
      { href, text: 'e [x]', title: 'T' },
    ]);
    expect(text).toContain(`<img alt="c" src="${href}">`);
    const pictures = new Map<string, never>();
    const html = renderMarkdown(parseMarkdown(prose.source), {
      words: ENGLISH,
      pictures,
      attachments: prose.attachments,
    });
    expect(html.match(/<img src="data:image.png/g)).toHaveLength(2);
  });

  it.each(['```js\nlet a;', '~~~~\na\n```', '<!-- note', '<pre>\na\n\nb', '- a\n  ```\n  b', '> ```'])(
    'ends what a cell leaves open before the next cell: %j',
    (source) => {
      const { text } = exported([{ cell_type: 'markdown', id: 'm', metadata: {}, source }, code('last()')]);
      expect(text).toContain(source);
      expect(tokensOf(text).at(-1)).toMatchObject({ type: 'code', lang: 'typescript', text: 'last()' });
    },
  );

  it('has the text of an error without colours, and no lines about progress', () => {
    const error: Output = {
      output_type: 'error',
      ename: 'Error',
      evalue: 'no',
      traceback: ['\u001b[31mError: no\u001b[0m', '  at cell 1'],
    };
    const progress = shown({ 'application/vnd.listenlab.progress+json': {}, 'text/plain': 'training · 3 s' });
    const { text } = exported([code('x', progress, error)]);
    expect(text).toBe(
      '<!-- Exported by listenlab from a.ipynb -->\n\n```typescript\nx\n```\n\n```text\nError: no\n  at cell 1\n```\n',
    );
  });
});

/** The text of inline tokens, entities and escapes read. */
function textOf(tokens: Token[]): string {
  return tokens
    .map((token) =>
      'tokens' in token && token.tokens ? textOf(token.tokens) : 'text' in token ? token.text : '',
    )
    .join('');
}
