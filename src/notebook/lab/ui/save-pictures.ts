import { Token } from '@lumino/coreutils';
import { type ISignal, Signal } from '@lumino/signaling';
import { describeFigure } from '../../display/describe-figure.js';
import { type Notebook, type Output, outputsOf } from '../../jupyter/nbformat.js';
import { type DrawnPicture, drawPicture } from '../../page/picture/draw-picture.js';
import type { Plugin } from './choose-plugins.js';
import { loadPlotly, mapsAddress } from './figure.js';
import { PLOTLY_TYPE, pageSeen, readFigure } from './figure-widget.js';

/** After how many milliseconds a figure is given up, so that it does not keep those behind it from being drawn. */
const PATIENCE = 30_000;

/** How long drawing waits for a page that is never idle, in milliseconds. */
const LATEST = 500;

/** A notebook as it can be saved now, and as it can be saved later. */
export interface PicturedNotebook {
  readonly now: Notebook;
  /** With the pictures that are still to be drawn; undefined where none is. */
  readonly later: Promise<Notebook> | undefined;
}

/**
 * The pictures of a lab's figures, for those who see no scripts: GitHub, nbviewer, mail. They are drawn one after
 * another, each once, in the page's idle time; the figure need not be in view.
 */
export class SavedPictures {
  /** Notebooks by path, and their figures by JSON. */
  readonly #drawings = new Map<string, ReadonlyMap<string, Drawing>>();
  readonly #awaited = new Map<string, number>();
  readonly #awaitedChanged = new Signal<this, string>(this);
  #last: Promise<unknown> = Promise.resolve();

  /** Starts drawing the figures that have no picture, and forgets those that are gone. */
  draw(path: string, outputs: readonly Output[]): ReadonlyMap<string, Drawing> {
    const known = this.#drawings.get(path);
    const figures = new Set(outputs.flatMap(figureIn));
    const drawings = new Map(
      [...figures].map((figure) => [figure, known?.get(figure) ?? this.#start(path, figure)] as const),
    );
    this.#drawings.set(path, drawings);
    return drawings;
  }

  /** A notebook that is about to be saved, with pictures beside its figures; without those that cannot be drawn. */
  beside(path: string, notebook: Notebook): PicturedNotebook {
    const drawings = this.draw(path, notebook.cells.flatMap(outputsOf));
    const missing = [...drawings.values()].filter(({ isDone }) => !isDone);
    const later = () =>
      Promise.all(missing.map(({ done }) => done)).then(() => withPictures(notebook, drawings));
    return { now: withPictures(notebook, drawings), later: missing.length === 0 ? undefined : later() };
  }

  /** Whether a saved notebook waits for its pictures. */
  isAwaited(path: string): boolean {
    return this.#awaited.has(path);
  }

  /** The path of a notebook that starts or ends to wait for its pictures. */
  get awaitedChanged(): ISignal<this, string> {
    return this.#awaitedChanged;
  }

  /** Notes that a saved notebook waits for its pictures until this ends. */
  await(path: string, end: Promise<unknown>): void {
    const count = (step: number) => {
      const waiting = (this.#awaited.get(path) ?? 0) + step;
      if (waiting > 0) this.#awaited.set(path, waiting);
      else this.#awaited.delete(path);
      this.#awaitedChanged.emit(path);
    };
    count(1);
    void end.finally(() => count(-1));
  }

  forget(path: string): void {
    this.#drawings.delete(path);
  }

  #start(path: string, figure: string): Drawing {
    const isWanted = () => this.#drawings.get(path)?.get(figure) === drawing;
    const done = this.#last.then(async () => {
      // What Plotly cannot draw, the notebook's page says where the figure would be.
      if (isWanted()) drawing.picture = await drawWhenIdle(figure).catch(() => undefined);
      drawing.isDone = true;
    });
    const drawing: Drawing = { isDone: false, done };
    this.#last = done;
    return drawing;
  }
}

interface Drawing {
  picture?: DrawnPicture;
  isDone: boolean;
  readonly done: Promise<void>;
}

async function drawWhenIdle(figure: string): Promise<DrawnPicture | undefined> {
  await pageSeen();
  await new Promise((resolve) => {
    // Safari has none.
    if (window.requestIdleCallback) window.requestIdleCallback(resolve, { timeout: LATEST });
    else setTimeout(resolve, LATEST);
  });
  const tooLate = new Promise<undefined>((resolve) => setTimeout(resolve, PATIENCE));
  const plotly = await loadPlotly();
  return Promise.race([drawPicture(plotly, JSON.parse(figure), mapsAddress()), tooLate]);
}

/** How many figures of a notebook's trusted cells have no picture. */
export function countLackingPictures({ cells }: Notebook): number {
  const trusted = cells.filter(({ metadata }) => metadata.trusted === true);
  return trusted.flatMap(outputsOf).flatMap(figureIn).length;
}

/** The JSON of an output that is a figure without a picture. */
function figureIn(output: Output): string[] {
  if (!('data' in output) || !(PLOTLY_TYPE in output.data)) return [];
  const hasPicture = 'image/png' in output.data || 'image/svg+xml' in output.data;
  return hasPicture ? [] : [JSON.stringify(output.data[PLOTLY_TYPE])];
}

function withPictures(notebook: Notebook, drawings: ReadonlyMap<string, Drawing>): Notebook {
  const cells = notebook.cells.map((cell) =>
    cell.cell_type === 'code'
      ? { ...cell, outputs: cell.outputs.map((output) => withPicture(output, drawings)) }
      : cell,
  );
  return { ...notebook, cells };
}

function withPicture(output: Output, drawings: ReadonlyMap<string, Drawing>): Output {
  const [figure] = figureIn(output);
  const picture = figure === undefined ? undefined : drawings.get(figure)?.picture;
  if (!picture || !('data' in output)) return output;
  const { content, width, height } = picture;
  const alt = describeFigure(readFigure(output.data[PLOTLY_TYPE]));
  return {
    ...output,
    data: { ...output.data, 'image/png': content },
    metadata: { ...output.metadata, 'image/png': { width, height, alt } },
  };
}

export const ISavedPictures = new Token<SavedPictures>('listenlab:SavedPictures');

export const savedPictures: Plugin = {
  id: 'listenlab:saved-pictures',
  description: 'Draws pictures of figures for the notebook files.',
  provides: ISavedPictures,
  autoStart: true,
  activate: () => new SavedPictures(),
};
