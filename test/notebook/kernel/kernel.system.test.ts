import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KernelClient } from '#listenlab/notebook/jupyter/kernel-client.js';
import type { Output } from '#listenlab/notebook/jupyter/nbformat.js';
import type { CellEvent } from '#listenlab/notebook/jupyter/outputs.js';
import { withFolder } from '../../support/folder.js';
import { printed, REPOSITORY, runCode, START_LIMIT } from '../jupyter/kernel-support.js';

/** What listenlab exports, as errors list it. */
const OWN_EXPORTS = Object.keys(createRequire(import.meta.url)('../../../package.json').exports)
  .map((key) => `"listenlab${key.slice(1)}"`)
  .join(', ');

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await KernelClient.start({ cwd: REPOSITORY });
}, START_LIMIT);
afterAll(() => kernel.shutdown());

/** The data of a cell's result. */
async function resultOf(code: string): Promise<Record<string, unknown> | undefined> {
  const { outputs, reply } = await runCode(kernel, code);
  expect(reply.status).toBe('ok');
  const result = outputs.find((output) => output.output_type === 'execute_result');
  return result?.output_type === 'execute_result' ? result.data : undefined;
}

/** The error of a failing cell, which is its last output and also in the reply. */
async function errorOf(code: string) {
  const { outputs, reply } = await runCode(kernel, code);
  const last = outputs.at(-1) as Extract<Output, { output_type: 'error' }>;
  const { ename, evalue, traceback } = last;
  expect(reply).toMatchObject({ status: 'error', ename, evalue, traceback });
  return { ename, evalue, text: traceback.join('\n'), cell: `Cell [${reply.executionCount}]` };
}

describe('an error of an asynchronous function of listenlab', () => {
  it('names the line of the calling cell, however deep it was thrown', async () => {
    const setting = `import { openDataset, splits, sweep, trainAls } from 'listenlab';
      const { dataset } = await (await openDataset('sample')).clean();
      const plays = await dataset.interactions();`;
    expect((await runCode(kernel, setting)).reply.status).toBe('ok');
    for (const call of [
      'trainAls(plays, { factors: -5 })',
      'sweep(plays, { factors: [-1] })',
      'trainAls(dataset as any)',
    ]) {
      const { ename, text, cell } = await errorOf(`const one = 1;\nawait ${call};`);
      expect(ename).toBe('InputError');
      expect(text).toContain(`${cell} line 2`);
    }
    const { evalue } = await errorOf('splits.random(dataset as any);');
    expect(evalue).toContain('await dataset.interactions()');
  });
});

