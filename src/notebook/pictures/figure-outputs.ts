import { describeFigure } from '../display/describe-figure.js';
import { PLOTLY_TYPE } from '../display/figure.js';
import type { JsonObject, Notebook, Output } from '../jupyter/nbformat.js';
import { type ReportFigure, readFigure } from '../report/figure.js';

/** A figure's picture, as it is kept beside the figure in a notebook. */
export interface FigurePicture {
  readonly type: 'image/png' | 'image/svg+xml';
  /** PNG in base64, or the text of an SVG. */
  readonly content: string;
  /** How large it is shown, in CSS pixels. */
  readonly width: number;
  readonly height: number;
}

/** What an output shows, by type, and what is said of it. */
export interface ShownData {
  readonly data: JsonObject;
  readonly metadata: JsonObject;
}

/** Draws one figure. @throws Error what Plotly cannot draw */
export type DrawFigure = (figure: ReportFigure) => Promise<FigurePicture>;

/** An output that is a figure without a picture. */
export interface BareFigure {
  readonly output: Output;
  readonly figure: ReportFigure;
  /** Where it is: the notebook's name, and the code cell, counted from 1 as `run` does. */
  readonly place: string;
}

/** The figures of notebooks that have no picture, in order. */
export function bareFigures(notebooks: readonly { name: string; notebook: Notebook }[]): BareFigure[] {
  return notebooks.flatMap(({ name, notebook }) => {
    const code = notebook.cells.filter((cell) => cell.cell_type === 'code');
    return code.flatMap(({ outputs }, i) =>
      outputs.flatMap((output) => {
        const figure = figureIn(output);
        return figure ? [{ output, figure, place: `cell ${i + 1} of ${name}` }] : [];
      }),
    );
  });
}

function figureIn(output: Output): ReportFigure | undefined {
  return 'data' in output ? bareFigure(output.data) : undefined;
}

/** The figure in the data of an output, if there is no picture beside it. */
export function bareFigure(data: JsonObject): ReportFigure | undefined {
  if ('image/png' in data || 'image/svg+xml' in data) return undefined;
  return readFigure(data[PLOTLY_TYPE]);
}

/** A notebook with pictures beside its figures; all else, and the order of all, stays. */
export function withPictures(notebook: Notebook, pictures: ReadonlyMap<Output, FigurePicture>): Notebook {
  const cells = notebook.cells.map((cell) => {
    if (cell.cell_type !== 'code') return cell;
    return { ...cell, outputs: cell.outputs.map((output) => withPicture(output, pictures.get(output))) };
  });
  return { ...notebook, cells };
}

function withPicture(output: Output, picture: FigurePicture | undefined): Output {
  if (picture === undefined || !('data' in output)) return output;
  return { ...output, ...besideFigure(output, picture) };
}

/**
 * Data and metadata of an output with a picture beside its figure: Jupyter's places for the picture, for its size, and
 * for its words, which nbconvert makes its alternative text.
 */
export function besideFigure({ data, metadata }: ShownData, picture: FigurePicture): ShownData {
  const { type, content, width, height } = picture;
  const figure = readFigure(data[PLOTLY_TYPE]);
  const alt = figure ? describeFigure(figure) : '';
  return {
    data: { ...data, [type]: content },
    metadata: { ...metadata, [type]: { width, height, alt } },
  };
}
