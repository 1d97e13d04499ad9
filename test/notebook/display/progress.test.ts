import { describe, expect, it } from 'vitest';
import { type DisplayOptions, type MimeBundle, progressLine, trainingProgress } from '#listenlab/index.js';
import { workProgress } from '#listenlab/notebook/display/progress.js';
import { formatBytes } from '#listenlab/util/format.js';

/** A front end and a clock that a test reads and sets. */
function bench() {
  const shown: { line: unknown; options: DisplayOptions }[] = [];
  const clock = { milliseconds: 0 };
  return {
    shown,
    clock,
    frontEnd: {
      display: (bundle: MimeBundle, options: DisplayOptions = {}) => {
        shown.push({ line: bundle['text/plain'], options });
      },
    },
    now: () => clock.milliseconds,
  };
}

describe('progressLine', () => {
  it('is one display with a bar, the amount done, the elapsed time and the time left', () => {
    const { shown, clock, ...options } = bench();
    const line = progressLine('reading', options);
    clock.milliseconds = 3000;
    line.update(25_000, 100_000);
    clock.milliseconds = 12_500;
    line.update(100_000, 100_000);
    line.finish();
    expect(shown.map(({ line }) => line)).toEqual([
      'reading █████░░░░░░░░░░░░░░░ 25,000 of 100,000 · 3.00 s, 9.00 s left',
      'reading ████████████████████ 100,000 of 100,000 · 12.5 s',
      'reading · 100,000 of 100,000 · 12.5 s',
    ]);
    const [first, ...later] = shown.map(({ options }) => options);
    expect(first).toMatchObject({ update: false, final: false });
    expect(later).toMatchObject([
      { displayId: first.displayId, update: true, final: false },
      { displayId: first.displayId, update: true, final: true },
    ]);
  });

  it('updates at most ten times a second, but always shows its last state', () => {
    const { shown, clock, ...options } = bench();
    const line = progressLine('reading', options);
    for (let row = 1; row <= 1000; row++) {
      clock.milliseconds = row;
      line.update(row, 1000);
    }
    line.finish('done');
    expect(shown).toHaveLength(11);
    expect(shown[10].line).toBe('reading · 1,000 of 1,000 · done · 1.00 s');
  });

  it('shows amounts in their unit and handles a total of zero or an overrun', () => {
    const { shown, clock, ...options } = bench();
    const line = progressLine('download', { ...options, format: formatBytes });
    line.update(0, 0);
    clock.milliseconds = 1000;
    line.update(2048, 1024);
    expect(shown.map(({ line }) => line)).toEqual([
      'download ░░░░░░░░░░░░░░░░░░░░ 0 B of 0 B · 0.00 s',
      'download ████████████████████ 2.0 KiB of 1.0 KiB · 1.00 s',
    ]);
  });

  it('shows nothing when there is nothing to do', () => {
    const { shown, clock: _, ...options } = bench();
    progressLine('reading', options).finish();
    expect(shown).toEqual([]);
  });

  it('gives every line its own display', () => {
    const { shown, clock: _, ...options } = bench();
    progressLine('a', options).update(1, 2);
    progressLine('b', options).update(1, 2);
    expect(shown[0].options.displayId).not.toBe(shown[1].options.displayId);
  });
});

describe('trainingProgress', () => {
  it('shows whole iterations, the bar between them, loss, elapsed time, time left and the final state', () => {
    const { shown, clock, ...options } = bench();
    const report = trainingProgress({ label: 'ALS', ...options });
    clock.milliseconds = 200;
    report({ done: 0.4, total: 4 });
    clock.milliseconds = 500;
    report({ done: 1, total: 4, loss: 0.0123456 });
    clock.milliseconds = 750;
    report({ done: 1.5, total: 4, loss: 0.0123456 });
    clock.milliseconds = 2000;
    report({ done: 4, total: 4, loss: 0.01 });
    expect(shown.map(({ line }) => line)).toEqual([
      'ALS ██░░░░░░░░░░░░░░░░░░ 0 of 4 · 0.20 s, 1.80 s left',
      'ALS █████░░░░░░░░░░░░░░░ 1 of 4 · loss 0.01235 · 0.50 s, 1.50 s left',
      'ALS ████████░░░░░░░░░░░░ 1 of 4 · loss 0.01235 · 0.75 s, 1.25 s left',
      'ALS ████████████████████ 4 of 4 · loss 0.01000 · 2.00 s',
      'ALS · 4 of 4 · loss 0.01000 · 2.00 s',
    ]);
    expect(shown.map(({ options }) => options.final)).toEqual([false, false, false, false, true]);
  });

  it('says where a model came from that was not trained, in place of what was done', () => {
    const { shown, clock, ...options } = bench();
    const report = trainingProgress(options);
    report({ done: 0, total: 20 });
    clock.milliseconds = 400;
    report({ done: 20, total: 20, loss: 0.5, source: 'the model of 02-train, from the cache, 0.40 s' });
    expect(shown.map(({ line }) => line)).toEqual([
      'training ░░░░░░░░░░░░░░░░░░░░ 0 of 20 · 0.00 s',
      'the model of 02-train, from the cache, 0.40 s',
    ]);
    expect(shown[1].options).toMatchObject({
      displayId: shown[0].options.displayId,
      update: true,
      final: true,
    });
  });

  it('works without a loss', () => {
    const { shown, clock, ...options } = bench();
    const report = trainingProgress(options);
    clock.milliseconds = 250;
    report({ done: 1, total: 2 });
    expect(shown[0].line).toBe('training ██████████░░░░░░░░░░ 1 of 2 · 0.25 s, 0.25 s left');
  });
});

/** A line with a clock that a test sets and ticks. */
function workBench() {
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
    from(source: string) {
      progress.update({ task: 'training', done: 1, total: 1, source });
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

describe('workProgress', () => {
  it('shows the running task with its own time, and finally the total time', () => {
    const { shown, lines, at, finishAt } = workBench();
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

  it('shows nothing for work that takes less than a second', () => {
    const { lines, at, finishAt } = workBench();
    at(0, 'reading', 0);
    at(999, 'reading', 199);
    finishAt(1500, true);
    expect(lines()).toEqual([]);
  });

  it('updates at most ten times a second', () => {
    const { lines, at } = workBench();
    for (let time = 0; time < 2000; time++) at(time, 'reading', time / 10);
    expect(lines()).toHaveLength(10);
  });

  it('keeps updating the elapsed time while the work reports nothing', () => {
    const { lines, at, tickAt, finishAt } = workBench();
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

  it('estimates the time left without counting work done earlier', () => {
    const { lines, at } = workBench();
    at(2000, 'downloading', 100);
    at(4000, 'downloading', 150);
    expect(lines().at(-1)).toBe('downloading ███████████████░░░░░ 75% · 2.00 s, 2.00 s left');
  });

  it('says where the result of work came from that did not have to be done, even if that took no time', () => {
    const { lines, from, finishAt } = workBench();
    from('the model of 02-train, from the cache, 0.40 s');
    finishAt(400, true);
    expect(lines()).toEqual(['the model of 02-train, from the cache, 0.40 s']);
  });

  it('reports that work was stopped', () => {
    const { lines, at, finishAt } = workBench();
    at(2000, 'reading', 100);
    finishAt(2500, false);
    expect(lines().at(-1)).toBe('opening plays.tsv · stopped after 2.50 s');
  });
});
