import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { KernelDiedError } from '#listenlab/notebook/jupyter/kernel-client.js';
import { readNotebook } from '#listenlab/notebook/jupyter/notebook-file.js';
import type { CellProgress } from '#listenlab/notebook/jupyter/run-cells.js';
import { CellError } from '#listenlab/notebook/jupyter/run-cells.js';
import { runNotebook } from '#listenlab/notebook/jupyter/runner.js';
import { withFolder } from '../../support/folder.js';
import { REPOSITORY, START_LIMIT } from './kernel-support.js';

const LIMIT = START_LIMIT + 30_000;

const code = (source: string, tags?: string[]) => ({
  cell_type: 'code',
  metadata: tags ? { tags } : {},
  source,
  execution_count: 9,
  outputs: [{ output_type: 'stream', name: 'stdout', text: 'of an earlier run' }],
});

const PARAMETERS = code("const count = 2;\nconst name = 'sample';", ['parameters']);
const TEXT = { cell_type: 'markdown', metadata: {}, source: '# A story' };

/** A folder from which `listenlab` resolves, with a notebook of these cells. */
function withNotebook(cells: object[], use: (file: string, output: string) => Promise<void>): Promise<void> {
  return withFolder(async (folder) => {
    await mkdir(path.join(folder, 'node_modules'));
    await symlink(REPOSITORY, path.join(folder, 'node_modules', 'listenlab'), 'dir');
    await writeFile(path.join(folder, 'a.ipynb'), notebookText(cells));
    await use(path.join(folder, 'a.ipynb'), path.join(folder, 'reports'));
  });
}

const notebookText = (cells: object[]) =>
  JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 4 });

async function failureOf(run: Promise<unknown>): Promise<CellError> {
  const error = await run.then(
    () => undefined,
    (thrown) => thrown,
  );
  expect(error).toBeInstanceOf(CellError);
  return error as CellError;
}

describe.each(['listenlab', 'tslab'] as const)('a notebook on the %s kernel', (kernel) => {
  it(
    'runs cell by cell with its parameters, shows tables and figures, and leaves the source alone',
    () =>
      withNotebook(
        [
          TEXT,
          PARAMETERS,
          code("console.log('run', name, count + 1);"),
          code("import { frame, show } from 'listenlab';\nshow(frame({ artist: ['kent'], plays: [12] }));"),
          code('import { show } from "listenlab";\nshow({ data: [{ y: [1, 2] }], layout: {} });'),
          code(''),
        ],
        async (file, output) => {
          const before = await readFile(file, 'utf8');
          const told: CellProgress[] = [];
          const parameters = { name: 'other', count: '40' };
          const run = await runNotebook(file, {
            kernel,
            parameters,
            output,
            onCell: (cell) => told.push(cell),
          });
          expect(await readFile(file, 'utf8')).toBe(before);
          expect(run.path).toBe(path.join(output, 'a.ipynb'));
          const { cells, nbformat_minor, metadata } = await readNotebook(run.path);
          expect(nbformat_minor).toBe(5);
          expect(metadata.language_info).toMatchObject({ name: 'typescript' });
          expect(cells.map((cell) => cell.metadata.tags)).toEqual([
            undefined,
            ['parameters'],
            ['injected-parameters'],
            undefined,
            undefined,
            undefined,
            undefined,
          ]);
          const outputs = cells.map((cell) => (cell.cell_type === 'code' ? cell.outputs : []));
          expect(outputs[3]).toEqual([{ output_type: 'stream', name: 'stdout', text: 'run other 41\n' }]);
          expect(outputs[4]).toMatchObject([
            { output_type: 'display_data', data: { 'text/plain': expect.stringContaining('kent') } },
          ]);
          expect(outputs[5]).toMatchObject([
            { data: { 'application/vnd.plotly.v1+json': { data: [{ y: [1, 2] }] } } },
          ]);
          expect([outputs[1], outputs[2], outputs[6]]).toEqual([[], [], []]);
          expect(told.map(({ number, total, status }) => [number, total, status])).toEqual(
            [1, 2, 3, 4, 5].flatMap((number) => [
              [number, 6, 'running'],
              [number, 6, 'ok'],
            ]),
          );
        },
      ),
    LIMIT,
  );

  it(
    'tells what a cell shows of its progress while it runs',
    () =>
      withNotebook(
        [code("import { progressLine } from 'listenlab';\nprogressLine('counting').update(1, 2);")],
        async (file, output) => {
          const told: CellProgress[] = [];
          await runNotebook(file, { kernel, output, onCell: (cell) => told.push(cell) });
          expect(told.map(({ status }) => status)).toEqual(['running', 'running', 'ok']);
          expect(told[1].live).toMatch(/^counting █{10}░{10} 1 of 2 · /);
        },
      ),
    LIMIT,
  );

  it(
    'stops at the first cell that fails and says which, with source, error and output',
    () =>
      withNotebook(
        [
          code("console.log('fine');"),
          code("console.log('before');\nconst rows: any = undefined;\nrows.length;"),
          code("console.log('never');"),
        ],
        async (file, output) => {
          const error = await failureOf(runNotebook(file, { kernel, output }));
          expect(error.message).toContain('a.ipynb, code cell 2 failed:');
          expect(error.message).toContain('    const rows: any = undefined;');
          expect(error.message).toContain(
            "TypeError: Cannot read properties of undefined (reading 'length')",
          );
          expect(error.message).not.toMatch(/node:internal|node_modules/);
          expect(error).toMatchObject({ notebook: 'a.ipynb', number: 2 });
          expect(error.outputs[0]).toEqual({ output_type: 'stream', name: 'stdout', text: 'before\n' });
          const { cells } = await readNotebook(path.join(output, 'a.ipynb'));
          const outputs = cells.map((cell) => (cell.cell_type === 'code' ? cell.outputs : []));
          expect(outputs[1].at(-1)).toMatchObject({ output_type: 'error' });
          expect(outputs[2]).toEqual([]);
        },
      ),
    LIMIT,
  );

  it(
    'leaves cells tagged skip-execution as they are, and goes on after one tagged raises-exception',
    () =>
      withNotebook(
        [
          code("console.log('skipped');", ['skip-execution']),
          code("console.log('before'); throw new RangeError('as it may');", ['raises-exception']),
          code("console.log('after');", ['raises-exception']),
          code("throw new RangeError('as it may not');"),
        ],
        async (file, output) => {
          const told: CellProgress[] = [];
          const onCell = (cell: CellProgress) => told.push(cell);
          const error = await failureOf(runNotebook(file, { kernel, output, onCell }));
          expect(error.number).toBe(4);
          const statuses = told.map(({ number, status }) => `${number} ${status}`);
          expect(statuses.filter((status) => !status.endsWith('running'))).toEqual([
            '1 skipped',
            '2 allowed',
            '3 ok',
            '4 error',
          ]);
          const { cells } = await readNotebook(path.join(output, 'a.ipynb'));
          expect(cells[0]).toMatchObject({ execution_count: 9, outputs: [{ text: 'of an earlier run' }] });
          const shown = cells.map((cell) => (cell.cell_type === 'code' ? cell.outputs : []));
          expect(shown[1].at(-1)).toMatchObject({ output_type: 'error' });
          expect(JSON.stringify(shown[1].at(-1))).toContain('as it may');
          expect(shown[2]).toEqual([{ output_type: 'stream', name: 'stdout', text: 'after\n' }]);
        },
      ),
    LIMIT,
  );
});

