import { cp, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Notebook } from '#listenlab/notebook/jupyter/nbformat.js';
import { parseNotebook } from '#listenlab/notebook/jupyter/notebook-file.js';
import { listenlab } from '../cli/listenlab.js';
import { useFolder } from '../support/folder.js';
import { sharedFile } from '../support/shared.js';

const cases = sharedFile('cases');
const folder = useFolder();

/** Runs notebooks of a folder of cases; a failing cell does not stop the others. */
async function runKept(name: string, notebooks: string[]): Promise<Map<string, Notebook>> {
  await cp(path.join(cases as string, name), folder.file(name), { recursive: true });
  const files = notebooks.map((each) => `${name}/${each}.ipynb`);
  const { code, stderr } = await listenlab(['run', ...files, '--output', 'ran'], folder);
  expect(code, stderr).toBe(0);
  const ran = await Promise.all(
    notebooks.map(async (each) => {
      const file = folder.file(`ran/${path.basename(each)}.ipynb`);
      return [each, parseNotebook(await readFile(file, 'utf8'), each)] as const;
    }),
  );
  return new Map(ran);
}

/** The last values of a notebook's cells, as text. */
function valuesOf(notebook: Notebook | undefined): string[] {
  return (notebook?.cells ?? []).flatMap((cell) =>
    cell.cell_type === 'code'
      ? cell.outputs.flatMap((output) =>
          output.output_type === 'execute_result' ? String(output.data['text/plain']) : [],
        )
      : [],
  );
}

test.skipIf(!cases)(
  'notebooks kept outside the repository run, and functions see later assignments',
  async () => {
    const rest = [
      'await-await',
      'await-iife',
      'awaits',
      'cells',
      'cells2',
      'for-await',
      'name-clash',
      'reserved',
    ];
    const ran = await runKept('27-cells', ['closure-small', 'closures', 'shadow', 'shorthand', ...rest]);
    expect(valuesOf(ran.get('closure-small'))).toEqual(['10']);
    expect(valuesOf(ran.get('closures'))).toContain('105');
    expect(valuesOf(ran.get('shorthand'))).toEqual(['{ alpha: 15, factors: 20 }']);
    expect(valuesOf(ran.get('cells'))).toContain("'logged run'");
  },
);

test.skipIf(!cases)(
  'files and packages next to a notebook kept outside the repository are imported',
  async () => {
    const ran = await runKept('26-local-imports', [
      'import',
      'import-ext',
      'import-js',
      'import-json',
      'import-listenlab',
      'packages-cjs',
      'packages-esm',
      'packages-esm-dynamic',
      'require',
      'inside-package/esm',
    ]);
    expect(Object.fromEntries([...ran].map(([name, notebook]) => [name, valuesOf(notebook)]))).toEqual({
      import: ['7', "'LOW'", '1', '2'],
      'import-ext': ['3'],
      'import-js': ['3'],
      'import-json': ['7'],
      'import-listenlab': ["'Last.fm sample (simulated)'"],
      'packages-cjs': ['41'],
      'packages-esm': ['42'],
      'packages-esm-dynamic': ['42'],
      require: ["'b'", '3'],
      'inside-package/esm': ['42', '42', '42', '42', '42', '42'],
    });
  },
);

test.skipIf(!cases)('a name that a file does not export is reported with the nearest one', async () => {
  await cp(path.join(cases as string, '26-local-imports'), folder.file('kept'), { recursive: true });
  const { code, stderr } = await listenlab(['run', 'kept/import-mistyped.ipynb'], folder);
  expect(code).toBe(1);
  expect(stderr).toContain("has no exported member named 'totl'. Did you mean 'total'?");
});
