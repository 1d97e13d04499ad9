// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are the cells'.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KernelClient } from '#listenlab/notebook/jupyter/kernel-client.js';
import { printed, REPOSITORY, runCode, START_LIMIT } from '../jupyter/kernel-support.js';

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await KernelClient.start({ cwd: REPOSITORY });
}, START_LIMIT);
afterAll(() => kernel.shutdown());

/** What a cell shows: its last value as text, below what it prints. */
async function shown(code: string): Promise<string> {
  const { outputs, reply } = await runCode(kernel, code);
  const error = outputs.find((output) => output.output_type === 'error');
  expect(error?.output_type === 'error' ? error.traceback.join('\n') : '').toBe('');
  expect(reply.status).toBe('ok');
  const result = outputs.find((output) => output.output_type === 'execute_result');
  const value = result?.output_type === 'execute_result' ? String(result.data['text/plain']) : '';
  return printed(outputs) + value;
}

/** The error of a cell that must fail: name, value and traceback. */
async function failure(code: string) {
  const { outputs, reply } = await runCode(kernel, code);
  expect(reply.status).toBe('error');
  const error = outputs.findLast((output) => output.output_type === 'error');
  if (error?.output_type !== 'error') throw new Error('the cell has no error among its outputs');
  return { ename: error.ename, evalue: error.evalue, text: error.traceback.join('\n') };
}