describe('running a notebook', () => {
  it(
    'says so when a cell ends the kernel, also one that may fail',
    () =>
      withNotebook(
        [code("console.log('a'); process.kill(process.pid, 'SIGKILL');", ['raises-exception'])],
        async (file, output) => {
          const error = await failureOf(runNotebook(file, { output }));
          expect(error.message).toContain('the kernel was killed from outside (SIGKILL)');
          expect(error.cause).toBeInstanceOf(KernelDiedError);
          expect(existsSync(path.join(output, 'a.ipynb'))).toBe(true);
        },
      ),
    LIMIT,
  );

  it(
    'is interrupted by its signal, and keeps what was done',
    () =>
      withNotebook([code("'done'"), code('await new Promise(() => undefined);')], async (file, output) => {
        const abort = new AbortController();
        const onCell = ({ number }: CellProgress) => {
          if (number === 2) setTimeout(() => abort.abort(), 100);
        };
        await expect(runNotebook(file, { output, onCell, signal: abort.signal })).rejects.toThrow('aborted');
        const { cells } = await readNotebook(path.join(output, 'a.ipynb'));
        expect(cells[0]).toMatchObject({ outputs: [{ data: { 'text/plain': "'done'" } }] });
        expect(cells[1]).toMatchObject({ outputs: [{ ename: 'KeyboardInterrupt' }] });
      }),
    LIMIT,
  );

  it(
    'finds listenlab from anywhere, and files from the notebook',
    () =>
      withFolder(async (folder) => {
        await writeFile(path.join(folder, 'plays.tsv'), 'one\n');
        const cells = [
          code(
            "import { readFileSync } from 'node:fs';\nimport { IdMap } from 'listenlab';\nconsole.log(readFileSync('plays.tsv', 'utf8').trim(), typeof IdMap);",
          ),
        ];
        const file = path.join(folder, 'a.ipynb');
        await writeFile(file, notebookText(cells));
        const { notebook } = await runNotebook(file, { output: path.join(folder, 'out') });
        expect(notebook.cells[0]).toMatchObject({ outputs: [{ text: 'one function\n' }] });
      }),
    LIMIT,
  );

  it('refuses to write over its source, also through a link, before anything runs', () =>
    withNotebook([code('1')], async (file) => {
      const folder = path.dirname(file);
      await expect(runNotebook(file, { output: folder })).rejects.toThrow(
        `the executed copy of ${file} would replace it; choose another output folder than ${folder}`,
      );
      const link = path.join(folder, 'link');
      await symlink(folder, link, 'dir');
      await expect(runNotebook(file, { output: link })).rejects.toThrow('would replace it');
    }));

  it('refuses unknown parameters and files that are no notebooks before anything runs', () =>
    withNotebook([PARAMETERS], async (file, output) => {
      await expect(runNotebook(file, { output, parameters: { cuont: 1 } })).rejects.toThrow(
        "a.ipynb has no parameter 'cuont'; did you mean 'count'? There are count, name",
      );
      const broken = path.join(path.dirname(file), 'b.ipynb');
      await copyFile(path.join(REPOSITORY, 'package.json'), broken);
      await expect(runNotebook(broken, { output })).rejects.toThrow(
        'b.ipynb is not a notebook: it has no nbformat',
      );
      expect(existsSync(output)).toBe(false);
    }));
});
