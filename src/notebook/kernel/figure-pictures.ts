import { bareFigure, besideFigure } from '../pictures/figure-outputs.js';
import { SvgPen } from '../pictures/svg/svg-pen.js';
import type { Dress } from './output.js';

/** Of a display that is updated again and again, pictures take at most this part of the time. */
const SHARE = 0.1;

/**
 * Gives every figure a picture, for those who draw no Plotly: a Jupyter without a renderer for it, pages of `jupyter
 * nbconvert`, GitHub, mail. An update that follows too soon on the picture before it has none, unless it is the last.
 */
export function picturedFigures(): Dress {
  const pen = new SvgPen();
  let next = 0;
  return (data, metadata, { update = false, final = false } = {}) => {
    const figure = bareFigure(data);
    const began = performance.now();
    if (!figure || (update && !final && began < next)) return { data, metadata };
    const picture = pen.draw(figure);
    const ended = performance.now();
    next = ended + (ended - began) / SHARE;
    return picture ? besideFigure({ data, metadata }, picture) : { data, metadata };
  };
}
