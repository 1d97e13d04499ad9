import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KernelClient } from '#listenlab/notebook/jupyter/kernel-client.js';
import { REPOSITORY, runCode, START_LIMIT } from '../jupyter/kernel-support.js';

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await KernelClient.start({ cwd: REPOSITORY });
  const { reply } = await runCode(
    kernel,
    `import * as lab from 'listenlab';
    import { type Dataset, frame, type Model, openDataset, widgets } from 'listenlab';
    let dataset!: Dataset;
    let model!: Model;
    const plays = frame({ artist: ['kent'], plays: [12] });
    const alpha = widgets.slider({ min: 1, max: 40 });`,
  );
  expect(reply.status).toBe('ok');
}, START_LIMIT);
afterAll(() => kernel.shutdown());

/** What a front end offers at the end of the code, or at `|` in it. */
async function completions(code: string): Promise<string[]> {
  const at = code.indexOf('|');
  const text = code.replace('|', '');
  const request = { code: text, cursor_pos: at < 0 ? text.length : at };
  return (await kernel.request('complete_request', request)).matches as string[];
}

/** What a front end shows for the name that ends at `|`, as text and as Markdown. */
async function tip(code: string): Promise<Record<string, string>> {
  const request = { code: code.replace('|', ''), cursor_pos: code.indexOf('|'), detail_level: 0 };
  return (await kernel.request('inspect_request', request)).data as Record<string, string>;
}

async function hover(code: string): Promise<string> {
  return String((await tip(code))['text/plain']);
}

describe('completion knows', () => {
  it.each([
    ['what listenlab exports', 'lab.', ['openDataset', 'trainAls', 'interact', 'charts']],
    ['a group of listenlab', 'widgets.', ['slider', 'dropdown', 'vbox']],
    ['the charts by their names', 'lab.charts.settings', ['settingsCurves', 'settingsHeatmap']],
    ['the options of a function in a group', 'widgets.slider({ | })', ['min', 'max', 'label']],
    ['a dataset', 'dataset.', ['clean', 'interactions', 'query']],
    ['a model', 'model.', ['similarArtists', 'recommend']],
    ['a Danfo frame', 'plays.', ['head', 'shape', 'columns', 'groupby', 'sortValues']],
    ['what a method of a frame returns', 'plays.head().', ['tail', 'describe']],
    ['a control', 'alpha.', ['value', 'onChange', 'label']],
    ['the options of a call', 'lab.trainAls(null as any, { | })', ['factors', 'alpha', 'iterations']],
    ['the rest of a name', 'openDat', ['openDataset']],
    ['what a promise holds', "(await openDataset('sample')).cl", ['clean']],
  ])('%s', async (_, code, expected) => {
    expect(await completions(code)).toEqual(expect.arrayContaining(expected));
  });
});

