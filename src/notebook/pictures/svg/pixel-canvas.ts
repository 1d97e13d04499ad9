import { deflateSync } from 'node:zlib';
import { pngFile, pngRows } from '../../page/picture/png.js';

/** Colours as Plotly writes them for a canvas: `rgba(1, 2, 3, 0.5)`. */
const COLOUR = /^rgba?\(([^)]*)\)$/;

/** The part of a canvas that Plotly draws heatmaps on: rectangles of one colour, and pixels. */
export class PixelCanvas {
  fillStyle = '';
  /** Red, green, blue and opacity of each pixel. */
  private readonly data: Uint8ClampedArray;

  constructor(
    private readonly width: number,
    private readonly height: number,
  ) {
    this.data = new Uint8ClampedArray(width * height * 4);
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    const colour = bytesOf(this.fillStyle);
    const [left, top] = [Math.max(0, Math.round(x)), Math.max(0, Math.round(y))];
    const right = Math.min(this.width, Math.round(x + width));
    const bottom = Math.min(this.height, Math.round(y + height));
    for (let row = top; row < bottom; row++) {
      for (let column = left; column < right; column++)
        this.data.set(colour, (row * this.width + column) * 4);
    }
  }

  createImageData(width: number, height: number): { data: Uint8ClampedArray } {
    return { data: new Uint8ClampedArray(width * height * 4) };
  }

  putImageData({ data }: { data: Uint8ClampedArray }): void {
    this.data.set(data.subarray(0, this.data.length));
  }

  /** The canvas as a PNG at a data URL. */
  toPngUrl(): string {
    const picture = { width: this.width, height: this.height, pixels: this.data };
    const png = pngFile(picture, deflateSync(pngRows(picture)));
    return `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
  }
}

function bytesOf(colour: string): number[] {
  const [red = 0, green = 0, blue = 0, opacity = 1] = (COLOUR.exec(colour)?.[1] ?? '').split(',').map(Number);
  return [red, green, blue, Math.round(255 * opacity)];
}
