import { expect, it } from 'vitest';
import { progressLine } from '#listenlab/index.js';
import { workProgress } from '#listenlab/notebook/display/progress.js';
import { ProgressBoards } from '#listenlab/notebook/kernel/progress-board.js';
import type { DisplayOptions, MimeBundle } from '#listenlab/util/kernel-context.js';

/** Progress lines of one cell, and what is shown of them. */
function bench() {
  const boards = new ProgressBoards();
  const place = {};
  const shown: { text: unknown; options: DisplayOptions }[] = [];
  let milliseconds = 0;
  const frontEnd = {
    display(given: MimeBundle, asked: DisplayOptions = {}) {
      const { bundle, options } = boards.place(place, given, asked);
      shown.push({ text: bundle['text/plain'], options });
    },
  };
  const now = () => milliseconds;
  return {
    boards,
    frontEnd,
    now,
    shown,
    begin: (label: string) => progressLine(label, { frontEnd, now }),
    pass: (time: number) => {
      milliseconds += time;
    },
  };
}

it('shows all running work of a cell in one display, and finished work with its time', () => {
  const { shown, begin, pass } = bench();
  const [first, second] = [begin('training'), begin('evaluating')];
  pass(1000);
  first.update(1, 2);
  second.update(5, 10);
  first.finish();
  pass(1000);
  second.finish();
  const third = begin('evaluating');
  third.update(1, 10);
  pass(500);
  third.finish();
  expect(shown.map(({ text }) => text)).toEqual([
    'training ██████████░░░░░░░░░░ 1 of 2 · 1.00 s, 1.00 s left',
    'training ██████████░░░░░░░░░░ 1 of 2 · 1.00 s, 1.00 s left\n' +
      'evaluating ██████████░░░░░░░░░░ 5 of 10 · 1.00 s, 1.00 s left',
    'evaluating ██████████░░░░░░░░░░ 5 of 10 · 1.00 s, 1.00 s left',
    'training · 1 of 2 · 1.00 s; evaluating · 5 of 10 · 2.00 s',
    'evaluating ██░░░░░░░░░░░░░░░░░░ 1 of 10 · 0.00 s, 0.00 s left',
    'training · 1 of 2 · 1.00 s; evaluating, 2 times · 2.50 s',
  ]);
  const { displayId } = shown[0].options;
  expect(shown.map(({ options }) => options)).toEqual(
    [false, false, false, true, false, true].map((final, at) => ({ displayId, update: at > 0, final })),
  );
});

it('does not grow with the kinds of work', () => {
  const { shown, begin } = bench();
  for (let at = 0; at < 8; at++) {
    const line = begin(`work ${at}`);
    line.update(1, 1);
    line.finish();
  }
  expect(shown.at(-1)?.text).toMatch(/; work 4 · 1 of 1 · 0\.00 s; and 3 more$/);
});

it('counts how many runs of the same work were stopped', () => {
  const { shown, frontEnd, now, pass } = bench();
  const clock = { now, repeat: () => () => undefined };
  const lines = Array.from({ length: 3 }, () => workProgress('asking', frontEnd, clock));
  pass(1000);
  for (const line of lines) line.update({ task: 'asking', done: 1, total: 2 });
  for (const [at, line] of lines.entries()) line.finish(at === 0);
  expect(shown.at(-1)?.text).toBe('asking, 3 times, 2 stopped · 3.00 s');
});

it('leaves other bundles and cells alone', () => {
  const { boards, begin, shown } = bench();
  begin('training').update(1, 2);
  const bundle = { 'text/plain': 'x' };
  expect(boards.place({}, bundle, { displayId: 'a' })).toEqual({ bundle, options: { displayId: 'a' } });
  progressLine('elsewhere', {
    frontEnd: {
      display: (given, asked = {}) => expect(boards.place({}, given, asked).options.update).toBe(false),
    },
  }).update(1, 2);
  expect(shown).toHaveLength(1);
});
