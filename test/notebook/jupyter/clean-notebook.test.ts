import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanNotebook } from '#listenlab/notebook/jupyter/clean-notebook.js';
import { formatNotebook, parseNotebook } from '#listenlab/notebook/jupyter/notebook-file.js';
import { injectParameters } from '#listenlab/notebook/jupyter/parameters.js';

const NOTEBOOKS = path.resolve(import.meta.dirname, '../../../notebooks');

const text = fc.oneof(fc.string(), fc.array(fc.string()));
const metadata = fc.dictionary(fc.string(), fc.jsonValue());
const volatile = fc.record(
  {
    collapsed: fc.boolean(),
    scrolled: fc.boolean(),
    trusted: fc.boolean(),
    execution: fc.constant({ 'iopub.execute_input': '2026-01-01' }),
  },
  { requiredKeys: [] },
);
const shown = fc.record({
  output_type: fc.constant('display_data'),
  data: fc.dictionary(fc.constantFrom('text/plain', 'text/html', 'application/json'), fc.string()),
  metadata,
});
const stream = fc.record({
  output_type: fc.constant('stream'),
  name: fc.constantFrom('stdout', 'stderr'),
  text,
});
const code = fc.record({
  cell_type: fc.constant('code'),
  id: fc.stringMatching(/^[a-z0-9]{1,12}$/),
  metadata: fc.tuple(metadata, volatile).map(([a, b]) => ({ ...a, ...b })),
  source: text,
  execution_count: fc.option(fc.nat()),
  outputs: fc.array(fc.oneof(shown, stream)),
});
const prose = fc.record({
  cell_type: fc.constantFrom('markdown', 'raw'),
  metadata,
  source: text,
  attachments: fc.constant({ 'a.png': { 'image/png': 'iVBO' } }),
});
const notebooks = fc
  .record({
    cells: fc.array(fc.oneof(code, prose)),
    metadata,
    nbformat: fc.constant(4),
    nbformat_minor: fc.constantFrom(2, 4, 5),
  })
  .map((notebook) => JSON.stringify(notebook));

const sourceOf = ({ source }: { source: string | string[] }) => [source].flat().join('');

describe('a cleaned notebook', () => {
  it('is clean: cleaning it again changes no byte', () => {
    fc.assert(
      fc.property(notebooks, (notebook) => {
        const once = cleanNotebook(notebook, 'a.ipynb');
        expect(cleanNotebook(once, 'a.ipynb')).toBe(once);
      }),
    );
  });

  it('has its cells and no output, count or trace of a run', () => {
    fc.assert(
      fc.property(notebooks, (notebook) => {
        const [before, after] = [notebook, cleanNotebook(notebook, 'a.ipynb')].map((each) =>
          JSON.parse(each),
        );
        expect(after.cells.map(sourceOf)).toEqual(before.cells.map(sourceOf));
        expect(after.nbformat_minor).toBe(before.nbformat_minor);
        for (const cell of after.cells) {
          if (cell.cell_type === 'code') expect(cell).toMatchObject({ outputs: [], execution_count: null });
          for (const key of ['collapsed', 'scrolled', 'trusted', 'execution'])
            expect(Object.keys(cell.metadata)).not.toContain(key);
        }
      }),
    );
  });

  it('keeps the metadata of others, and loses the mark of an executed copy and the version of the language', () => {
    const notebook = {
      cells: [{ cell_type: 'code', id: 'a', metadata: { theirs: { b: 1, a: 2 }, tags: ['x'] }, source: '1' }],
      metadata: {
        theirs: [1],
        listenlab: { answers: 'What?', executedFor: '', executedFrom: 'a.ipynb' },
        language_info: { name: 'typescript', version: '6.0.3' },
      },
      nbformat: 4,
      nbformat_minor: 5,
    };
    const cleaned = JSON.parse(cleanNotebook(JSON.stringify(notebook), 'a.ipynb'));
    expect(cleaned.metadata).toEqual({
      theirs: [1],
      listenlab: { answers: 'What?' },
      language_info: { name: 'typescript' },
    });
    expect(cleaned.cells[0].metadata).toEqual({ theirs: { a: 2, b: 1 }, tags: ['x'] });
  });

  it('stays as it is if there is nothing to take out, however it is laid out', () => {
    fc.assert(
      fc.property(
        notebooks,
        fc.constantFrom(0, 4),
        fc.constantFrom('', '\uFEFF'),
        (notebook, indent, mark) => {
          const cleaned = JSON.parse(cleanNotebook(notebook, 'a.ipynb'));
          const other = mark + JSON.stringify(cleaned, null, indent).replaceAll('\n', '\r\n');
          expect(cleanNotebook(other, 'a.ipynb')).toBe(other);
        },
      ),
    );
  });

  it('has the numbers of the file, digit by digit', () => {
    const numbers = '[ 12345678901234567890, 1.0, -0, 1e400, 0.1, "1.0", "a\\" 2.0" ]';
    const notebook = `{"cells":[{"cell_type":"code","source":"1.0","metadata":{},"outputs":[],"execution_count":3}],"metadata":{"big":${numbers}},"nbformat":4,"nbformat_minor":4}`;
    expect(cleanNotebook(notebook, 'a.ipynb').replace(/\s+/g, '')).toContain(
      `"big":${numbers.replace(/\s+/g, '')}`,
    );
  });

  it('is refused if it is none', () => {
    expect(() => cleanNotebook('{}', 'a.ipynb')).toThrow('a.ipynb is not a notebook');
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    const notebook = `{"cells":[],"metadata":{"deep":${deep}},"nbformat":4,"nbformat_minor":5}`;
    expect(() => cleanNotebook(notebook, 'a.ipynb')).toThrow('a.ipynb is nested too deeply');
  });
});

