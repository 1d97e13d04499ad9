import { type Plotly, type PlotlyObject, QUIET } from '../plotly.js';
import { palettePng } from './palette-png.js';
import { pictureFigure } from './picture-figure.js';
import { slimSvg } from './slim-svg.js';

/** Pixels of a picture for each CSS pixel, as screens of today have. */
const SCALE = 2;

/** A figure's picture. */
export interface DrawnPicture {
  /** PNG in base64, or the text of an SVG. */
  readonly content: string;
  /** How large it is shown, in CSS pixels. */
  readonly width: number;
  readonly height: number;
}

/** A figure in Plotly's format. */
type Figure = { data: PlotlyObject[]; layout?: PlotlyObject };

/**
 * Draws a figure's picture as a PNG, without a place in the page.
 *
 * @param topojsonURL where Plotly loads outlines of countries that are not in the page; empty for nowhere
 * @throws Error what Plotly cannot draw
 */
export async function drawPicture(
  plotly: Plotly,
  figure: Figure,
  topojsonURL: string,
): Promise<DrawnPicture> {
  const { width, height, ...drawn } = pictureFigure(figure);
  const size = { format: 'svg', width, height, scale: SCALE };
  const url = await plotly.toImage({ ...drawn, config: { ...QUIET, topojsonURL } }, size);
  const png = await palettePng(await pixelsOf(url, width * SCALE, height * SCALE));
  return { content: await base64(png), width, height };
}

/** The same as an SVG. */
export async function drawSvg(plotly: Plotly, figure: Figure): Promise<DrawnPicture> {
  const { width, height, ...drawn } = pictureFigure(figure);
  const size = { format: 'svg', width, height, imageDataOnly: true };
  const svg = await plotly.toImage({ ...drawn, config: { ...QUIET, topojsonURL: '' } }, size);
  return { content: slimSvg(svg), width, height };
}

/** The pixels of an image at a data URL. */
async function pixelsOf(url: string, width: number, height: number): Promise<ImageData> {
  const image = new Image();
  image.src = url;
  await image.decode();
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('the browser gives no canvas');
  context.drawImage(image, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}

async function base64(bytes: Uint8Array): Promise<string> {
  const reader = new FileReader();
  const done = new Promise((resolve, reject) => {
    reader.onload = resolve;
    reader.onerror = () => reject(reader.error);
  });
  reader.readAsDataURL(new Blob([bytes as Uint8Array<ArrayBuffer>]));
  await done;
  const url = String(reader.result);
  return url.slice(url.indexOf(',') + 1);
}
