import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { requireTypeScript } from '#listenlab/notebook/jupyter/nbformat.js';
import {
  formatNotebook,
  parseNotebook,
  readNotebook,
  writeNotebook,
} from '#listenlab/notebook/jupyter/notebook-file.js';
import { withFolder } from '../../support/folder.js';

const file = (cells: unknown, more: object = {}) =>
  JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5, ...more });

const code = (more: object = {}) => ({
  cell_type: 'code',
  id: 'a',
  metadata: {},
  source: '1',
  execution_count: null,
  outputs: [],
  ...more,
});

describe('reading a notebook', () => {
  it('joins lines and keeps ids, metadata, attachments and outputs', () => {
    const figure = { data: [{ y: ['1\n', '2'] }] };
    const notebook = parseNotebook(
      file(
        [
          {
            cell_type: 'markdown',
            id: 'm-1',
            metadata: {},
            source: ['# a\n', 'b'],
            attachments: { 'x.png': {} },
          },
          code({
            metadata: { tags: ['parameters'] },
            execution_count: 3,
            outputs: [
              { output_type: 'stream', name: 'stdout', text: ['1\n', '2'] },
              {
                output_type: 'execute_result',
                data: {
                  'text/plain': ['a\n', 'b'],
                  'application/vnd.plotly.v1+json': figure,
                  'image/png': 'iVBO',
                },
                metadata: {},
                execution_count: 3,
              },
              { output_type: 'error', ename: 'E', evalue: 'v', traceback: ['t'] },
            ],
          }),
        ],
        { metadata: { kernelspec: { name: 'listenlab' } } },
      ),
      'x.ipynb',
    );
    expect(notebook.metadata).toEqual({ kernelspec: { name: 'listenlab' } });
    expect(notebook.cells[0]).toMatchObject({ id: 'm-1', source: '# a\nb', attachments: { 'x.png': {} } });
    expect(notebook.cells[1]).toMatchObject({
      execution_count: 3,
      metadata: { tags: ['parameters'] },
      outputs: [
        { text: '1\n2' },
        { data: { 'text/plain': 'a\nb', 'application/vnd.plotly.v1+json': figure, 'image/png': 'iVBO' } },
        { ename: 'E', evalue: 'v', traceback: ['t'] },
      ],
    });
  });

  it('creates ids that are missing, invalid or duplicated', () => {
    const cells = [code({ id: undefined }), code(), code(), code({ id: 'not an id' })];
    const { cells: read, nbformat_minor } = parseNotebook(file(cells, { nbformat_minor: 2 }), 'x.ipynb');
    const ids = read.map((cell) => cell.id);
    expect(new Set(ids).size).toBe(4);
    expect(ids[1]).toBe('a');
    expect(ids.every((id) => /^[a-zA-Z0-9_-]{1,64}$/.test(id))).toBe(true);
    expect(nbformat_minor).toBe(5);
  });

  it.each([
    ['hello', 'x.ipynb is not a notebook: it is not JSON; expected a complete .ipynb file of nbformat 4'],
    [file([code()]).slice(0, 60), 'x.ipynb is cut off; expected a complete .ipynb file of nbformat 4'],
    [' \n', 'x.ipynb is empty; expected a complete .ipynb file of nbformat 4'],
    [
      '{\n"cells": [\n<<<<<<< HEAD\n1\n=======\n2\n>>>>>>> theirs\n]}',
      'x.ipynb has merge conflicts, the first in line 3 ("<<<<<<< HEAD"); keep one side of each',
    ],
    [Buffer.from('\uFEFF{}', 'utf16le').toString(), 'x.ipynb is not in UTF-8; save it in UTF-8'],
    [
      '{"nbformat":5,"cells":[]}',
      'x.ipynb is of nbformat 5; expected nbformat 4: save it as nbformat 4 where',
    ],
    ['[1]', 'x.ipynb is not a notebook: it has no nbformat'],
    ['{"a":1}', 'x.ipynb is not a notebook: it has no nbformat'],
    ['{"nbformat":3,"worksheets":[]}', 'x.ipynb is of nbformat 3; expected nbformat 4: open and save it'],
    ['{"nbformat":4}', 'x.ipynb is not a notebook: it has no array of cells'],
    [file([code(), 7]), 'x.ipynb is not a notebook: cell 2 is not an object'],
    [file([code({ source: 1 })]), 'cell 1 has no source'],
    [file([code({ cell_type: 'heading' })]), 'cell 1 has the cell type "heading"'],
    [file([code({ outputs: {} })]), 'cell 1 has outputs that are not an array'],
    [file([code({ outputs: [{ output_type: 'pyout' }] })]), 'cell 1 has an output of type "pyout"'],
    [file([code({ outputs: [{ output_type: 'display_data' }] })]), 'type display_data without data'],
  ])('refuses %j', (text, message) => {
    expect(() => parseNotebook(text, 'x.ipynb')).toThrow(message);
  });

  it('names the file that is missing', () =>
    withFolder(async (folder) => {
      const missing = path.join(folder, 'no.ipynb');
      await expect(readNotebook(missing)).rejects.toThrow(
        `cannot read the notebook ${missing}: there is no such file`,
      );
      await writeFile(missing, Buffer.from([0xef, 0xbb, 0xbf, ...Buffer.from(file([code()]))]));
      expect((await readNotebook(missing)).cells).toHaveLength(1);
    }));
});

describe('a notebook in another language', () => {
  const notebook = (metadata: Record<string, unknown>) => () =>
    requireTypeScript({ cells: [], metadata, nbformat: 4, nbformat_minor: 5 }, 'x.ipynb');

  it.each([
    [{ kernelspec: { name: 'python3', display_name: 'Python 3' } }, 'python'],
    [{ kernelspec: { name: 'conda-env', language: 'python' } }, 'python'],
    [{ kernelspec: { name: 'ir' } }, 'R'],
    [{ language_info: { name: 'julia' } }, 'julia'],
  ])('is refused: %j', (metadata, language) => {
    expect(notebook(metadata)).toThrow(
      `x.ipynb is a notebook in ${language}; expected one in TypeScript or JavaScript`,
    );
  });

  it.each([
    [{}],
    [{ kernelspec: { name: 'tslab', language: 'typescript' }, language_info: { name: 'typescript' } }],
    [{ kernelspec: { name: 'jslab' } }],
    [{ language_info: { name: '' }, kernelspec: { name: '', display_name: '' } }],
  ])('is not assumed for %j', (metadata) => {
    expect(notebook(metadata)).not.toThrow();
  });
});

describe('writing a notebook', () => {
  it('splits text into lines that read back unchanged', () =>
    withFolder(async (folder) => {
      const target = path.join(folder, 'new', 'x.ipynb');
      const notebook = parseNotebook(
        file([
          code({
            source: 'a\n\nb\n',
            outputs: [
              { output_type: 'stream', name: 'stderr', text: 'x\ny' },
              {
                output_type: 'display_data',
                data: { 'text/html': '<p>\n</p>', 'image/png': 'a\nb' },
                metadata: {},
              },
            ],
          }),
        ]),
        'x.ipynb',
      );
      await writeNotebook(target, notebook);
      expect(await readNotebook(target)).toEqual(notebook);
      const written = JSON.parse(formatNotebook(notebook));
      expect(written.cells[0].source).toEqual(['a\n', '\n', 'b\n']);
      expect(written.cells[0].outputs[0].text).toEqual(['x\n', 'y']);
      expect(written.cells[0].outputs[1].data).toEqual({
        'text/html': ['<p>\n', '</p>'],
        'image/png': 'a\nb',
      });
    }));
});
