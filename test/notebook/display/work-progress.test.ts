import { expect, it } from 'vitest';
import type { DisplayOptions, MimeBundle } from '#listenlab/index.js';
import { workProgress } from '#listenlab/notebook/display/progress.js';

/** A line with a clock that a test sets and whose ticks it gives. */
function bench() {
  const shown: { line: unknown; options: DisplayOptions }[] = [];
  const frontEnd = {
    display: (bundle: MimeBundle, options: DisplayOptions = {}) => {
      shown.push({ line: bundle['text/plain'], options });
    },
  };
  let milliseconds = 0;
  const ticking = new Set<() => void>();
  const progress = workProgress('opening plays.tsv', frontEnd, {
    now: () => milliseconds,
    repeat(tick) {
      ticking.add(tick);
      return () => ticking.delete(tick);
    },
  });
  return {
    shown,
    lines: () => shown.map(({ line }) => line),
    at(time: number, task: string, done: number, note?: string) {
      milliseconds = time;
      progress.update({ task, done, total: 200, note });
    },
    tickAt(time: number) {
      milliseconds = time;
      for (const tick of ticking) tick();
    },
    finishAt(time: number, complete: boolean) {
      milliseconds = time;
      progress.finish(complete);
    },
  };
}

it('shows the running task with its own time, and in the end the time of all', () => {
  const { shown, lines, at, finishAt } = bench();
  at(0, 'reading', 0);
  at(1500, 'reading', 50);
  at(2000, 'numbering', 0, 'users');
  at(4000, 'numbering', 200, 'users');
  finishAt(4500, true);
  expect(lines()).toEqual([
    'reading █████░░░░░░░░░░░░░░░ 25% · 1.50 s, 4.50 s left',
    'numbering ░░░░░░░░░░░░░░░░░░░░ 0% · users · 0.00 s',
    'numbering ████████████████████ 100% · users · 2.00 s',
    'opening plays.tsv · 4.50 s',
  ]);
  const { displayId } = shown[0].options;
  expect(shown.map(({ options }) => options)).toEqual([
    { displayId, update: false, final: false },
    { displayId, update: true, final: false },
    { displayId, update: true, final: false },
    { displayId, update: true, final: true },
  ]);
});

it('shows nothing of work that is over within a second', () => {
  const { lines, at, finishAt } = bench();
  at(0, 'reading', 0);
  at(999, 'reading', 199);
  finishAt(1500, true);
  expect(lines()).toEqual([]);
});

it('changes at most ten times a second', () => {
  const { lines, at } = bench();
  for (let time = 0; time < 2000; time++) at(time, 'reading', time / 10);
  expect(lines()).toHaveLength(10);
});

it('shows that time goes on while the work tells nothing, until it is over', () => {
  const { lines, at, tickAt, finishAt } = bench();
  tickAt(900);
  tickAt(2000);
  at(2500, 'reading', 50);
  tickAt(3500);
  finishAt(4000, true);
  tickAt(5000);
  expect(lines()).toEqual([
    'opening plays.tsv ░░░░░░░░░░░░░░░░░░░░ 2.00 s',
    'reading █████░░░░░░░░░░░░░░░ 25% · 0.00 s',
    'reading █████░░░░░░░░░░░░░░░ 25% · 1.00 s',
    'opening plays.tsv · 4.00 s',
  ]);
});

it('reckons the time left without what was done before', () => {
  const { lines, at } = bench();
  at(2000, 'downloading', 100);
  at(4000, 'downloading', 150);
  expect(lines().at(-1)).toBe('downloading ███████████████░░░░░ 75% · 2.00 s, 2.00 s left');
});

it('says that work was stopped', () => {
  const { lines, at, finishAt } = bench();
  at(2000, 'reading', 100);
  finishAt(2500, false);
  expect(lines().at(-1)).toBe('opening plays.tsv · stopped after 2.50 s');
});
