import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as lab from '#listenlab/index.js';

// Whatever a public function is called with, it answers, or it fails with one of our own sentences.

/** What every function is called with. */
const ARGUMENTS: [string, unknown[]][] = [
  ['nothing', []],
  ['null', [null]],
  ['undefined', [undefined]],
  ['a number', [5]],
  ['a text', ['no such thing']],
  ['an empty object', [{}]],
  ['an empty array', [[]]],
  ['an array of null', [[null]]],
  ['an array of numbers', [[5]]],
  ['an array of empty objects', [[{}]]],
  ['a function', [() => undefined]],
  ['a symbol', [Symbol('a')]],
  ['an object without a prototype', [Object.create(null)]],
  ['an array of symbols', [[Symbol('a')]]],
  ['an array of objects without a prototype', [[Object.create(null)]]],
  ['null twice', [null, null]],
  ['two empty objects', [{}, {}]],
  ['two texts', ['a', 'b']],
  ['an object that holds null', [{ a: null }]],
];

type AnyFunction = (...given: unknown[]) => unknown;

const plays = lab.interactionsFromRows([
  { user: 'ann', artist: 'kent', plays: 3 },
  { user: 'ann', artist: 'abba', plays: 1 },
  { user: 'bob', artist: 'kent', plays: 2 },
  { user: 'bob', artist: 'air', plays: 4 },
]);

/** All public functions and constructors: those of the index, and those of its groups. */
function functionsOf(module: object, prefix = ''): [string, AnyFunction][] {
  return Object.entries(module).flatMap(([name, value]): [string, AnyFunction][] => {
    if (isModule(value)) return functionsOf(value, `${prefix}${name}.`);
    if (typeof value !== 'function') return [];
    // An error says what it is given, and JavaScript itself turns that into text.
    if (value === lab.InputError) return [];
    const isClass = /^class\b/.test(Function.prototype.toString.call(value));
    return isClass
      ? [[`new ${prefix}${name}`, (...given) => Reflect.construct(value, given)]]
      : [[prefix + name, value as AnyFunction]];
  });
}

function isModule(value: unknown): value is object {
  return Object.prototype.toString.call(value) === '[object Module]';
}

/** The methods of a value, its own and those of its classes. */
function methodsOf(value: object): [string, AnyFunction][] {
  const names = new Set<string>();
  for (let level = value; level && level !== Object.prototype; level = Object.getPrototypeOf(level))
    for (const name of Object.getOwnPropertyNames(level)) names.add(name);
  names.delete('constructor');
  return [...names].flatMap((name): [string, AnyFunction][] => {
    const method = (value as Record<string, unknown>)[name];
    return typeof method === 'function' ? [[name, (...given) => method.apply(value, given)]] : [];
  });
}

/** Calls a function in all ways, and tells the failures that are not ours. */
async function foreignFailures(call: AnyFunction, ways = ARGUMENTS): Promise<string[]> {
  const failures = await Promise.all(
    ways.map(async ([name, given]) => {
      const error = await new Promise((resolve) => resolve(call(...given))).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      return error === undefined || error instanceof lab.InputError ? [] : [`${name}: ${error}`];
    }),
  );
  return failures.flat();
}

let folder: string;
let values: Record<string, object>;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'listenlab-any-'));
  const model = await lab.trainAls(plays, { factors: 2, iterations: 1, threads: 1 });
  const judged = lab.splits.random(plays, { fraction: 0.4 });
  const trained = await lab.trainAls(judged.train, { factors: 2, iterations: 1, threads: 1 });
  const dataset = await lab.openDataset('sample', { dataDirectory: folder });
  const evaluation = await lab.evaluate(trained, judged, { k: 1, threads: 1 });
  values = {
    model,
    names: plays.users,
    listener: model.foldIn({ kent: 1 }),
    'new artist': model.foldInArtist({ ann: 1 }),
    evaluation,
    comparison: await lab.metrics.compare({ one: evaluation, other: evaluation }),
    algorithm: lab.baselines.popularity(),
    recommender: await lab.baselines.popularity().fit(plays),
    dataset,
    mask: lab.userMask(),
    'progress line': lab.progressLine('reading'),
    slider: lab.widgets.slider({ min: 0, max: 3 }),
    dropdown: lab.widgets.dropdown({ options: ['a'] }),
    button: lab.widgets.button({ label: 'a' }),
    anywidget: lab.widgets.anywidget({ esm: '', state: { a: 1 } }),
    output: lab.widgets.output(),
  };
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a public function answers any argument, or says what it expected:', () => {
  it.each(functionsOf(lab))('%s', async (_name, call) => {
    expect(await foreignFailures(call)).toEqual([]);
  });
});

