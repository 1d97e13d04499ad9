import { existsSync } from 'node:fs';
import { copyFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { KernelDiedError } from '#listenlab/notebook/jupyter/kernel-client.js';
import { readNotebook } from '#listenlab/notebook/jupyter/notebook-file.js';
import type { CellProgress } from '#listenlab/notebook/jupyter/run-cells.js';
import { runNotebook } from '#listenlab/notebook/jupyter/runner.js';
import { withFolder } from '../../support/folder.js';
import { REPOSITORY } from './kernel-support.js';

import {
  code,
  failureOf,
  itRunsNotebooks,
  LIMIT,
  notebookText,
  PARAMETERS,
  withNotebook,
} from './runner-cases.js';

// tslab's own kernel is covered by the end-to-end tests.
describe('a notebook on listenlab’s kernel', () => {
  itRunsNotebooks('listenlab');
});

describe('running a notebook', () => {
  it(
    'reports a cell that ends the kernel, even one that may fail',
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
    'is interrupted by its signal and keeps what is done',
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
    'resolves listenlab from anywhere, and files relative to the notebook',
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

  it('refuses to overwrite its source, even through a link, before anything runs', () =>
    withNotebook([code('1')], async (file) => {
      const folder = path.dirname(file);
      await expect(runNotebook(file, { output: folder })).rejects.toThrow(
        `the executed copy of ${file} would replace it; choose another output folder than ${folder}`,
      );
      const link = path.join(folder, 'link');
      await symlink(folder, link, 'dir');
      await expect(runNotebook(file, { output: link })).rejects.toThrow('would replace it');
    }));

  it('refuses unknown parameters and invalid notebooks before anything runs', () =>
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
