import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { messageOf } from '../../../util/errors.js';
import { mapsOf, type ReportFigure } from '../../report/figure.js';
import { readAssets } from '../../report/page.js';
import { pictureAssets } from '../picture-assets.js';
import { plotlyInNode } from './plotly-in-node.js';

/** The answer to a figure, by its number: its picture, or why there is none. */
export type SvgAnswer = { readonly number: number } & (
  | { readonly picture: { readonly content: string; readonly width: number; readonly height: number } }
  | { readonly problem: string }
);

/** For those who wait with their thread: where answers go, and what counts them. */
export interface SvgWaiter {
  readonly port: MessagePort;
  readonly answers: Int32Array;
}

const waiter = workerData as SvgWaiter | null;
const { plotly, page, maps } = pictureAssets([]);
const drawing = globalThis as unknown as {
  Plotly: unknown;
  listenlabSvg(figure: unknown): Promise<{ content: string; width: number; height: number }>;
};
drawing.Plotly = plotlyInNode(plotly, maps);
new Function(page)();

/** Milliseconds after which a figure is given up that has no picture yet, when something has failed. */
const GRACE = 1_000;

/** Numbers of figures without an answer. */
const open = new Set<number>();

function answer(answered: SvgAnswer): void {
  if (!open.delete(answered.number)) return;
  (waiter?.port ?? parentPort)?.postMessage(answered);
  if (waiter === null) return;
  Atomics.add(waiter.answers, 0, 1);
  Atomics.notify(waiter.answers, 0);
}

// What Plotly throws in a task of its own reaches no promise, and may be about an earlier figure, such as a map of tiles.
process.on('uncaughtException', (error) => {
  for (const number of open) setTimeout(answer, GRACE, { number, problem: messageOf(error) });
});

parentPort?.on('message', ({ number, figure }: { number: number; figure: ReportFigure }) => {
  open.add(number);
  const needed = mapsOf(figure).filter((name) => !Object.hasOwn(maps, name));
  if (needed.length > 0) Object.assign(maps, readAssets(false, needed, []).maps);
  drawing.listenlabSvg(figure).then(
    (picture) => answer({ number, picture }),
    (error) => answer({ number, problem: messageOf(error) }),
  );
});