/** Texts are what these methods take: one would write a file, the other hands DuckDB's words on. */
const TAKE_TEXTS = ['save', 'query'];

describe('a method answers any argument, or says what it expected: of', () => {
  it.each([
    'model',
    'names',
    'listener',
    'new artist',
    'evaluation',
    'comparison',
    'algorithm',
    'recommender',
    'mask',
    'progress line',
    'slider',
    'dropdown',
    'button',
    'anywidget',
    'output',
    'dataset',
  ])('%s', async (name) => {
    const notTexts = ARGUMENTS.filter(([kind]) => !kind.includes('text'));
    // Closed last: nothing can be asked of it afterwards.
    const methods = methodsOf(values[name]).sort(([a], [b]) => Number(a === 'close') - Number(b === 'close'));
    expect(methods.length).toBeGreaterThan(0);
    for (const [method, call] of methods) {
      const ways = TAKE_TEXTS.includes(method) ? notTexts : ARGUMENTS;
      expect(await foreignFailures(call, ways), method).toEqual([]);
    }
  });
});

describe('a later argument may be anything, too: of', () => {
  const anyValue: [string, unknown[]][] = ARGUMENTS.filter(([, given]) => given.length === 1);
  // biome-ignore lint/suspicious/noExplicitAny: the values are wrong on purpose
  const calls: [string, (value: any) => unknown][] = [
    ['describe.matrix', (value) => lab.describe.matrix(value, plays)],
    ['describe.recommended', (value) => lab.describe.recommended('you', value)],
    ['describe.explanation', (value) => lab.describe.explanation('you', value)],
    ['describe.change', (value) => lab.describe.change('NDCG', { name: 'a', score: 1 }, value)],
    ['describe.best', (value) => lab.describe.best('NDCG', value)],
    ['metrics.pairedDifference', (value) => lab.metrics.pairedDifference(evaluation(), evaluation(), value)],
    ['metrics.poolEvaluations', (value) => lab.metrics.poolEvaluations([evaluation()], value)],
    ['metrics.byGroup', (value) => lab.metrics.byGroup(evaluation(), value)],
    ['metrics.byGroup, options', (value) => lab.metrics.byGroup(evaluation(), 'activity', value)],
    ['metrics.byPopularity', (value) => lab.metrics.byPopularity(evaluation(), value)],
    ['interact', (value) => lab.interact(() => undefined, value)],
    ['frameOfRows', (value) => lab.frameOfRows([], value)],
    ['renderReport', (value) => lab.renderReport([], value)],
    ['writeReport', (value) => lab.writeReport(path.join(folder, 'a.html'), [], value)],
    ['hideUsers', (value) => lab.hideUsers(value, [])],
    ['new Interactions', (value) => new lab.Interactions(plays.users, plays.artists, value)],
    ['recommendAll', (value) => lab.recommendAll(values.model as lab.Model, () => {}, { users: value })],
  ];
  const evaluation = () => values.evaluation as lab.Evaluation;

  it.each(calls)('%s', async (_name, call) => {
    expect(await foreignFailures(call as AnyFunction, anyValue)).toEqual([]);
  });
});