describe('printed output of a cell', () => {
  it('arrives complete and in order: 100,000 lines, then the end of the cell', async () => {
    const { outputs, reply } = await runCode(
      kernel,
      'for (let i = 0; i < 100_000; i++) console.log("line " + i);',
    );
    expect(reply).toMatchObject({ status: 'ok', outputLost: false });
    const expected = Array.from({ length: 100_000 }, (_, i) => `line ${i}\n`).join('');
    expect(printed(outputs) === expected).toBe(true);
    expect(outputs).toHaveLength(1);
  });

  it('arrives in order with displays, however many outputs there are', async () => {
    const { outputs, reply } = await runCode(
      kernel,
      "import { show } from 'listenlab';\nfor (let i = 0; i < 3000; i++) show(String(i));\nvoid process.stderr.write('end');",
    );
    expect(reply).toMatchObject({ status: 'ok', outputLost: false });
    const texts = outputs.map((output) => ('data' in output ? output.data['text/plain'] : output));
    expect(texts).toEqual([
      ...Array.from({ length: 3000 }, (_, i) => String(i)),
      { output_type: 'stream', name: 'stderr', text: 'end' },
    ]);
  });

  it('can be 30 MB in one piece', async () => {
    const { outputs } = await runCode(kernel, "process.stdout.write('ä'.repeat(15 * 2 ** 20) + 'end');");
    expect(printed(outputs).length).toBe(15 * 2 ** 20 + 3);
    expect(printed(outputs).endsWith('äend')).toBe(true);
  });

  it('keeps the order of stdout and stderr', async () => {
    const { outputs } = await runCode(
      kernel,
      "for (const i of [1, 2]) { console.log('out', i); process.stderr.write('err ' + i + '\\n'); }",
    );
    expect(outputs).toEqual([
      { output_type: 'stream', name: 'stdout', text: 'out 1\n' },
      { output_type: 'stream', name: 'stderr', text: 'err 1\n' },
      { output_type: 'stream', name: 'stdout', text: 'out 2\n' },
      { output_type: 'stream', name: 'stderr', text: 'err 2\n' },
    ]);
  });

  it('may split a character across two writes', async () => {
    const { outputs } = await runCode(
      kernel,
      "const bytes = Buffer.from('ä'); process.stdout.write(bytes.subarray(0, 1)); process.stdout.write(bytes.subarray(1));",
    );
    expect(printed(outputs)).toBe('ä');
  });

  it('is sent while a loop without pauses is still running', async () => {
    await withFolder(async (folder) => {
      const heard = path.join(folder, 'heard');
      const cell = kernel.execute(
        `console.log('first'); const files = require('node:fs'); while (!files.existsSync(${JSON.stringify(heard)})) console.log('more');`,
      );
      let events = 0;
      for await (const _ of cell.events) if (++events === 3) await writeFile(heard, '');
      expect((await cell.reply).status).toBe('ok');
    });
  });

  it('is sent before a computation that prints nothing', async () => {
    await withFolder(async (folder) => {
      const heard = path.join(folder, 'heard');
      const cell = kernel.execute(
        `console.log('first'); const fs = require('node:fs'); while (!fs.existsSync(${JSON.stringify(heard)}));`,
      );
      for await (const _ of cell.events) await writeFile(heard, '');
      expect((await cell.reply).status).toBe('ok');
    });
  });

  it('belongs to the cell whose code prints it, whichever cell runs then', async () => {
    const late: CellEvent[] = [];
    const first = kernel.execute(
      "let fire = () => {};\nvoid new Promise<void>((resolve) => { fire = resolve; }).then(() => console.log('late'));",
      { onLate: (event) => late.push(event) },
    );
    await first.reply;
    const { outputs } = await runCode(
      kernel,
      "fire(); await new Promise((resolve) => setTimeout(resolve, 100)); console.log('own');",
    );
    expect(printed(outputs)).toBe('own\n');
    expect(late).toMatchObject([{ output: { name: 'stdout', text: 'late\n' } }]);
  });
});

describe('the last value of a cell', () => {
  it.each([
    ['1 + 1', '2'],
    ["'text'", "'text'"],
    ['null', 'null'],
    ['Promise.resolve(null)', 'null'],
    ['Promise.resolve([1, 2]).then((list) => list.length)', '2'],
    ['await Promise.resolve({ a: 1 })', '{ a: 1 }'],
    ['new Map([["a", 1n]])', "Map(1) { 'a' => 1n }"],
  ])('%s is shown as %s', async (code, text) => {
    expect(await resultOf(code)).toEqual({ 'text/plain': text });
  });

  it.each(['const a = 1', 'undefined', 'Promise.resolve()', ''])('is not shown for %j', async (code) => {
    expect(await resultOf(code)).toBeUndefined();
  });

  it('is a table for a Danfo frame', async () => {
    const data = await resultOf(
      "import { frame } from 'listenlab'; frame({ artist: ['<kent>'], plays: [12] })",
    );
    expect(data?.['text/html']).toContain('&lt;kent&gt;');
    expect(data?.['text/plain']).toContain('<kent>');
  });

  it('is JSON for a Plotly figure', async () => {
    const data = await resultOf('({ data: [{ type: "bar", y: [1, 3] }], layout: { title: "x" } })');
    expect(data?.['application/vnd.plotly.v1+json']).toMatchObject({ data: [{ type: 'bar', y: [1, 3] }] });
    expect(data?.['text/plain']).toBeTypeOf('string');
  });

  it('renders itself if it has a display method, even from a promise', async () => {
    const value = (bundle: string) => `({ [Symbol.for('Jupyter.display')]: () => ${bundle} })`;
    expect(await resultOf(value("({ 'text/html': '<b>x</b>' })"))).toEqual({ 'text/html': '<b>x</b>' });
    expect(await resultOf(value("Promise.resolve({ 'text/plain': 'y' })"))).toEqual({ 'text/plain': 'y' });
  });

  it('is an error when it cannot be shown', async () => {
    const { evalue } = await errorOf("({ [Symbol.for('Jupyter.display')]: () => ({ 'text/plain': 1n }) })");
    expect(evalue).toBe('Do not know how to serialize a BigInt');
  });
});

