import { on } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { DrawFigure } from '../figure-outputs.js';
import type { SvgAnswer } from './worker.js';

/**
 * Runs work that draws figures without a browser, as SVG: Plotly in a worker thread, whose document has no screen. Texts
 * are measured by the widths of Arial's letters, with which the pictures are shown.
 *
 * A renderer of our own would draw our charts only, and in another way than the page does; jsdom, the usual document,
 * has eighteen dependencies, and no sizes of texts either.
 */
export async function drawingAsSvg<T>(
  signal: AbortSignal,
  work: (draw: DrawFigure) => Promise<T>,
): Promise<T> {
  const worker = new Worker(new URL('worker.js', import.meta.url));
  const failed = new Promise<never>((_, reject) => worker.once('error', reject));
  let last = 0;
  const draw: DrawFigure = async ({ data, layout }) => {
    last += 1;
    worker.postMessage({ number: last, figure: { data, layout } });
    const answer = await answerTo(last, worker, signal);
    if ('problem' in answer) throw new Error(answer.problem);
    return { type: 'image/svg+xml', ...answer.picture };
  };
  try {
    return await Promise.race([failed, work(draw)]);
  } finally {
    await worker.terminate();
  }
}

/** What is said late of an earlier figure, which has its answer, is passed over. */
async function answerTo(number: number, worker: Worker, signal: AbortSignal): Promise<SvgAnswer> {
  for await (const [answer] of on(worker, 'message', { signal })) {
    if (answer.number === number) return answer;
  }
  throw new Error('the worker has ended');
}
