import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { runNotebook } from '#listenlab/notebook/jupyter/runner.js';
import { listenlab } from './cli/listenlab.js';
import { useFolder } from './support/folder.js';

// The shortest test of the whole path, run with the fast tests; all others that start programs are system tests.
const folder = useFolder();

test('the command line trains on the sample and recommends artists', async () => {
  const asked = [
    'recommend',
    '0015f5733a109ecaca1639e5aa136fa43a81e490',
    '--dataset',
    'sample',
    '--count',
    '3',
    '--json',
  ];
  const { code, stdout, stderr } = await listenlab([...asked, '--iterations', '3'], folder);
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.any(String) });
  const { recommendations } = JSON.parse(stdout);
  expect(recommendations).toHaveLength(3);
});

test('a notebook runs to completion', async () => {
  vi.stubEnv('LISTENLAB_DATA', folder.data);
  const file = path.resolve(import.meta.dirname, '../notebooks/03-similar-artists.ipynb');
  const { notebook } = await runNotebook(file, { output: folder.path });
  const outputs = notebook.cells.flatMap((cell) => ('outputs' in cell ? cell.outputs : []));
  expect(outputs.filter(({ output_type }) => output_type === 'error')).toEqual([]);
  const types = outputs.flatMap((output) => ('data' in output ? Object.keys(output.data) : []));
  expect(types).toEqual(expect.arrayContaining(['application/vnd.plotly.v1+json', 'text/html']));
});
