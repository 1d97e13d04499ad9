// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are the cells'.

/** Each case: what it shows, and two parts, of which the second uses what the first declares. */
export const CASES: Record<string, [first: string, second: string, shows: string]> = {
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
