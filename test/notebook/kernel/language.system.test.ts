// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are the cells'.
import { describe, expect, it } from 'vitest';
import { printed } from '../jupyter/kernel-support.js';
import { CASES } from './language-cases.js';
import { kernelOfFile } from './shown-by-cells.js';

const { run, shown, failure } = kernelOfFile();

describe('TypeScript in cells', () => {
  it.each(Object.entries(CASES))(
    'accepts %s: in one cell, in two, and when run again',
    async (_, [first, second, shows]) => {
      const together = `${first}\n${second}`;
      expect(await shown(together)).toBe(shows);
      await shown(first);
      expect(await shown(second)).toBe(shows);
      expect(await shown(together)).toBe(shows);
    },
  );

  it('runs the second line of the README', async () => {
    await shown("import { openDataset } from 'listenlab';");
    const code = "const { dataset } = await (await openDataset('sample')).clean();\ndataset.constructor.name";
    expect(await shown(code)).toContain("'Dataset'");
  });
});

describe('a function of an earlier cell', () => {
  it.each([
    ['let', 'let level = 15;', 'level = 1;', '1'],
    ['const that is redeclared', 'const level = 15;', 'const level = 2;', '2'],
    ['const that becomes let', 'const level = 15;', 'let level = 3; level++;', '4'],
    ['var', 'var level = 15;', 'var level = 5;', '5'],
    [
      'let that becomes destructured',
      'let level = 15;',
      'const { level, ...others } = { level: 6, more: 1 };',
      '6',
    ],
    ['variable that a loop changes', 'let level = 15;', 'for (level = 0; level < 7; level++);', '7'],
  ])('sees the later value of a %s', async (_, declared, changed, value) => {
    await shown(`${declared}\nfunction levelNow(): number { return level; }\nconst arrow = () => level;`);
    await shown(changed);
    expect(await shown('[levelNow(), arrow()].join()')).toBe(`'${value},${value}'`);
  });

  it.each([
    ['function becomes a variable', 'function thing() { return 1; }', 'let thing = () => 2;', '2'],
    ['function is redeclared', 'function thing() { return 1; }', 'function thing() { return 3; }', '3'],
    [
      'variable becomes a class',
      'const thing = () => 1;',
      'class Made { toString() { return "4"; } } const thing = () => new Made();',
      '4',
    ],
    [
      'import becomes another',
      "import { EOL } from 'node:os'; const thing = () => EOL;",
      "import { sep as EOL } from 'node:path';",
      '/',
    ],
  ])('sees that a %s', async (_, declared, changed, value) => {
    await shown(`${declared}\nconst ask = () => String(thing());`);
    await shown(changed);
    expect(await shown('ask()')).toBe(`'${value}'`);
  });

  it('creates instances of a class that was redeclared', async () => {
    await shown('class Shape { sides() { return 3; } } const makeShape = () => new Shape();');
    await shown('class Shape { sides() { return 4; } }');
    expect(await shown('makeShape().sides()')).toBe('4');
  });

  it('does not see an enum of an earlier cell in a new one with the same name', async () => {
    await shown('enum Mood { Glad, Sad }');
    await shown('enum Mood { Calm = 7 }');
    expect(await shown('Object.keys(Mood).join()')).toBe("'7,Calm'");
  });

  it('does not touch the globals of other code', async () => {
    await shown("const URL = 5; const document = { mine: true }; var Buffer = 'bytes';");
    expect(await shown('typeof globalThis.URL + typeof globalThis.document + typeof globalThis.Buffer')).toBe(
      "'functionundefinedfunction'",
    );
    expect(await shown("(await import('node:url')).pathToFileURL('/a').href")).toBe("'file:///a'");
  });
});

