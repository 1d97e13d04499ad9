import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { processOutput, progressOn } from '#listenlab/cli/context.js';
import { cellLines } from '#listenlab/cli/run-progress.js';

/** A stream that records what was written to it. */
function recorder(isTTY: boolean) {
  const stream = Object.assign(new PassThrough({ encoding: 'utf8' }), {
    isTTY,
  }) as unknown as NodeJS.WriteStream;
  return { stream, text: () => String((stream as unknown as PassThrough).read() ?? '') };
}

test('a log gets a line every five seconds for a long task, and none for a short one', () => {
  const { stream, text } = recorder(false);
  let time = 0;
  const progress = progressOn(stream, () => time);
  const at = (milliseconds: number, task: string, done: number, note?: string) => {
    time = milliseconds;
    progress.update({ task, done, total: 200, note });
  };
  at(0, 'reading', 0);
  at(4_999, 'reading', 199);
  at(5_000, 'training', 0);
  at(9_999, 'training', 50);
  expect(text()).toBe('');
  at(10_000, 'training', 100, 'loss 0.5');
  at(12_000, 'training', 120);
  at(15_000, 'training', 199);
  expect(text()).toBe('training: 50% loss 0.5\ntraining: 99%\n');
});

test.each([true, false])('where a result came from is a line that stays, on a terminal: %s', (isTTY) => {
  const { stream, text } = recorder(isTTY);
  const progress = progressOn(stream, () => 0);
  const source = 'the model of listenlab similar, from the cache, 0.12 s';
  progress.update({ task: 'training', done: 20, total: 20, source });
  progress.stop();
  expect(text()).toBe(`${source}\n`);
});

describe('the status line of a cell', () => {
  const cell = { number: 3, total: 12, source: '// a comment\n\nconst model = 1;\nmodel;' };

  test('is written once to a log', () => {
    const { stream, text } = recorder(false);
    const onCell = cellLines(stream, '02-train');
    onCell({ ...cell, status: 'running', seconds: 0 });
    onCell({ ...cell, status: 'ok', seconds: 1.234 });
    expect(text()).toMatch(/^02-train {3}3\/12 {2}const model = 1; +1\.23 s\n$/);
  });

  test('is overwritten on a terminal and never wider than 100 columns', () => {
    const { stream, text } = recorder(true);
    const onCell = cellLines(stream, '02-train');
    const source = `const ${'x'.repeat(200)} = 1;`;
    onCell({ ...cell, source, status: 'running', seconds: 0 });
    onCell({ ...cell, source, status: 'error', seconds: 100 });
    const [before, running, failed] = text().split('\r\u001b[2K');
    expect(before).toBe('');
    expect(running).toMatch(/^02-train {3}3\/12 {2}const x+… {2}…$/);
    expect(failed).toMatch(/^02-train .*… {2}failed after 1 min 40 s\n$/);
    expect(Math.max(running.length, failed.trimEnd().length)).toBeLessThanOrEqual(100);
  });
});

describe('the progress of a running cell', () => {
  const cell = { number: 3, total: 12, source: 'train();', status: 'running' } as const;

  test('appears in its line on a terminal, without control characters', () => {
    const { stream, text } = recorder(true);
    const onCell = cellLines(stream, '02-train');
    onCell({ ...cell, seconds: 1, live: 'training \u001b[2J 3 of 20' });
    const [before, line] = text().split('\r\u001b[2K');
    expect(before).toBe('');
    expect(line).toMatch(/^02-train {3}3\/12 {2}training \\u001b\[2J 3 of 20 +…$/);
  });

  test('is a line in a log, every five seconds', () => {
    const { stream, text } = recorder(false);
    const onCell = cellLines(stream, '02-train');
    onCell({ ...cell, seconds: 0 });
    for (const seconds of [1, 4.9, 5.1, 6, 9, 10.2]) onCell({ ...cell, seconds, live: `at ${seconds}` });
    onCell({ ...cell, status: 'ok', seconds: 11 });
    onCell({ ...cell, number: 4, seconds: 0 });
    for (const seconds of [4, 5]) onCell({ ...cell, number: 4, seconds, live: `at ${seconds}` });
    const lines = text().split('\n');
    expect(lines.map((line) => line.replace(/ {2,}/g, ' '))).toEqual([
      '02-train 3/12 at 5.1 …',
      '02-train 3/12 at 10.2 …',
      '02-train 3/12 train(); 11.0 s',
      '02-train 4/12 at 5 …',
      '',
    ]);
  });
});

test.each([
  [true, {}, '\u001b[31mred\u001b[0m\n'],
  [true, { NO_COLOR: '1' }, 'red\n'],
  [false, {}, 'red\n'],
])('colours on a terminal: %s, environment %j', (isTTY, environment, expected) => {
  const { stream, text } = recorder(isTTY);
  processOutput(stream, stream, environment).tell('\u001b[31mred\u001b[0m');
  expect(text()).toBe(expected);
});
