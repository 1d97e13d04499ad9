import { InputError, messageOf } from '../../util/errors.js';
import { formatPlural } from '../../util/format.js';
import type { TaskProgress } from '../../util/work.js';
import type { Notebook, Output } from '../jupyter/nbformat.js';
import { drawingWithChrome } from './chrome-drawing.js';
import {
  type BareFigure,
  bareFigures,
  type DrawFigure,
  type FigurePicture,
  withPictures,
} from './figure-outputs.js';
import { drawingAsSvg } from './svg/svg-drawing.js';

/** What drawing needs. */
export interface DrawOptions {
  /** Path of a Chrome, Chromium or Edge, as `findChrome` finds it; undefined if there is none. */
  readonly chrome: string | undefined;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: TaskProgress) => void;
}

/** Notebooks whose figures can be seen everywhere. */
export interface WithPictures<Named> {
  /** Copies with a picture beside each figure. */
  readonly notebooks: Named[];
  /** How they were drawn, and which could not be: a line each. */
  readonly notes: string[];
}

/**
 * Gives each figure that has no picture one, for all who draw no Plotly: GitHub, nbviewer, mail, a diff.
 *
 * @param notebooks executed; not modified
 * Cost: a second to start Chrome, then 0.1 s a figure.
 * @throws the signal's reason
 */
export async function drawPictures<Named extends { name: string; notebook: Notebook }>(
  notebooks: readonly Named[],
  options: DrawOptions,
): Promise<WithPictures<Named>> {
  const bare = bareFigures(notebooks);
  if (bare.length === 0) return { notebooks: [...notebooks], notes: [] };
  const { pictures, notes } = await drawAll(bare, options);
  if (pictures.size === 0) return { notebooks: [...notebooks], notes };
  const drawn = notebooks.map((named) => ({ ...named, notebook: withPictures(named.notebook, pictures) }));
  return { notebooks: drawn, notes };
}

interface Drawn {
  readonly pictures: Map<Output, FigurePicture>;
  readonly notes: string[];
}

async function drawAll(bare: readonly BareFigure[], options: DrawOptions): Promise<Drawn> {
  const { chrome, signal } = options;
  const figures = bare.map(({ figure }) => figure);
  const each = (draw: DrawFigure) => drawEach(bare, draw, options);
  if (chrome === undefined) {
    const drawn = await drawingAsSvg(signal, each);
    return withSummary(drawn, 'SVG, as no Chrome, Chromium or Edge was found');
  }
  try {
    return withSummary(await drawingWithChrome(chrome, figures, signal, each), `PNG, with ${chrome}`);
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof InputError)) throw error;
    const drawn = await drawingAsSvg(signal, each);
    return withSummary(drawn, `SVG, without a browser: ${error.message}`);
  }
}

async function drawEach(
  bare: readonly BareFigure[],
  draw: DrawFigure,
  { signal, onProgress }: DrawOptions,
): Promise<Drawn> {
  const pictures = new Map<Output, FigurePicture>();
  const notes: string[] = [];
  for (const [i, { output, figure, place }] of bare.entries()) {
    onProgress({ task: 'drawing pictures of the figures', done: i, total: bare.length, note: place });
    signal.throwIfAborted();
    try {
      pictures.set(output, await draw(figure));
    } catch (error) {
      signal.throwIfAborted();
      const [reason] = messageOf(error).split('\n');
      notes.push(`the figure in ${place} has no picture, as Plotly could not draw it: ${reason}`);
    }
  }
  return { pictures, notes };
}

function withSummary({ pictures, notes }: Drawn, how: string): Drawn {
  if (pictures.size === 0) return { pictures, notes };
  return {
    pictures,
    notes: [`drew pictures of ${formatPlural(pictures.size, 'figure')} (${how})`, ...notes],
  };
}