describe('a const assigned in an earlier cell', () => {
  it.each([
    [
      'a function adds to it',
      'let c1 = 0; function addOne() { return ++c1; }',
      'const c1 = 10;',
      'addOne of Cell',
    ],
    ['a method does', 'let c2 = 0; class Meter { up() { c2 += 1; } }', 'const c2 = 10;', 'Meter of Cell'],
    [
      'a pattern in an arrow function does',
      'let c3 = [1]; const swap = () => { [{ a: c3 }] = [{ a: [2] }]; };',
      'const { c3 } = { c3: [3] };',
      'swap of Cell',
    ],
    [
      'a loop of a callback does',
      'let c4 = 0; [1].map(() => { for (c4 of [2]); });',
      'const c4 = 9;',
      'a function of Cell',
    ],
    [
      'a function of a global name does',
      'let URL = 1; const move = () => { URL = 2; };',
      'const URL = 9;',
      'move of Cell',
    ],
  ])('is reported where %s', async (_, first, second, writer) => {
    await shown(first);
    const { outputs, reply } = await run(second);
    expect(reply.status).toBe('ok');
    expect(printed(outputs, 'stderr')).toContain(`is a const here, but ${writer}`);
  });

  it.each([
    ['only read', 'let d1 = 0; const read = () => [d1, { d1 }, d1 + 1];', 'const d1 = 10;'],
    [
      'assigned to in the cell itself, once',
      'let d2 = 0; d2 = 5; for (d2 = 0; d2 < 3; d2++);',
      'const d2 = 10;',
    ],
    ['hidden by a name of the function', 'let d3 = 0; const own = (d3: number) => ++d3;', 'const d3 = 10;'],
    [
      'assigned to by a function that is redeclared',
      'let d4 = 0; function change() { d4 = 1; }',
      'const d4 = 10; function change() { return d4; }',
    ],
    [
      'part of an object that changes',
      'let d5 = { n: 0 }; const deep = () => { d5.n++; };',
      'const d5 = { n: 1 };',
    ],
  ])('is not reported where it is %s', async (_, first, second) => {
    await shown(first);
    const { outputs, reply } = await run(second);
    expect(reply.status).toBe('ok');
    expect(printed(outputs, 'stderr')).toBe('');
  });
});

describe('types', () => {
  it('follow the latest declaration, and values keep the types they were declared with', async () => {
    await shown('interface Row { plays: number } const kept: Row = { plays: 1 };');
    await shown('interface Row { name: string } const named: Row = { name: "x" };');
    expect(await shown('kept.plays + named.name')).toBe("'1x'");
    expect((await failure('named.plays')).evalue).toContain("'plays' does not exist");
  });

  it('of classes with private members need no name', async () => {
    await shown(
      'const Hidden = class { #a = 1; private b = 2; get() { return this.#a + this.b; } }; const h = new Hidden();',
    );
    expect(await shown('h.get()')).toBe('3');
  });
});

describe('a timer as the last value', () => {
  it('is shown as one word', async () => {
    expect(await shown('setTimeout(() => {}, 1);')).toBe('Timeout');
  });
});

describe('a cell that overwrites JSON', () => {
  it('does not stop messages from being sent', async () => {
    await shown('const keptJson = JSON;');
    const code =
      "globalThis.JSON = null as any; console.log('without'); await new Promise((wait) => setTimeout(wait, 50)); globalThis.JSON = keptJson; 1";
    expect(await shown(code)).toBe('without\n1');
  });
});