describe('the text of a notebook', () => {
  const jupyter = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(jupyter);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, inner]) => [key, jupyter(inner)]),
    );
  };

  it('has its keys in the order of Jupyter, and one space of indent', () => {
    fc.assert(
      fc.property(notebooks, (notebook) => {
        const written = formatNotebook(parseNotebook(notebook, 'a.ipynb'));
        expect(written).toBe(`${JSON.stringify(jupyter(JSON.parse(written)), null, 1)}\n`);
      }),
    );
  });

  it('has no lines about work that took a while', () => {
    const progress = { 'application/vnd.listenlab.progress+json': { title: 'x' }, 'text/plain': 'x · 3.1 s' };
    const [kept, gone] = [{ 'text/plain': '1' }, progress].map((data) => ({
      output_type: 'display_data' as const,
      data,
      metadata: {},
    }));
    const cell = { cell_type: 'code' as const, id: 'a', metadata: {}, source: '1', execution_count: 1 };
    const notebook = {
      cells: [{ ...cell, outputs: [gone, kept] }],
      metadata: {},
      nbformat: 4 as const,
      nbformat_minor: 5,
    };
    const [{ outputs }] = JSON.parse(formatNotebook(notebook)).cells;
    expect(outputs).toEqual([{ output_type: 'display_data', data: { 'text/plain': ['1'] }, metadata: {} }]);
  });

  it('is what every notebook of the package was before it ran, byte for byte', async () => {
    for (const name of (await readdir(NOTEBOOKS)).filter((each) => each.endsWith('.ipynb'))) {
      const file = await readFile(path.join(NOTEBOOKS, name), 'utf8');
      const given = injectParameters(parseNotebook(file, name), { dataset: 'lastfm' }, name);
      for (const cell of given.cells) if (cell.cell_type === 'code') cell.execution_count = 7;
      const language = { version: '9', codemirror_mode: { name: 'javascript', typescript: true } };
      const ran = formatNotebook({
        ...given,
        metadata: {
          ...given.metadata,
          language_info: { ...(given.metadata.language_info as object), ...language },
          listenlab: { ...(given.metadata.listenlab as object), executedFrom: name },
        },
      });
      expect(ran).toContain('lastfm');
      expect(cleanNotebook(ran, name), name).toBe(file);
    }
  });

  it('keeps the settings of a run that somebody has put into a notebook, and the language of other kernels', () => {
    const cell = { cell_type: 'code', id: 'a', source: 'x', metadata: { tags: ['injected-parameters'] } };
    const language_info = { name: 'python', version: '3', codemirror_mode: { name: 'ipython' } };
    const cells = [{ ...cell, execution_count: null, outputs: [] }];
    const ran = JSON.stringify({ cells, metadata: { language_info }, nbformat: 4, nbformat_minor: 5 });
    const cleaned = JSON.parse(cleanNotebook(ran, 'a.ipynb'));
    expect(cleaned.cells).toMatchObject([{ id: 'a', source: ['x'] }]);
    expect(cleaned.metadata.language_info).toEqual({ name: 'python', codemirror_mode: { name: 'ipython' } });
  });

  it('is that of every notebook of the package, byte for byte', async () => {
    for (const name of (await readdir(NOTEBOOKS)).filter((each) => each.endsWith('.ipynb'))) {
      const file = await readFile(path.join(NOTEBOOKS, name), 'utf8');
      expect(formatNotebook(parseNotebook(file, name)), name).toBe(file);
      expect(cleanNotebook(file, name), name).toBe(file);
    }
  });
});