/** The columns of each chart. */
const CHARTS: Record<string, Record<string, unknown>> = {
  topArtists: { artist: 'kent', listeners: 3 },
  similarArtists: { artist: 'kent', similarity: 0.3 },
  recommendations: { artist: 'kent', score: 0.3 },
  explanation: { artist: 'kent', contribution: 0.3 },
  artistMap: { artist: 'kent', x: 1, y: 2, cluster: 0, listeners: 3 },
  artistsPerUser: { artists: 3, users: 2 },
  listenersPerArtist: { listeners: 3, artists: 2 },
  playsDistribution: { from: 1, to: 2, rows: 3 },
  metricBars: { model: 'ALS', label: 'NDCG@10', mean: 0.3, low: 0.2, high: 0.4 },
  metricByGroup: { group: 'Norway', users: 30, mean: 0.3, low: 0.2, high: 0.4, verdict: 'higher' },
  popularityByGroup: { group: 'Norway', users: 30, profilePopularity: 0.1, listPopularity: 0.2 },
  hitsByPopularity: { stratum: 'head', artists: 0.1, known: 0.3, recommended: 0.8, hits: 0.9 },
  modelDifferences: {
    model: 'ALS',
    other: 'popularity',
    difference: 0.3,
    low: 0.2,
    high: 0.4,
    verdict: 'better',
  },
  agesAndGenders: { age: 22, gender: 'f', users: 3 },
  listenersByCountry: { country: 'Sweden', users: 3 },
  signupsByMonth: { month: '2005-01', users: 3 },
  byKnownPlays: { model: 'ALS', known: 2, mean: 0.3, low: 0.2, high: 0.4 },
  settingsCurves: { alpha: 1, mean: 0.3, weighting: 'log' },
  settingsHeatmap: { alpha: 1, factors: 16, mean: 0.3 },
  settingsParallel: { factors: 16, weighting: 'log', mean: 0.3 },
  loss: { loss: 0.3 },
  metricAgainstTime: { seconds: 1, mean: 0.3, label: '8 factors' },
};

describe('a chart draws any values, or says which it expected:', () => {
  const charts = lab.charts as unknown as Record<string, (data: unknown, options?: unknown) => object>;

  it('every chart is tried', () => {
    expect(Object.keys(CHARTS).sort()).toEqual(
      Object.keys(lab.charts)
        .filter((name) => name !== 'plotlyTheme')
        .sort(),
    );
  });

  it.each(Object.entries(CHARTS))('%s', async (name, row) => {
    const draw: AnyFunction = (data, options) => JSON.stringify(charts[name](data, options));
    const odd = [null, undefined, 5, 'x', Number.NaN, {}, [], true].flatMap((value) =>
      Object.keys(row).flatMap((column): [string, unknown[]][] => [
        [`${String(value)} in a row's ${column}`, [[row, { ...row, [column]: value }]]],
        [`${String(value)} as the column ${column}`, [{ ...columnsOf(row), [column]: value }]],
      ]),
    );
    expect(await foreignFailures(draw, odd)).toEqual([]);
    expect(() => charts[name]([row], { titel: 'x' })).toThrow(
      /^unknown option 'titel'; did you mean 'title'\?/,
    );
    expect(() => charts[name]([row], null)).toThrow(
      /^null was given; expected options, as in \{ title: \.\.\. \}$/,
    );
  });

  it.each([null, undefined, {}, true])('a name that is %o is refused with its row', (name) => {
    const rows = [
      { artist: 'kent', listeners: 3 },
      { artist: name as never, listeners: 2 },
    ];
    expect(() => lab.charts.topArtists(rows)).toThrow(
      /^the chart got (null|an Object|true) in row 2 of 'artist'; expected a name: leave out rows without one$/,
    );
  });

  it('a name that Danfo has read as a number is a name', () => {
    expect(JSON.stringify(lab.charts.topArtists([{ artist: 311 as never, listeners: 3 }]))).toContain(
      '"311"',
    );
  });
});

function columnsOf(row: Record<string, unknown>): Record<string, unknown[]> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, [value, value]]));
}
