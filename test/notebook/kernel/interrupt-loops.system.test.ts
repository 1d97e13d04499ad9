import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KernelClient } from '#listenlab/notebook/jupyter/kernel-client.js';
import type { CellEvent } from '#listenlab/notebook/jupyter/outputs.js';
import { printed, REPOSITORY, runCode, START_LIMIT } from '../jupyter/kernel-support.js';

const LIMIT = START_LIMIT;

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await KernelClient.start({ cwd: REPOSITORY });
  // Printed text is buffered for some milliseconds: this pause flushes it before a loop begins.
  await runCode(
    kernel,
    `function print(text: string) {
      console.log(text);
      for (const until = Date.now() + 30; Date.now() < until; );
      process.stdout.write(' ');
    }`,
  );
}, START_LIMIT);
afterAll(() => kernel.shutdown());

/** Interrupts a cell at its first output, or the first that matches; returns its outputs before and after its end. */
async function interrupted(code: string, said = '') {
  const late: CellEvent[] = [];
  const events: CellEvent[] = [];
  const cell = kernel.execute(code, { onLate: (event) => late.push(event) });
  let sent = false;
  for await (const event of cell.events) {
    events.push(event);
    if (sent || event.kind !== 'output' || event.output.output_type !== 'stream') continue;
    if (!event.output.text.includes(said)) continue;
    sent = true;
    await kernel.interrupt();
  }
  return { reply: await cell.reply, events, late };
}

/** Waits in the kernel long enough for anything still running to show. */
const pause = 'await new Promise((resolve) => setTimeout(resolve, 400));';