describe('an error in a cell', () => {
  it('has the name, message and TypeScript lines, through functions of other cells', async () => {
    const { reply } = await runCode(
      kernel,
      'interface Row {\n  plays: number;\n}\n\nfunction total(rows: Row[]): number {\n  let sum = 0;\n  for (const row of rows) sum += row.plays;\n  return sum;\n}',
    );
    const { ename, evalue, text, cell } = await errorOf(
      "import path from 'node:path';\ntype Unused = {\n  a: string;\n};\nconst rows: any = null;\n\ntotal(\n  rows,\n);",
    );
    expect([ename, evalue]).toEqual(['TypeError', 'rows is not iterable']);
    expect(text).toBe(`TypeError: rows is not iterable
Cell [${reply.executionCount}] line 7, in total
    7 |   for (const row of rows) sum += row.plays;
    at ${cell} line 7`);
  });

  it.each([
    ['after an await', "const wait = 1;\nawait Promise.resolve();\n\nthrow new Error('late');", 4],
    [
      'in an arrow function',
      'const list = [1];\nlist.map(\n  (x) => {\n    throw new Error(String(x));\n  },\n);',
      4,
    ],
    [
      'in a class',
      "class A {\n  readonly x: number = 1;\n  run(): never {\n    throw new Error('a');\n  }\n}\nnew A().run();",
      4,
    ],
    ['in a rejected last value', "// first\nPromise.reject(\n  new Error('r'),\n)", 3],
    [
      'below comments',
      '/**\n * Doc.\n */\nconst one = 1; // one\n\n// above the last value\n/* and\n * more */\n(null as any).x;',
      9,
    ],
    ['below an enum', "enum Kind {\n  A,\n  B,\n}\n\nif (Kind.A === 0) throw new RangeError('enum');", 6],
  ])('names its line: %s', async (_, code, line) => {
    const { text, cell } = await errorOf(code);
    expect(text).toContain(`${cell} line ${line}`);
    expect(text).not.toMatch(/tslab|node:|evalmachine|listenlab:|dist\//);
  });

  it('keeps its cause, and the name InputError', async () => {
    const { ename, text } = await errorOf(
      "import { InputError } from 'listenlab';\nthrow new InputError('no such artist', { cause: new TypeError('why') });",
    );
    expect(ename).toBe('InputError');
    expect(text).toMatch(/\ncaused by TypeError: why$/);
  });

  it('includes a suppressed error from disposal', async () => {
    const { text, cell } = await errorOf(
      "{\n  using file = { [Symbol.dispose]() { throw new Error('close failed'); } };\n  throw new Error('the real problem');\n}",
    );
    expect(text).toContain(`because of Error: close failed\n${cell} line 2`);
    expect(text).toContain(`which suppressed Error: the real problem\n${cell} line 3`);
  });

  it('shows properties added to it, without running getters', async () => {
    const { text } = await errorOf(
      "throw Object.defineProperty(Object.assign(new Error('no'), { status: 404, body: { a: [1] } }), 'costly', { enumerable: true, get() { throw 1; } });",
    );
    expect(text).toContain('\n{ status: 404, body: { a: [ 1 ] } }');
  });

  it.each([
    [
      'recommendSettings',
      "Cannot find name 'recommendSettings'. It is one of listenlab's: import { recommendSettings } from 'listenlab'.",
    ],
    [
      'logisticMatrixFactorization',
      "Cannot find name 'logisticMatrixFactorization'. listenlab has it in a group: import { baselines } from 'listenlab', then baselines.logisticMatrixFactorization.",
    ],
    [
      "import { firstChoices } from 'listenlab';",
      "has no exported member 'firstChoices'. listenlab has it in a group: import { explore } from 'listenlab', then explore.firstChoices; or import { describe } from 'listenlab', then describe.firstChoices.",
    ],
    [
      'topArtistsChart',
      "Cannot find name 'topArtistsChart'. It is now charts.topArtists: import { charts } from 'listenlab'.",
    ],
    [
      "import * as ll from 'listenlab'; ll.topArtistsChart",
      "column 37: 'listenlab' has no exported member 'topArtistsChart'. It is now charts.topArtists: import { charts } from 'listenlab'. (TS2339)",
    ],
    [
      "const { topArtistsChart } = await import('listenlab');",
      "column 9: 'listenlab' has no exported member 'topArtistsChart'. It is now charts.topArtists: import { charts } from 'listenlab'. (TS2339)",
    ],
    [
      "(await import('listenlab')).openDatset",
      "'listenlab' has no exported member 'openDatset'. Did you mean 'openDataset'? (TS2551)",
    ],
    [
      "import { splitByTime } from 'listenlab';",
      "has no exported member 'splitByTime'. It is now splits.byTime: import { splits } from 'listenlab'.",
    ],
    [
      "import { baselines } from 'listenlab';\nbaselines()",
      "baselines is a group, not a function. It is now baselines.all(): import { baselines } from 'listenlab'.",
    ],
    [
      "import { charts } from 'listenlab/charts';",
      `package "listenlab" does not export "listenlab/charts"; it exports ${OWN_EXPORTS}. Instead: import { charts } from 'listenlab'.`,
    ],
    [
      "import * as charts from 'listenlab/src/data/charts/index.ts';",
      `does not export "listenlab/src/data/charts/index.ts"; it exports ${OWN_EXPORTS}. Instead: import { charts } from 'listenlab'.`,
    ],
    [
      "import { trainAls } from 'listenlab/engine/als';",
      `does not export "listenlab/engine/als"; it exports ${OWN_EXPORTS}. Instead: import { trainAls } from 'listenlab'.`,
    ],
  ])('suggests how to import a name of listenlab, for %j', async (code, expected) => {
    expect((await errorOf(code)).text).toContain(expected);
  });

  it('that is shown, printed or asked for its stack has lines of the cell, and none of the kernel', async () => {
    const { outputs, reply } = await runCode(
      kernel,
      `const made = () => new Error('x');
[1].map(() => console.log(made()));
({ stack: made().stack, failed: made() })`,
    );
    const cell = `Cell [${reply.executionCount}]`;
    expect(printed(outputs)).toBe(`Error: x
    at made (${cell} line 1)
    at ${cell} line 2
    at Array.map (<anonymous>)
    at ${cell} line 2\n`);
    const text = JSON.stringify(outputs.at(-1));
    expect(text).toContain(`failed: Error: x\\n      at made (${cell} line 1)\\n      at ${cell} line 3\\n}`);
    expect(text).not.toMatch(/node:|dist\/|listenlab:/);
  });

  it('can be any thrown value', async () => {
    expect(await errorOf("throw 'text'")).toMatchObject({ ename: 'Thrown', evalue: "'text'" });
    expect(await errorOf('throw undefined')).toMatchObject({ ename: 'Thrown', evalue: 'undefined' });
  });

  it('is a type error with line, column and a marker', async () => {
    const { ename, evalue, text, cell } = await errorOf("const fine = 1;\n  const plays: number = 'many';");
    expect(ename).toBe('TypeScriptError');
    expect(evalue).toBe("line 2, column 9: Type 'string' is not assignable to type 'number'.");
    expect(text).toBe(`${cell} line 2, column 9: Type 'string' is not assignable to type 'number'. (TS2322)
    2 |   const plays: number = 'many';
      |         ~~~~~
No part of ${cell} was run.`);
  });

  it('is a syntax error with line, column and a marker', async () => {
    expect((await errorOf('const = 1;')).evalue).toMatch(/^line 1, column 7: /);
  });

  it('that is never caught goes to stderr, and the kernel continues', async () => {
    const { outputs } = await runCode(
      kernel,
      "void Promise.reject(new Error('forgotten'));\nsetTimeout(() => {\n  throw new Error('thrown later');\n});\nawait new Promise((resolve) => setTimeout(resolve, 50));",
    );
    const text = printed(outputs, 'stderr');
    expect(text).toContain('Unhandled rejection: Error: forgotten');
    expect(text).toMatch(/Uncaught: Error: thrown later\nCell \[\d+\] line 3/);
    expect(await resultOf('1')).toEqual({ 'text/plain': '1' });
  });
});

describe('cells', () => {
  it('redeclare names, and share what they declare', async () => {
    await runCode(kernel, 'const count: number = 1; let other = count;');
    await runCode(kernel, "const count: string = 'two'; other++;");
    expect(await resultOf('[count, other]')).toEqual({ 'text/plain': "[ 'two', 2 ]" });
  });

  it('use variables of other cells in shorthand properties, or their own', async () => {
    await runCode(kernel, 'let alpha = 15; let factors = 20;');
    expect(await resultOf('({ alpha, factors })')).toEqual({ 'text/plain': '{ alpha: 15, factors: 20 }' });
    expect(await resultOf('((alpha) => ({ alpha, factors }))(1)')).toEqual({
      'text/plain': '{ alpha: 1, factors: 20 }',
    });
    await runCode(kernel, '({ alpha, factors } = { alpha: 1, factors: 64 });');
    expect(await resultOf('[alpha, factors]')).toEqual({ 'text/plain': '[ 1, 64 ]' });
  });

  it('survive a garbage collection before their first await', async () => {
    await runCode(
      kernel,
      "import { setFlagsFromString } from 'node:v8';\nimport { runInNewContext } from 'node:vm';\n" +
        "setFlagsFromString('--expose-gc');\nconst collect: () => void = runInNewContext('gc');",
    );
    const code = "const state = 'alive';\ncollect();\nawait null;\nstate";
    expect(await resultOf(code)).toEqual({ 'text/plain': "'alive'" });
  });

  it('run one at a time, in the order they were sent', async () => {
    const cells = ['await new Promise((resolve) => setTimeout(resolve, 50)); 1', '2', '3'];
    const texts: unknown[] = [];
    await Promise.all(
      cells.map(async (code) => {
        const { outputs, reply } = await runCode(kernel, code);
        texts.push([(outputs[0] as { data?: object }).data, reply.executionCount]);
      }),
    );
    const first = (texts[0] as [unknown, number])[1];
    expect(texts).toEqual(['1', '2', '3'].map((text, i) => [{ 'text/plain': text }, first + i]));
  });

  it('queued after a failing one are aborted; one sent right afterwards runs', async () => {
    const runs = [
      "const until = Date.now() + 150; while (Date.now() < until); throw new Error('x')",
      '1',
      '2',
    ].map((code) => runCode(kernel, code));
    const failed = await runs[0];
    const next = runCode(kernel, '3');
    const statuses = (await Promise.all([...runs, next])).map(({ reply }) => reply.status);
    expect(statuses).toEqual(['error', 'aborted', 'aborted', 'ok']);
    expect((await next).reply.executionCount).toBe(Number(failed.reply.executionCount) + 1);
  });

  it('queued after a failing one run if it was sent with stop_on_error false', async () => {
    const failing = kernel.execute("throw new Error('x')", { stopOnError: false });
    const next = kernel.execute('1');
    expect((await failing.reply).status).toBe('error');
    expect((await next.reply).status).toBe('ok');
  });

  it('update a display in place by its id', async () => {
    const { outputs, events } = await runCode(
      kernel,
      "const front: any = (globalThis as any)[Symbol.for('listenlab.kernel')].frontEnd;\n" +
        "front.display({ 'text/plain': '0%' }, { displayId: 'bar' });\n" +
        "console.log('between');\n" +
        "front.display({ 'text/plain': '100%' }, { displayId: 'bar', update: true });",
    );
    expect(events.map((event) => event.kind)).toEqual(['output', 'output', 'update']);
    expect(outputs).toEqual([
      { output_type: 'display_data', data: { 'text/plain': '100%' }, metadata: {} },
      { output_type: 'stream', name: 'stdout', text: 'between\n' },
    ]);
  });

  it('show values with listenlab and with tslab alike', async () => {
    const { outputs } = await runCode(
      kernel,
      "import { showMarkdown } from 'listenlab';\nimport * as tslab from 'tslab';\nshowMarkdown('# a');\ntslab.display.html('<b>b</b>');",
    );
    expect(outputs).toMatchObject([
      { output_type: 'display_data', data: { 'text/markdown': '# a' } },
      { output_type: 'display_data', data: { 'text/html': '<b>b</b>' } },
    ]);
  });

  it('leave no trace if they are silent', async () => {
    const before = (await runCode(kernel, '1')).reply.executionCount;
    const cell = kernel.execute("console.log('x'); 2", { silent: true });
    const events = [];
    for await (const event of cell.events) events.push(event);
    expect(events).toEqual([]);
    expect((await cell.reply).status).toBe('ok');
    expect((await runCode(kernel, '1')).reply.executionCount).toBe(Number(before) + 1);
  });
});
