import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { KernelName } from '#listenlab/notebook/jupyter/kernel-process.js';
import { readNotebook } from '#listenlab/notebook/jupyter/notebook-file.js';
import type { CellProgress } from '#listenlab/notebook/jupyter/run-cells.js';
import { CellError } from '#listenlab/notebook/jupyter/run-cells.js';
import { runNotebook } from '#listenlab/notebook/jupyter/runner.js';
import { withFolder } from '../../support/folder.js';
import { REPOSITORY, START_LIMIT } from './kernel-support.js';

export const LIMIT = START_LIMIT + 30_000;

export const code = (source: string, tags?: string[]) => ({
  cell_type: 'code',
  metadata: tags ? { tags } : {},
  source,
  execution_count: 9,
  outputs: [{ output_type: 'stream', name: 'stdout', text: 'of an earlier run' }],
});

export const PARAMETERS = code("const count = 2;\nconst name = 'sample';", ['parameters']);
const TEXT = { cell_type: 'markdown', metadata: {}, source: '# A story' };

/** A folder from which `listenlab` resolves, with a notebook of these cells. */
export function withNotebook(
  cells: object[],
  use: (file: string, output: string) => Promise<void>,
): Promise<void> {
  return withFolder(async (folder) => {
    await mkdir(path.join(folder, 'node_modules'));
    await symlink(REPOSITORY, path.join(folder, 'node_modules', 'listenlab'), 'dir');
    await writeFile(path.join(folder, 'a.ipynb'), notebookText(cells));
    await use(path.join(folder, 'a.ipynb'), path.join(folder, 'reports'));
  });
}

export const notebookText = (cells: object[]) =>
  JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 4 });

export async function failureOf(run: Promise<unknown>): Promise<CellError> {
  const error = await run.then(
    () => undefined,
    (thrown) => thrown,
  );
  expect(error).toBeInstanceOf(CellError);
  return error as CellError;
}

/** The contract between a kernel and the runner: the same for listenlab's kernel and for tslab's own. */
export function itRunsNotebooks(kernel: KernelName): void {
  it(
    'runs cell by cell with its parameters, shows tables, figures and progress, and leaves the source unchanged',
    () =>
      withNotebook(
        [
          TEXT,
          PARAMETERS,
          code("console.log('run', name, count + 1);"),
          code("import { frame, show } from 'listenlab';\nshow(frame({ artist: ['kent'], plays: [12] }));"),
          code('import { show } from "listenlab";\nshow({ data: [{ y: [1, 2] }], layout: {} });'),
          code("import { progressLine } from 'listenlab';\nprogressLine('counting').update(1, 2);"),
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
            ...Array.from({ length: 5 }, () => undefined),
          ]);
          const outputs = cells.map((cell) => (cell.cell_type === 'code' ? cell.outputs : []));
          expect(outputs[3]).toEqual([{ output_type: 'stream', name: 'stdout', text: 'run other 41\n' }]);
          expect(outputs[4]).toMatchObject([
            { output_type: 'display_data', data: { 'text/plain': expect.stringContaining('kent') } },
          ]);
          expect(outputs[5]).toMatchObject([
            { data: { 'application/vnd.plotly.v1+json': { data: [{ y: [1, 2] }] } } },
          ]);
          expect([outputs[1], outputs[2], outputs[7]]).toEqual([[], [], []]);
          const live = told.filter((cell) => cell.live !== undefined);
          expect(live.map(({ number, status }) => [number, status])).toEqual([[6, 'running']]);
          expect(live[0].live).toMatch(/^counting █{10}░{10} 1 of 2 · /);
          expect(
            told
              .filter((cell) => !live.includes(cell))
              .map(({ number, total, status }) => [number, total, status]),
          ).toEqual(
            [1, 2, 3, 4, 5, 6].flatMap((number) => [
              [number, 7, 'running'],
              [number, 7, 'ok'],
            ]),
          );
        },
      ),
    LIMIT,
  );

  it(
    'skips and tolerates cells as tagged, and stops at the first other failure with its source, error and output',
    () =>
      withNotebook(
        [
          code("console.log('skipped');", ['skip-execution']),
          code("console.log('before'); throw new RangeError('as it may');", ['raises-exception']),
          code("console.log('after');", ['raises-exception']),
          code("console.log('before');\nconst rows: any = undefined;\nrows.length;"),
          code("console.log('never');"),
        ],
        async (file, output) => {
          const told: CellProgress[] = [];
          const onCell = (cell: CellProgress) => told.push(cell);
          const error = await failureOf(runNotebook(file, { kernel, output, onCell }));
          expect(error.message).toContain('a.ipynb, code cell 4 failed:');
          expect(error.message).toContain('    const rows: any = undefined;');
          expect(error.message).toContain(
            "TypeError: Cannot read properties of undefined (reading 'length')",
          );
          expect(error.message).not.toMatch(/node:internal|node_modules/);
          expect(error).toMatchObject({ notebook: 'a.ipynb', number: 4 });
          expect(error.outputs[0]).toEqual({ output_type: 'stream', name: 'stdout', text: 'before\n' });
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
          expect(shown[3].at(-1)).toMatchObject({ output_type: 'error' });
          expect(shown[4]).toEqual([]);
        },
      ),
    LIMIT,
  );
}