describe('a cell that throws', () => {
  it('keeps what it had declared and assigned before', async () => {
    const { evalue } = await failure(
      'const trained = { loss: 1 }; let step = 1; step = 2; throw new Error("typo");',
    );
    expect(evalue).toBe('typo');
    expect(await shown('trained.loss + step')).toBe('3');
  });

  it('keeps what an earlier run declared, and explains where other names come from', async () => {
    await shown('let attempt = 0; const result = 41;');
    await failure('const result = (() => { throw new Error("again"); })(); const unreached = 1;');
    expect(await shown('result')).toBe('41');
    const { ename, evalue } = await failure('unreached + 1');
    expect(ename).toBe('TypeScriptError');
    expect(evalue).toMatch(
      /Cannot find name 'unreached'\. Cell \[\d+\] declares it, but stopped before it had a value/,
    );
  });

  it('shows its own line, including lines of functions', async () => {
    await shown('function deep(v: any) {\n  return v.missing.more;\n}');
    const { text } = await failure('const fine = 1;\ndeep({});');
    expect(text).toMatch(
      /Cell \[\d+\] line 2, in deep\n {4}2 \| {3}return v\.missing\.more;\n {4}at Cell \[\d+\] line 2$/,
    );
  });

  it('names no anonymous functions', async () => {
    await shown('const withOptions = (run: () => void, _: object) => run(); const least = (n: object) => n;');
    const { text } = await failure(
      "withOptions(() => { throw new Error('x'); }, { alpha: least({ min: 1 }) })",
    );
    expect(text).toMatch(
      /\nCell \[\d+\] line 1\n.*\n {4}at withOptions \(Cell \[\d+\] line 1\)\n {4}at Cell/,
    );
  });

  it('lists the errors of an AggregateError', async () => {
    const { text } = await failure(
      "await Promise.any([Promise.reject(new Error('first')), Promise.reject(new TypeError('second'))]);",
    );
    expect(text).toContain('because of Error: first\nbecause of TypeError: second');
  });

  it('shows names as they are written in the cell', async () => {
    expect((await failure('const URL: any = 1; URL();')).evalue).toBe('URL is not a function');
  });

  it('because of a compile error does not run, and later cells say so about its names', async () => {
    await failure('const refusedOne = 1; refusedOne.missing();');
    expect((await failure('refusedOne + 1')).evalue).toMatch(
      /Cannot find name 'refusedOne'\. Cell \[\d+\] declares it, but has a mistake and did not run\./,
    );
    expect(await shown('const refusedOne = 2; refusedOne')).toBe('2');
  });

  it('says once what a line of another language means, and what DuckDB says of a query', async () => {
    const { text } = await failure('%matplotlib inline notebook');
    expect(text.split('are commands of IPython')).toHaveLength(2);
    const failed = await failure(
      "import { openDataset } from 'listenlab'; const [word] = ['SELEC'];\nawait (await openDataset('sample')).query(`${word} 1`);",
    );
    expect(failed.text.split('Parser Error: ')).toHaveLength(2);
    expect(failed.text).toMatch(/\nLINE 1: SELEC 1\n {8}\^$/);
  });

  it('explains how to get the matrix of a dataset, and where an await is missing', async () => {
    await shown("import { type Dataset, splits } from 'listenlab'; let dataset: Dataset;");
    const given = await failure('splits.random(dataset)');
    expect(given.evalue).toBe(
      "line 1, column 15: Argument of type 'Dataset' is not assignable to parameter of type 'Interactions'.\n" +
        '  Give await dataset.interactions() instead.',
    );
    expect(given.text).toMatch(/\nNo part of Cell \[\d+\] was run\.$/);
    const promised = await failure('splits.random(dataset.interactions())');
    expect(promised.evalue).toMatch(/\n {2}Did you forget to use 'await'\?$/);
  });

  it.each([
    [
      "require('node:fs').readFileSync('none.csv')",
      /\nThere is no \/.*\/none\.csv; cells run in the notebook's folder\.\n/,
    ],
    ['const total: any = 10n; total / 3', /\nNumber\(\.\.\.\) converts the bigint to a number\.\n/],
    ['10n / 3', /\n {2}Number\(\.\.\.\) converts the bigint to a number\./],
    ['const element = <div>hi</div>;', /\n {2}JSX does not work in cells; write HTML as a string/],
    ["alert('hi')", /Cannot find name 'alert'\.\n {2}Cells run in Node\.js, which has no page\./],
    [
      "import { interact } from 'listenlab'; interact(({ a }) => a, { a: 5 })",
      /\n {2}Give a control: widgets\.slider\(/,
    ],
    ['return 5', /A 'return' statement can only be used within a function body\. \(TS1108\)/],
    ['%matplotlib inline', /\n {2}Lines that begin with % are commands of IPython/],
    ['!ls data', /\n {2}Lines that begin with ! are shell commands in IPython/],
    ['print("x")', /Cannot find name 'print'\..*\n {2}To print, write console\.log\('x'\)\./],
    [
      'import numpy as np',
      /\n {2}numpy is a library of Python\. For matrices: import \{ Matrix \} from 'ml-matrix'\./,
    ],
    [
      'import pandas as pd',
      /\n {2}pandas is a library of Python\. Frames are Danfo's here: import \{ frame \} from/,
    ],
    ['from numpy import array', /\n {2}numpy is a library of Python\./],
    [
      "import pd from 'pandas'",
      /Cannot find module 'pandas'\. pandas is a library of Python\. Frames are Danfo's/,
    ],
    ['for i in range(3):', /\n {2}In TypeScript, a loop is: for \(const i of /],
    ['def f():', /\n {2}In TypeScript, a function is: function f\(\)/],
    ['throw { code: 5 }', /^Thrown: { code: 5 }\n {4}at Cell \[\d+\]$/],
  ])('explains what to do and where the error is: %s', async (code, says) => {
    expect((await failure(code)).text).toMatch(says);
  });

  it('is refused before it runs if it declares a constant twice', async () => {
    expect((await failure('console.log("ran"); const twice = 1; const twice = 2;')).text).toContain('TS2451');
  });
});