describe('an interrupt', () => {
  it.each([
    ['before its first await', "print('in'); for (;;);"],
    ['after an await', "await new Promise((resolve) => setTimeout(resolve, 10)); print('in'); for (;;);"],
    ['after awaits of nothing', "await null; print('in'); let turns = 0; for (;;) turns++;"],
    ['that never leaves its microtasks', "await null; print('in'); for (;;) await null;"],
    // In Node 20 and 22 only the end of the kernel stops this loop.
    ...(Number(process.versions.node.split('.')[0]) < 24
      ? []
      : [
          [
            'below calls that are nested as deeply as can be',
            "function nest(): void { try { nest(); } catch {} for (;;); } print('in'); nest();",
          ],
        ]),
    ['in a function of an earlier cell', "print('in'); spin();"],
    [
      "in a timer's callback",
      "setTimeout(() => { print('in'); for (;;); }, 10); await new Promise(() => undefined);",
    ],
    [
      'in a callback of the event loop',
      "globalThis.setImmediate(() => { print('in'); for (;;); }); await new Promise(() => undefined);",
    ],
    [
      'in the drawing of its last value',
      "({ [Symbol.for('nodejs.util.inspect.custom')]() { print('in'); for (;;); } })",
    ],
  ])(
    'ends a loop %s, and keeps the names of the cell',
    async (_, code) => {
      await runCode(kernel, 'function spin() { for (;;); }');
      const { reply } = await interrupted(`let kept = 1; kept = 2; ${code}`);
      expect(reply).toMatchObject({ status: 'error', ename: 'KeyboardInterrupt' });
      const { outputs } = await runCode(kernel, 'console.log(kept);');
      expect(printed(outputs)).toBe('2\n');
    },
    LIMIT,
  );

  it(
    'ends a loop that prints, and shows the start, the end and how much was left out',
    async () => {
      const { reply, events, late } = await interrupted(
        "console.log('in'); for (let line = 0; ; line++) process.stdout.write('x\\n');",
        '120,000 lines are shown',
      );
      expect(reply).toMatchObject({ status: 'error', ename: 'KeyboardInterrupt' });
      const text = printed(events.flatMap((event) => ('output' in event ? [event.output] : [])));
      expect(text).toMatch(
        /^in\nx\nx\n.*\[listenlab: 120,000 lines are shown; .*\[listenlab: [\d,]+ more lines are left out here: [^\]]*\]\n(x\n){1000}$/s,
      );
      expect(text.length).toBeLessThan(250_000);
      expect(late).toEqual([]);
    },
    LIMIT,
  );

  it.each([
    ['sleeps', 'await sleep(5);'],
    ['waits for timers', 'await new Promise((resolve) => setTimeout(resolve, 5));'],
    ['follows an interval', 'for await (const _ of every(5)) break;'],
    ['asks a server', "await fetch('http://127.0.0.1:9/');"],
    ['asks a dataset', "await sample.query('SELECT count(*) FROM plays');"],
    ['trains', 'await trainAls(plays, { iterations: 1, factors: 4 });'],
    ['reads a model', "await loadModel('no.safetensors');"],
  ])(
    'ends a loop that %s and catches every error, completely',
    async (_, step) => {
      await runCode(
        kernel,
        `import { loadModel, openDataset, trainAls } from 'listenlab';
        import { setInterval as every, setTimeout as sleep } from 'node:timers/promises';
        const { dataset: sample } = await (await openDataset('sample')).clean();
        const plays = await sample.interactions();
        let turns = 0;`,
      );
      const { reply, late } = await interrupted(
        `print('in'); for (;;) { turns++; try { ${step} } catch {} }`,
      );
      expect(reply).toMatchObject({ status: 'error', ename: 'KeyboardInterrupt' });
      const { outputs } = await runCode(
        kernel,
        `${pause} const then = turns; ${pause} console.log(turns - then);`,
      );
      expect(printed(outputs)).toBe('0\n');
      expect(late).toEqual([]);
    },
    LIMIT,
  );

  it.each([
    [
      'sleeps',
      "import { setTimeout as sleep } from 'node:timers/promises'; for (;;) { console.log('on'); await sleep(20); }",
    ],
    [
      'waits for timers',
      "for (;;) { console.log('on'); await new Promise((resolve) => setTimeout(resolve, 20)); }",
    ],
    [
      'turns with the event loop',
      "for (let turn = 0; ; turn++) { if (turn % 1000 === 0) console.log('on'); await new Promise((resolve) => setImmediate(resolve)); }",
    ],
    ['has an interval', "setInterval(() => console.log('on'), 20); await new Promise(() => undefined);"],
  ])(
    'ends a loop that %s, without effects on later cells',
    async (_, code) => {
      const { reply, late } = await interrupted(code);
      expect(reply).toMatchObject({ ename: 'KeyboardInterrupt' });
      const { outputs } = await runCode(kernel, `${pause} console.log('next');`);
      expect(printed(outputs)).toBe('next\n');
      expect(late).toEqual([]);
    },
    LIMIT,
  );

  it(
    'ends a pending request of a cell',
    async () => {
      let closed = () => undefined as undefined;
      const gone = new Promise<void>((resolve) => {
        closed = () => resolve() as undefined;
      });
      let waiting = false;
      const server = createServer((request, response) => {
        if (request.url === '/waiting') return response.end(String(waiting));
        waiting = true;
        return request.on('close', closed);
      }).listen(0, '127.0.0.1');
      await new Promise((resolve) => server.once('listening', resolve));
      const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      // Interrupted once the request has reached the server.
      const { reply } = await interrupted(
        `const asked = fetch('${address}/');
        while ((await (await fetch('${address}/waiting')).text()) !== 'true');
        console.log('asked'); await asked;`,
      );
      expect(reply).toMatchObject({ ename: 'KeyboardInterrupt' });
      await gone;
      server.close();
    },
    LIMIT,
  );

  it(
    'reports once, under its own cell, what it cannot end, and drops its output',
    async () => {
      const { reply, events, late } = await interrupted(
        `import { spawn } from 'node:child_process';
        let ticks = 0;
        const child = spawn(process.execPath, ['-e', 'setInterval(() => console.log("tick"), 20)']);
        child.stdout.on('data', (data) => { ticks++; console.log(String(data)); });
        await new Promise(() => undefined);`,
      );
      expect(reply).toMatchObject({ ename: 'KeyboardInterrupt' });
      const { outputs } = await runCode(
        kernel,
        `const before = ticks;
        while (ticks < before + 10) await new Promise((resolve) => setTimeout(resolve, 20));
        console.log('next');`,
      );
      expect(printed(outputs)).toBe('next\n');
      // The notice comes with the end of the cell, just before or after it.
      const said = [...events, ...late].flatMap((event) => ('output' in event ? [event.output] : []));
      expect(printed(said, 'stderr')).toMatch(
        /^Cell \[\d+\] was interrupted, but something .* is still running.*\n$/,
      );
      expect(late.length).toBeLessThanOrEqual(1);
      await runCode(kernel, 'child.kill();');
    },
    LIMIT,
  );

  it(
    'that arrives just before a cell ends does not affect the next cell',
    async () => {
      for (let turn = 0; turn < 10; turn++) {
        await runCode(
          kernel,
          // Shorter than the patience with a busy cell, and long enough for a busy machine to deliver the signal.
          "process.kill(process.pid, 'SIGINT'); for (const until = Date.now() + 200; Date.now() < until; );",
        );
        const { reply } = await runCode(kernel, 'await new Promise((resolve) => setTimeout(resolve, 100));');
        expect(reply).toMatchObject({ status: 'ok' });
      }
    },
    LIMIT,
  );

  it(
    'leaves timers and output of later cells alone',
    async () => {
      await interrupted("print('in'); for (;;);");
      const { outputs } = await runCode(
        kernel,
        "await new Promise((resolve) => setTimeout(resolve, 10)); console.log('works');",
      );
      expect(printed(outputs)).toBe('works\n');
    },
    LIMIT,
  );
});
