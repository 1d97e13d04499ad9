import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { ReportFigure } from '../../report/figure.js';
import type { FigurePicture } from '../figure-outputs.js';
import type { SvgAnswer, SvgWaiter } from './worker.js';

/** Milliseconds that the first figure may take, whose worker has to load Plotly, and each later one. */
const FIRST = 10_000;
const LATER = 5_000;
/** Failures in a row after which no more figures are drawn. */
const MOST_FAILURES = 3;

interface Started extends SvgWaiter {
  readonly worker: Worker;
}

/**
 * Draws figures as SVG while the thread waits, so that a picture can go out with its figure. The worker starts with the
 * first figure.
 *
 * Cost, on two cores of an AMD EPYC at load 8: 1.6 s for the first figure, 0.07 to 0.3 s for each later one.
 */
export class SvgPen {
  #started: Started | undefined;
  #number = 0;
  #failures = 0;

  /** @returns undefined for what Plotly cannot draw, or not soon enough */
  draw({ data, layout }: ReportFigure): FigurePicture | undefined {
    if (this.#failures >= MOST_FAILURES) return undefined;
    const patience = this.#started ? LATER : FIRST;
    this.#started ??= start();
    this.#number += 1;
    this.#started.worker.postMessage({ number: this.#number, figure: { data, layout } });
    const answer = answerTo(this.#number, this.#started, performance.now() + patience);
    if (answer === undefined) this.close();
    this.#failures = answer === undefined ? this.#failures + 1 : 0;
    return answer && 'picture' in answer ? { type: 'image/svg+xml', ...answer.picture } : undefined;
  }

  close(): void {
    void this.#started?.worker.terminate();
    this.#started = undefined;
  }
}

function start(): Started {
  const { port1, port2 } = new MessageChannel();
  const answers = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const worker = new Worker(new URL('worker.js', import.meta.url), {
    workerData: { port: port2, answers } satisfies SvgWaiter,
    transferList: [port2],
    execArgv: [],
    // What Plotly prints is nothing to those who read a cell's output.
    stdout: true,
    stderr: true,
  });
  // An error is noticed as an answer that does not come.
  worker.on('error', () => undefined);
  worker.unref();
  port1.unref();
  return { worker, port: port1 as MessagePort, answers };
}

/** Waits for the answer to a figure; what is said late of an earlier one is passed over. */
function answerTo(number: number, { port, answers }: Started, deadline: number): SvgAnswer | undefined {
  for (;;) {
    const count = Atomics.load(answers, 0);
    const received = receiveMessageOnPort(port) as { message: SvgAnswer } | undefined;
    if (received?.message.number === number) return received.message;
    if (received !== undefined) continue;
    const left = deadline - performance.now();
    if (left <= 0 || Atomics.wait(answers, 0, count, left) === 'timed-out') return undefined;
  }
}
