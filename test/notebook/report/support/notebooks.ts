import { tableBundle } from '#listenlab/notebook/display/draw-table.js';
import type { Cell, Notebook, Output } from '#listenlab/notebook/jupyter/nbformat.js';
import { agesFigure, barFigure, clusterFigure, histogramFigure, lineFigure, mapFigure } from './figures.js';

export function notebookOf(...cells: Cell[]): Notebook {
  return { cells, metadata: { kernelspec: { name: 'listenlab' } }, nbformat: 4, nbformat_minor: 5 };
}

export function markdown(...lines: string[]): Cell {
  return { cell_type: 'markdown', id: '', metadata: {}, source: lines.join('\n') };
}

export function markdownTagged(tags: string[], ...lines: string[]): Cell {
  return { ...markdown(...lines), metadata: { tags } };
}

export function code(source: string, outputs: Output[] = [], tags: string[] = []): Cell {
  return { cell_type: 'code', id: '', metadata: { tags }, source, execution_count: 3, outputs };
}

export function display(data: Record<string, unknown>): Output {
  return { output_type: 'display_data', data, metadata: {} };
}

export function result(data: Record<string, unknown>): Output {
  return { output_type: 'execute_result', data, metadata: {}, execution_count: 3 };
}

export function figure(plotly: unknown): Output {
  return display({ 'application/vnd.plotly.v1+json': plotly, 'text/plain': 'a figure' });
}

export function stream(text: string, name: 'stdout' | 'stderr' = 'stdout'): Output {
  return { output_type: 'stream', name, text };
}

export function failure(ename: string, evalue: string, traceback: string[]): Output {
  return { output_type: 'error', ename, evalue, traceback };
}

export function table(columns: Record<string, (string | number)[]>): Output {
  const values = Object.values(columns);
  const table = tableBundle({
    columns: Object.keys(columns),
    index: values[0].map((_, i) => String(i)),
    cells: values.map((column) => column.map((value) => value.toLocaleString('en-US'))),
    numeric: values.map((column) => typeof column[0] === 'number'),
    moreRows: 17,
  });
  return result({ ...table, 'text/plain': 'a table' });
}

// A one-pixel PNG and a small drawing.
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';
const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" width="240" height="40"><rect width="240" height="40" fill="#1f9e89"/></svg>';

/** A notebook that explores data: tables, distributions, a map, a printed line. */
export function exploreNotebook(): Notebook {
  return notebookOf(
    markdown(
      '# What people listen to',
      '',
      'Every line of the file says how often one listener played one artist. Nobody gave stars: this is **implicit** data, and a play count is a hint, not a verdict. See [who listens](#Who-listens), the [training](./02-train.ipynb), or [the data](https://example.org/data?a=1&b=2).',
      '',
      '| words | meaning |',
      '|---|---:|',
      '| preference | `p = 1` when played |',
      '| confidence | `c = alpha * r` |',
    ),
    code(
      "const dataset = 'sample';\nconst factors = 20;\nconst alpha = 15;\nconst artist = 'red hot chili peppers';",
      [],
      ['parameters'],
    ),
    markdown('## The first rows', '', 'A listener is known by a hash, an artist by name.'),
    code('const data = await openDataset(dataset);\nawait head(data);', [
      table({
        user: [
          '00000c289a1829a808ac09c00daf10bc3c4e223b',
          '00001411dc427966b17297bf4d69e7e193135d89',
          '00004d2ac9316e22dc007ab2243d6fcb239e707d',
        ],
        artist: ['die Ärzte', 'red hot chili peppers', '</script><b>"quoted" & sons'],
        plays: [1099, 897, 12],
      }),
    ]),
    code(
      'showMarkdown(finding);',
      [display({ 'text/markdown': 'A few artists have **most** of the listeners.' })],
      ['finding'],
    ),
    code('// How many plays a row has\nshow(playsDistributionChart(plays));', [figure(histogramFigure())]),
    markdown(
      '## Most heard artists',
      '',
      '> A few artists have most of the listeners.',
      '',
      '- first',
      '- second',
      '',
      '### By listeners',
    ),
    code('show(topArtistsChart(top));', [figure(barFigure())]),
    markdown('## Who listens', '', 'Profiles are what listeners wrote about themselves.'),
    code('show(countriesChart(countries));', [figure(mapFigure())]),
    code('show(agesChart(ages));', [figure(agesFigure())]),
  );
}

/** A notebook that trains: progress, loss, a map, and every other kind of output. */
export function trainNotebook(): Notebook {
  return notebookOf(
    markdown(
      '# Train a model',
      '',
      'The model gives every listener and every artist a short list of numbers.',
      '',
      '```ts',
      'const model = await trainAls(interactions, { factors: 20 });',
      '```',
    ),
    code('const model = await trainAls(interactions);', [
      stream(
        'iteration 1\riteration 2\riteration 20 of 20, loss 0.2531\n\u001b[32mdone\u001b[0m in 0.42 s\n',
      ),
      stream('one artist has a single listener\n', 'stderr'),
    ]),
    code('show(lossChart(model.losses));', [figure(lineFigure())]),
    markdown('## The data', '', 'What the model knows.'),
    code('show(artistMapChart(map));', [figure(clusterFigure())]),
    code('model.training', [display({ 'application/json': { factors: 20, name: '</script>' } })]),
    code('drawing', [
      display({ 'image/svg+xml': SVG, 'text/plain': 'a green bar' }),
      display({ 'image/png': PNG }),
    ]),
    code('model.factors', [result({ 'text/plain': '\u001b[33m20\u001b[39m' })]),
    code("showMarkdown('...')", [display({ 'text/markdown': 'Shown as **Markdown**.' })]),
  );
}

/** A notebook whose last cell failed. */
export function failedNotebook(): Notebook {
  return notebookOf(
    markdown('## The data', '', 'No title here.'),
    code("model.similarArtists('red hot chilli peppers')", [
      failure('InputError', "no artist 'red hot chilli peppers'; did you mean 'red hot chili peppers'?", [
        "\u001b[31mInputError\u001b[0m: no artist 'red hot chilli peppers'; did you mean 'red hot chili peppers'?",
        "    at cell 1, line 1: model.similarArtists('red hot chilli peppers')",
      ]),
    ]),
  );
}