describe('hover shows', () => {
  it('the parameters of a query, though no cell reads the declarations of DuckDB', async () => {
    const signature = await hover('dataset.query|');
    expect(signature).toContain('values?: lab.QueryValue[]): Promise<lab.QueryResult>');
    const { reply } = await runCode(kernel, "dataset.query('SELECT ?', [() => 1, 'a', 2n]).nothing;");
    expect(reply.evalue).toMatch(/Property 'nothing' does not exist on type 'Promise<(lab\.)?QueryResult>'/);
  });

  it('the signature of a function and what it does', async () => {
    const text = await hover("openDataset|('sample')");
    expect(text).toMatch(
      /openDataset\(nameOrPath: string \| URL, options\?: .*OpenOptions\): Promise<.*Dataset>/,
    );
    expect(text).toContain('Opens a dataset');
  });

  it.each([
    ['a function of a group', 'lab.charts.topArtists|()', /topArtists\(data: [\s\S]*Horizontal bars/],
    ['a function under its short name', 'lab.splits.random|()', /^random\(interactions: [\s\S]*Holds out a/],
    ['a method of a dataset', 'dataset.clean|()', /Dataset\.clean\(/],
    ['a method of a Danfo frame', 'plays.head|()', /head\(rows\?: number/],
    ['an option', 'lab.trainAls(null as any, { factors|: 8 })', /factors\?: number/],
    ['a control', 'alpha|', /alpha: .*Control<number>/],
    ['an imported function', "import { trainAls } from 'listenlab'; trainAls|", /^function trainAls\(/],
    ['a class of the whole', 'lab.Dataset|', /^class Dataset\n\nPlays of listeners/],
    [
      'a group, with its names',
      'lab.explore|',
      /^namespace explore\n\nQuestions about the plays [\s\S]*Its names: .*`topArtists`/,
    ],
    [
      'a group under another name',
      "import { charts as drawn } from 'listenlab'; drawn|",
      /^namespace charts\n\nFigures, [\s\S]*Its names: .*`topArtists`/,
    ],
  ])('%s', async (_, code, expected) => {
    const shown = await hover(code);
    expect(shown).toMatch(expected);
    expect(shown).not.toMatch(/^\(alias\)|^(?:export|import) \w+$/m);
  });
});

it('no tooltip of anything that listenlab exports has a folder of this machine or a raw link in it', async () => {
  const lab: Record<string, unknown> = await import('#listenlab/index.js');
  const names = Object.keys(lab).flatMap((name) => {
    const group = Object.prototype.toString.call(lab[name]) === '[object Module]';
    return group ? [name, ...Object.keys(lab[name] as object).map((member) => `${name}.${member}`)] : [name];
  });
  expect(names).toEqual(expect.arrayContaining(['trainAls', 'charts', 'charts.topArtists']));
  for (const name of names) {
    for (const code of [`lab.${name}|`, `lab.${name}(|`, `lab.${name}({}, {|})`]) {
      const shown = Object.values(await tip(code)).join('\n');
      expect(shown, name).not.toContain(REPOSITORY);
      expect(shown, name).not.toMatch(/\{@|@category/);
    }
  }
});

describe('a mistake is reported before the cell runs', () => {
  it.each([
    [
      'an unknown option',
      '// train\nawait lab.trainAls(null as any, { factor: 8 });',
      "Did you mean to write 'factors'?",
    ],
    ['a missing method', '// clean\ndataset.cleann();', "Did you mean 'clean'?"],
    [
      'the wrong type of a value',
      "\nalpha.value = 'many';",
      "Type 'string' is not assignable to type 'number'.",
    ],
    [
      'a name that a group does not have',
      '// charts\nlab.charts.topArtist',
      "Property 'topArtist' does not exist on type 'typeof charts'. Did you mean 'topArtists'?",
    ],
    [
      'a name that a package that listenlab stands in for does not have',
      "import * as dfd from 'danfojs-node';\ndfd.readCsv",
      `Property 'readCsv' does not exist on type 'typeof import("danfojs-node")'. Did you mean 'readCSV'?`,
    ],
    ['all of listenlab as a value', '\nconst one: number = lab;', `Type 'typeof import("listenlab")' is not`],
  ])('%s', async (_, code, expected) => {
    const { reply } = await runCode(kernel, code);
    expect(reply).toMatchObject({ status: 'error', ename: 'TypeScriptError' });
    expect(reply.evalue).toMatch(/^line 2, column \d+: /);
    expect(reply.traceback?.join('\n')).toContain(expected);
  });
});

it('a group is a value and a namespace of types in a cell', async () => {
  const { reply } = await runCode(
    kernel,
    `import { charts, type Split, splits } from 'listenlab';
    const figure: charts.PlotlyFigure = charts.loss({ loss: [2, 1] });
    const options: splits.RandomSplitOptions = { fraction: 0.5 };
    const held: Split = splits.random(lab.interactionsFromRows(
      [1, 2, 3, 4].map((i) => ({ user: 'u' + (i % 2), artist: 'a' + i, plays: i }))), options);
    if (held.test.size !== 2 || figure.data.length !== 1) throw new Error('no');`,
  );
  expect(reply).toMatchObject({ status: 'ok' });
});

describe('a frame in cells', () => {
  it('type-checks with known columns, even across two cells', async () => {
    const first = await runCode(
      kernel,
      `import { columnsOf } from 'listenlab';
      const top = frame({ artist: ['kent', '311'], score: new Float32Array(2) });
      top.head(1).print();`,
    );
    expect(first.reply.status).toBe('ok');
    const second = await runCode(
      kernel,
      `const { artist, score } = columnsOf(top);
      const names: string[] = artist;
      const total: number = score.reduce((a, b) => a + b, 0);
      const derived: unknown[] = columnsOf(top.head(1)).artist;`,
    );
    expect(second.reply.status).toBe('ok');
    const third = await runCode(kernel, 'columnsOf(top).plays');
    expect(third.reply.evalue).toContain(
      "Property 'plays' does not exist on type '{ artist: string[]; score: number[]; }'.",
    );
  });

  it('is accepted only by charts whose columns it has', async () => {
    const chart = (name: string) => `import { charts } from 'listenlab'; charts.${name}(top).layout.height`;
    expect((await runCode(kernel, chart('recommendations'))).reply.status).toBe('ok');
    const { reply } = await runCode(kernel, chart('loss'));
    expect(reply.evalue).toMatch(
      /Argument of type 'Frame<[^']*' is not assignable to parameter of type 'ChartData<\{ loss: number; \}>'/,
    );
  });

  it('has the methods of Danfo, so its declarations were read', async () => {
    const { reply } = await runCode(kernel, 'const shape: string = top.shape;');
    expect(reply.evalue).toMatch(/Type 'number\[\]' is not assignable|Type '\[number, number\]'|Type 'Shape/);
  });
});