/** Each case: what it shows, and two parts, of which the second uses what the first declares. */
const CASES: Record<string, [first: string, second: string, shows: string]> = {
  'a variable': ['const a1 = 1; let a2 = a1 + 1; var a3 = 3;', '[a1, a2, a3].join()', "'1,2,3'"],
  'var inside blocks and loops': [
    'var b1 = 0; if (b1 === 0) { var b2 = 2; } for (var b3 = 0; b3 < 3; b3++) b1 += b3; for (var b4 of [7, 8]) {}',
    '[b1, b2, b3, b4].join()',
    "'3,2,3,8'",
  ],
  destructuring: [
    'const { c1, d: [c2 = 5, ...c3], ...c4 } = { c1: 1, d: [undefined, 2, 3], e: 6 };',
    'JSON.stringify([c1, c2, c3, c4])',
    `'[1,5,[2,3],{"e":6}]'`,
  ],
  'a destructuring assignment': [
    'let d1 = 1; let d2 = 2; [d1, d2] = [d2, d1];',
    '({ d1, d2 } = { d1: d1 * 10, d2 }); [d1, d2].join()',
    "'20,1'",
  ],
  'a function that is used before it is declared': [
    'const e1 = later(2); function later(n: number) { return n * 2; }',
    'e1 + later(1)',
    '6',
  ],
  recursion: ['const fact = (n: number): number => (n < 2 ? 1 : n * fact(n - 1));', 'fact(5)', '120'],
  overloads: [
    'function f1(a: string): string;\nfunction f1(a: number): number;\nfunction f1(a: any) { return a; }',
    "f1('x') + f1(1)",
    "'x1'",
  ],
  'default, optional and rest parameters': [
    'function g1(a: number, b = 2, ...rest: number[]) { return a + b + rest.length; }',
    'g1(1) + g1(1, 1, 5, 5)',
    '7',
  ],
  'a generator': ['function* h1() { yield 1; yield 2; }', '[...h1()].join()', "'1,2'"],
  'a generator as last value': ['function* i1() { yield 1; }', 'i1()', 'Object [Generator] {}'],
  'an async generator and for await': [
    'async function* j1() { yield 1; yield 2; } let j2 = 0;',
    'for await (const j3 of j1()) j2 += j3; j2',
    '3',
  ],
  'for await over promises': [
    'const k1: number[] = []; for await (const k of [Promise.resolve(1), 2]) k1.push(k);',
    'k1.join()',
    "'1,2'",
  ],
  'an await inside an await': [
    'const l1 = async (n: number) => ({ next: async () => n + 1 });',
    'const l2 = await (await l1(1)).next(); l2',
    '2',
  ],
  'awaits in arguments, templates, conditions and literals': [
    'const m1 = async <T>(value: T) => value;',
    'JSON.stringify([Math.max(await m1(1), await m1(2)), `${await m1(3)}`, (await m1(true)) ? await m1(4) : 0, { v: await m1(5) }])',
    `'[2,"3",4,{"v":5}]'`,
  ],
  'await in a destructuring declaration': [
    'const n1 = async () => ({ p: { q: [1, 2] } });',
    'const { p: { q: [, n2] } } = await n1(); n2',
    '2',
  ],
  'await in a class, through a static method': [
    'class O1 { static async make() { return new O1(); } v = 4; }',
    '(await O1.make()).v',
    '4',
  ],
  'an async arrow that is called at once': [
    'let p1 = 0;',
    'await (async () => { p1 = await Promise.resolve(3); })(); p1',
    '3',
  ],
  'try, catch and finally around awaits': [
    'let q1 = "";',
    "try { await Promise.reject(new Error('no')); } catch (error) { q1 += error.message; } finally { q1 += '!'; } q1",
    "'no!'",
  ],
  'a labelled loop': [
    'let r1 = 0;',
    'outer: for (const r2 of [1, 2, 3]) { for (;;) { if (r2 === 2) break outer; r1 += r2; continue outer; } } r1',
    '1',
  ],
  switch: [
    "const s1 = 'b';",
    "let s2 = 0; switch (s1 as string) { case 'a': s2 = 1; break; default: s2 = 2; } s2",
    '2',
  ],
  'a class with private fields, accessors and statics': [
    'class T1 { #n = 1; static made = 0; static { T1.made = 7; } get n() { return this.#n; } set n(v) { this.#n = v; } accessor z = 3; }',
    'const t1 = new T1(); t1.n += 1; [t1.n, T1.made, t1.z].join()',
    "'2,7,3'",
  ],
  'inheritance and abstract classes': [
    'abstract class U1 { abstract area(): number; twice() { return 2 * this.area(); } }',
    'class U2 extends U1 { area() { return 2; } } new U2().twice()',
    '4',
  ],
  'parameter properties': [
    'class V1 { constructor(readonly v: number, private w = 2) {} sum() { return this.v + this.w; } }',
    'new V1(1).sum()',
    '3',
  ],
  decorators: [
    'const calls: string[] = []; function logged(method: any, { name }: ClassMethodDecoratorContext) { return function (this: any, ...args: any[]) { calls.push(String(name)); return method.apply(this, args); }; }',
    'class W1 { @logged run() { return 1; } } new W1().run() + calls.join()',
    "'1run'",
  ],
  'a class decorator': [
    'const seen: string[] = []; function note(target: Function, context: ClassDecoratorContext) { seen.push(String(context.name)); }',
    '@note class X1 {} typeof X1 + seen.join()',
    "'functionX1'",
  ],
  'decorators from before the standard': [
    'function old(target: object, key: string, descriptor: PropertyDescriptor) { const method = descriptor.value; descriptor.value = function (...args: any[]) { return `old ${method.apply(this, args)}`; }; }',
    'class W2 { static of() { return new W2(); } @old run() { return key1; } } const key1 = W2.name; W2.of().run()',
    "'old W2'",
  ],
  'a decorator of a parameter': [
    'const marks: string[] = []; function mark(target: object, key: string, index: number) { marks.push(key + index); }',
    'class W3 { run(@mark a: number, b: number) {} } marks.join()',
    "'run0'",
  ],
  'an enum': ['enum Y1 { Red, Green = 5, Blue }', 'Y1[Y1.Blue] + Y1.Blue', "'Blue6'"],
  'a const enum': ['const enum Z1 { A = 1, B = 2 }', 'Z1.A + Z1.B', '3'],
  'a namespace': [
    'namespace A2 { export const x = 1; export namespace Inner { export const y = 2; } }',
    'A2.x + A2.Inner.y',
    '3',
  ],
  'a namespace that adds to a function': [
    'function b5() { return 1; } namespace b5 { export const extra = 2; }',
    'b5() + b5.extra',
    '3',
  ],
  'an interface and a type alias': [
    'interface C5 { v: number } type D5 = C5 & { w?: string };',
    "const c6: D5 = { v: 1, w: 'a' }; c6.v",
    '1',
  ],
  'an interface with two declarations': [
    'interface E5 { a: number } interface E5 { b: number }',
    'const e6: E5 = { a: 1, b: 2 }; e6.a + e6.b',
    '3',
  ],
  'generics with const type parameters': [
    'function f5<const T extends readonly unknown[]>(list: T): T { return list; }',
    "const f6: readonly ['a', 1] = f5(['a', 1]); f6[0]",
    "'a'",
  ],
  'conditional, mapped and template types': [
    'type G5<T> = { [K in keyof T as `get${Capitalize<string & K>}`]: () => T[K] };',
    'const g6: G5<{ n: number }> = { getN: () => 1 }; g6.getN()',
    '1',
  ],
  'satisfies and as const': [
    "const h5 = { a: 1, b: 'x' } satisfies Record<string, number | string>;",
    "const h6 = ['p', 'q'] as const; const h7: 'p' | 'q' = h6[0]; h7 + h5.a",
    "'p1'",
  ],
  'type guards and assertions': [
    'function i5(v: unknown): v is string { return typeof v === "string"; }',
    'const i6: unknown = "s"; i5(i6) ? i6.length : (i6 as number)',
    '1',
  ],
  'optional chaining, nullish assignment and exponents': [
    'let j5: { k?: { l: number } } = {}; let j6: number | undefined;',
    'j6 ??= 2 ** 3; (j5.k?.l ?? 1) + j6',
    '9',
  ],
  'numbers with separators, and bigints': [
    'const k5 = 1_000; const k6 = 10n;',
    'k5 + Number(k6 ** 2n)',
    '1100',
  ],
  'tagged templates and regular expressions with the v flag': [
    "const l5 = (parts: TemplateStringsArray, ...values: number[]) => parts.join('?') + values.join();",
    'l5`a${1}b` + /^[\\p{L}--[a-c]]$/v.test("d")',
    "'a?b1true'",
  ],
  using: [
    'const gone: string[] = []; const disposable = (name: string) => ({ name, [Symbol.dispose]() { gone.push(name); } });',
    '{ using m5 = disposable("inner"); } using m6 = disposable("outer"); gone.join() + m6.name',
    "'innerouter'",
  ],
  'await using': [
    'let n5 = ""; const open = () => ({ async [Symbol.asyncDispose]() { n5 += "closed"; } });',
    '{ await using n6 = open(); n5 += "open,"; } n5',
    "'open,closed'",
  ],
  'shorthand properties of earlier names': [
    'let o5 = 1; const o6 = 2;',
    'JSON.stringify({ o5, o6, o7: [{ o5 }] })',
    `'{"o5":1,"o6":2,"o7":[{"o5":1}]}'`,
  ],
  'a parameter of the name of an earlier variable': [
    'let p5 = 1; const p6 = (p5: number) => ({ p5 });',
    'p6(2).p5 + p5',
    '3',
  ],
  'export in front of declarations': [
    'export const q5 = 1; export function q6() { return q5 + 1; } export class Q7 { v = q6(); } export default 9;',
    'new Q7().v + q5',
    '3',
  ],
  'a list of exports': ['const r5 = 4; export { r5 as r6 };', 'r5', '4'],
  'an import of names, of all and of the default': [
    "import { join as s5 } from 'node:path'; import * as s6 from 'node:path'; import s7 from 'node:path';",
    "[s5('a', 'b'), s6.basename('/c'), s7.sep].join()",
    "'a/b,c,/'",
  ],
  'a type beside a value in an import': [
    "import { readFileSync, type Stats } from 'node:fs'; import type { Dirent } from 'node:fs';",
    'let t5: Stats | Dirent | undefined; typeof readFileSync + typeof t5',
    "'functionundefined'",
  ],
  'a dynamic import and require': [
    "const u5 = await import('node:os'); const { EOL } = require('node:os');",
    'u5.EOL === EOL',
    'true',
  ],
  'import equals require': ["import v5 = require('node:path');", "v5.extname('a.b')", "'.b'"],
  'import.meta and __dirname': [
    'const w5 = new URL("./notebooks/", import.meta.url).pathname;',
    'w5.startsWith(__dirname) && import.meta.dirname === __dirname',
    'true',
  ],
  'names that shadow globals': [
    "const URL = 'mine'; let process = 2; class Map { own = 3; } function fetch() { return 4; } const window = 5;",
    'JSON.stringify([URL, process, new Map().own, fetch(), window, { URL, window }])',
    `'["mine",2,3,4,5,{"URL":"mine","window":5}]'`,
  ],
  'names that begin with underscores': [
    'let __ = 1; function __fn() { return 2; } class __Class { own = 3; } const { __typename, ___id } = { __typename: 4, ___id: 5 }; let __proto__ = 6;',
    'JSON.stringify([__, __fn(), new __Class().own, __typename, ___id, __proto__])',
    "'[1,2,3,4,5,6]'",
  ],
  'mutation from a timer': [
    'let x5 = 0; setTimeout(() => { x5 = 5; }, 1);',
    'await new Promise((resolve) => setTimeout(resolve, 20)); x5',
    '5',
  ],
  'mutation from a handler': [
    "import { EventEmitter } from 'node:events'; const y5 = new EventEmitter(); let y6 = 0; y5.on('add', (n: number) => { y6 += n; });",
    "y5.emit('add', 2); y6 = y6 * 10; y5.emit('add', 1); y6",
    '21',
  ],
  'toSorted, findLast and with': [
    'const z5 = [3, 1, 2];',
    '[z5.toSorted().join(), z5.findLast((v) => v < 3), z5.with(0, 9)[0]].join(" ")',
    "'1,2,3 2 9'",
  ],
  'Object.groupBy and Map.groupBy': [
    'const a6 = [1, 2, 3];',
    'JSON.stringify(Object.groupBy(a6, (v) => (v % 2 ? "odd" : "even"))) + globalThis.Map.groupBy(a6, (v) => v % 2).size',
    `'{"odd":[1,3],"even":[2]}2'`,
  ],
  'Array.fromAsync and Promise.withResolvers': [
    'const b6 = Promise.withResolvers<number>(); b6.resolve(2);',
    '(await Array.fromAsync([Promise.resolve(1), b6.promise])).join()',
    "'1,2'",
  ],
  'iterator helpers and methods of sets': [
    'const c7 = new Set([1, 2]).union(new Set([3]));',
    'c7.values().map((v) => v * 2).filter((v) => v > 2).toArray().join()',
    "'4,6'",
  ],
  'an error class with a cause': [
    'class D6 extends Error { constructor(m: string) { super(m, { cause: 1 }); } }',
    'const d7 = new D6("no"); [d7 instanceof Error, d7.cause, d7.message].join()',
    "'true,1,no'",
  ],
  'symbols, getters and computed names': [
    "const e7 = 'key'; const e8 = { [e7 + 1]: 1, get twice() { return 2; }, [Symbol.iterator]: function* () { yield 3; } };",
    '[e8.key1, e8.twice, ...e8].join()',
    "'1,2,3'",
  ],
  'a line for the shell': ['#!/usr/bin/env node\nconst g8 = 1;', 'g8', '1'],
  'a comment and a blank line around the last value': [
    'const f7 = 1; // one',
    '\n/* two */ f7 + 1 // three\n',
    '2',
  ],
};

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
    const { outputs, reply } = await runCode(kernel, second);
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
    const { outputs, reply } = await runCode(kernel, second);
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
