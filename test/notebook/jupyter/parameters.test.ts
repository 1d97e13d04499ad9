import { describe, expect, it } from 'vitest';
import type { Cell, Notebook } from '#listenlab/notebook/jupyter/nbformat.js';
import { declaredParameters, injectParameters } from '#listenlab/notebook/jupyter/parameters.js';
import { InputError } from '#listenlab/util/errors.js';

const code = (source: string, tags: string[] = []): Cell => ({
  cell_type: 'code',
  id: `id-${source.length}`,
  metadata: tags.length > 0 ? { tags } : {},
  source,
  execution_count: null,
  outputs: [],
});

const DECLARATIONS = `// What to load, and how to train.
const dataset = 'sample'; // or a file: "a;b"
const factors: number = 20;
const regularization = 1e-2;
let verbose = false
const artist = "die Ärzte; // live";
const user: string | undefined = undefined;
const weights = [1, 2];`;

const notebook = (...cells: Cell[]): Notebook => ({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 });
const example = notebook(code('1'), code(DECLARATIONS, ['parameters']), code('2'));

describe('the parameters of a notebook', () => {
  it('are the declarations of its parameters cell, with type and default', () => {
    expect(declaredParameters(example)).toEqual([
      { name: 'dataset', keyword: 'const', type: 'string', default: "'sample'" },
      { name: 'factors', keyword: 'const', type: 'number', default: '20' },
      { name: 'regularization', keyword: 'const', type: 'number', default: '1e-2' },
      { name: 'verbose', keyword: 'let', type: 'boolean', default: 'false' },
      { name: 'artist', keyword: 'const', type: 'string', default: '"die Ärzte; // live"' },
      { name: 'user', keyword: 'const', type: 'string', default: 'undefined' },
      { name: 'weights', keyword: 'const', type: 'array', elements: 'number', default: '[1, 2]' },
    ]);
  });

  it('may be read as JSON from the environment, with a default', () => {
    const source = 'let tableOptions = JSON.parse(process.env.OF_THE_TABLE ?? \'{ "header": true }\');';
    const made = notebook(code(source, ['parameters']));
    const declared = (environment: Record<string, string>) => declaredParameters(made, environment);
    const object = { name: 'tableOptions', keyword: 'let', type: 'object' };
    expect(declared({})).toEqual([{ ...object, default: '{ "header": true }' }]);
    const given = { OF_THE_TABLE: '{"columns":{"user":"who"}}' };
    expect(declared(given)).toEqual([{ ...object, default: '{"columns":{"user":"who"}}' }]);
    for (const broken of ['', 'a) => (b', '}{'])
      expect(declared({ OF_THE_TABLE: broken })).toMatchObject([{ name: 'tableOptions' }]);
    const set = injectParameters(made, { tableOptions: '{"delimiter":";"}' }, 'a.ipynb');
    expect(set.cells[1].source).toContain('let tableOptions = {"delimiter":";"};');
    expect(() => injectParameters(made, { tableOptions: '7' }, 'a.ipynb')).toThrow(
      /expected an object in JSON/,
    );
  });

  it('may have no default', () => {
    const source =
      'let user, count: number;\nvar tags: string[];\nlet other: Other;\ndeclare let hidden: string;';
    expect(declaredParameters(notebook(code(source, ['parameters'])))).toEqual([
      { name: 'user', keyword: 'let', type: 'any', default: 'undefined' },
      { name: 'count', keyword: 'let', type: 'number', default: 'undefined' },
      { name: 'tags', keyword: 'var', type: 'array', default: 'undefined' },
      { name: 'other', keyword: 'let', type: 'unknown', default: 'undefined' },
    ]);
  });

  it.each([
    ['let u;', '5', 'let u = 5;'],
    ['let u;', 'ann', 'let u = "ann";'],
    ['let u;', '', 'let u = "";'],
    ['let u;', '007', 'let u = "007";'],
    ['let u;', '12345678901234567890', 'let u = "12345678901234567890";'],
    ['let u;', 'true', 'let u = true;'],
    ['let u;', 'null', 'let u = null;'],
    ['let u;', '"5"', 'let u = "5";'],
    ['let u;', '[1, "a"]', 'let u = [1, "a"];'],
    ['let u;', '{"a": 1}', 'let u = {"a": 1};'],
    ['let u;', { a: [1] }, 'let u = {"a":[1]};'],
    ['let u;', new Date('2024-02-29'), 'let u = new Date("2024-02-29T00:00:00.000Z");'],
    ['let u: any;', '5', 'let u = 5;'],
    ['let u: string;', '5', 'let u = "5";'],
    ['var u: number | undefined;', '5', 'var u = 5;'],
    ["let u: 'a' | 'b';", 'b', 'let u = "b";'],
    ['let u: Date;', '2024-02-29', 'let u = new Date("2024-02-29");'],
  ])('without a default, declared as %s, are set to %j', (source, u, line) => {
    const run = injectParameters(notebook(code(source, ['parameters'])), { u }, 'x.ipynb');
    expect(run.cells[1].source.split('\n')).toContain(line);
  });

  it('without a default can be set to bigints', () => {
    const run = injectParameters(notebook(code('let u;', ['parameters'])), { u: 7n }, 'x.ipynb');
    expect(run.cells[1].source).toContain('let u = 7n;');
  });

  it.each([
    ['let u: number;', 'x', "parameter u is 'x'; expected a number"],
    ['let u: Date;', 'x', "parameter u is 'x'; expected a date, as in 2026-01-31"],
    [
      'let u: Other;',
      'x',
      'parameter u does not determine its type; write the type after its name, as in let u: number (or string, boolean, bigint, Date), or make the default a plain value',
    ],
    ["let u: 'a' | 'b';", 'c', `parameter u is 'c'; expected one of "a", "b"`],
  ])('without a default, declared as %s, refuse %j', (source, u, text) => {
    const set = () => injectParameters(notebook(code(source, ['parameters'])), { u }, 'x.ipynb');
    expect(set).toThrow(new InputError(text));
  });

  it('are set in a new cell after it, as TypeScript literals of the type of the default', () => {
    const values = { dataset: '5', factors: '64', verbose: 'true', artist: 'a "b" \\ `c`\n' };
    const run = injectParameters(example, values, 'x.ipynb');
    expect(run.cells.map((cell) => cell.metadata.tags)).toEqual([
      undefined,
      ['parameters'],
      ['injected-parameters'],
      undefined,
    ]);
    const lines = run.cells[2].source.split('\n');
    expect(lines.slice(1)).toEqual([
      'const dataset = "5";',
      'const factors = 64;',
      'let verbose = true;',
      'const artist = "a \\"b\\" \\\\ `c`\\n";',
    ]);
    expect(example.cells).toHaveLength(3);
  });

  it('are read from all declarations of a statement, and set with the type and keyword of the default', () => {
    const source = `let ks = [5, 10, 20];
var base = 10, other = 2; let n = 2 * 50;
let big = 10n; let names = ["a", "b"];
let options = {
  deep: { rate: -0.5 },
};
let own = {};`;
    const values = {
      ks: '[1,2]',
      base: '3',
      other: '4',
      n: '7',
      big: '9007199254740993',
      names: ['x', 'y'],
      options: '{"a":1}',
      own: '{"a":{"\\u005f_proto__":5}}',
    };
    const run = injectParameters(notebook(code(source, ['parameters'])), values, 'x.ipynb');
    expect(run.cells[1].source.split('\n').slice(1)).toEqual([
      'let ks = [1,2];',
      'var base = 3;',
      'var other = 4;',
      'let n = 7;',
      'let big = 9007199254740993n;',
      'let names = ["x","y"];',
      'let options = {"a":1};',
      `let own = JSON.parse(${JSON.stringify(values.own)});`,
    ]);
  });

  it.each([
    ['let ks = [5];', 'x', "parameter ks is 'x'; expected an array in JSON like its default [5]"],
    ['let ks = [5];', '["a"]', 'parameter ks is \'["a"]\'; expected an array in JSON like its default [5]'],
    ["let ks = ['a'];", '5', "parameter ks is '5'; expected an array in JSON like its default ['a']"],
    ["let ks = 'a';", ['b'], "parameter ks is '[\"b\"]'; expected a string like its default 'a'"],
    ['let ks = 10n;', '1.5', "parameter ks is '1.5'; expected a bigint like its default 10n"],
    [
      'let ks = f(2);',
      '3',
      'parameter ks has the default f(2), which does not determine its type; write the type',
    ],
  ])('declared as %s are not set to %j', (source, ks, text) => {
    expect(() => injectParameters(notebook(code(source, ['parameters'])), { ks }, 'x.ipynb')).toThrow(text);
  });

  it.each([
    ['const MINUTE = 60; let seconds = 5 * MINUTE;', { seconds: '10' }, 'let seconds = 10;'],
    [
      'let a = 1, rate = Math.min(0.5, 1), b = [1, 2].map(String);',
      { rate: '.25', b: '["x"]' },
      'let rate = 0.25;',
    ],
    ["let since = new Date('2020-01-01');", { since: '2024-02-29' }, 'let since = new Date("2024-02-29");'],
    [
      'let since: Date | null = null;',
      { since: '2024-02-29T10:00Z' },
      'let since = new Date("2024-02-29T10:00Z");',
    ],
    ['let limit: number | null = null;', { limit: '10' }, 'let limit = 10;'],
    ['let limit: number | null = 5;', { limit: null }, 'let limit = null;'],
    ['let limit: number | null = 5;', { limit: 'null' }, 'let limit = null;'],
    ['let user: string | null = null;', { user: 'null' }, 'let user = "null";'],
    ["let weighting: 'log' | 'linear' = 'log';", { weighting: 'linear' }, 'let weighting = "linear";'],
    ['let k: 5 | 10 = 5;', { k: '10' }, 'let k = 10;'],
  ])('declared as %s are set to %j', (source, values, line) => {
    const run = injectParameters(notebook(code(source, ['parameters'])), values, 'x.ipynb');
    expect(run.cells[1].source.split('\n')).toContain(line);
  });

  it.each([
    ['let ks = 5 * 60;', 'x', "parameter ks is 'x'; expected a number like its default 5 * 60"],
    ["let ks: 'a' | 'b' = 'a';", 'c', 'parameter ks is \'c\'; expected one of "a", "b"'],
    ["let ks = new Date('2020-01-01');", '5', "parameter ks is '5'; expected a date, as in 2026-01-31, like"],
    ["let ks = new Date('2020-01-01');", '2024-13-01', 'expected a date, as in'],
    [
      "let ks = new Date('2020-01-01');",
      '2021-02-30',
      "parameter ks is '2021-02-30'; expected a date, as in",
    ],
    ['let ks = 5;', '12345678901234567890', 'expected a number like its default 5'],
    ['let ks: number | null = 5;', 'x', "parameter ks is 'x'; expected a number or null like its default 5"],
    ['let ks = 5;', null, "parameter ks is 'null'; expected a number like its default 5"],
    ['let ks = null;', '5', 'write the type after its name, as in let ks: number | null = null'],
    ['let ks = () => 5;', '5', 'which does not determine its type'],
  ])('declared as %s refuse %j', (source, ks, text) => {
    expect(() => injectParameters(notebook(code(source, ['parameters'])), { ks }, 'x.ipynb')).toThrow(text);
  });

  it('replace those of an earlier run', () => {
    const once = injectParameters(example, { factors: 32 }, 'x.ipynb');
    const twice = injectParameters(once, { factors: 64 }, 'x.ipynb');
    expect(twice.cells).toHaveLength(4);
    expect(twice.cells[2].source).toContain('const factors = 64;');
    expect(injectParameters(twice, {}, 'x.ipynb').cells).toEqual(example.cells);
  });

  it.each([
    [
      { factor: 3 },
      "x.ipynb has no parameter 'factor'; did you mean 'factors'? There are dataset, factors, reg",
    ],
    [{ factors: 'many' }, "parameter factors is 'many'; expected a number like its default 20"],
    [{ factors: '' }, "parameter factors is ''; expected a number like its default 20"],
    [{ factors: true }, "parameter factors is 'true'; expected a number like its default 20"],
    [{ verbose: 'yes' }, "parameter verbose is 'yes'; expected a boolean like its default false"],
  ])('refuses %j', (values, text) => {
    expect(() => injectParameters(example, values as Record<string, string>, 'x.ipynb')).toThrow(text);
  });

  it('are refused by a notebook that declares none', () => {
    expect(() => injectParameters(notebook(code('1')), { alpha: 1 }, 'x.ipynb')).toThrow(
      "x.ipynb has no parameter 'alpha': it has no cell tagged 'parameters' with a declaration in it; to tag the one that declares it, select it in the lab and choose Edit > Parameters Cell",
    );
  });
});
