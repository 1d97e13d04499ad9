import { PNG } from 'pngjs';

/** Colours by row, four bytes a pixel: red, green, blue and opacity. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Half as wide and high: each pixel is the mean of four, in which the finest differences of drawing disappear. */
export function halved(png: Buffer): Picture {
  const { width, height, data } = PNG.sync.read(png);
  const [columns, rows] = [Math.floor(width / 2), Math.floor(height / 2)];
  const half = new Uint8Array(columns * rows * 4);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      for (let channel = 0; channel < 4; channel++) {
        const at = (2 * row * width + 2 * column) * 4 + channel;
        const sum = data[at] + data[at + 4] + data[at + width * 4] + data[at + width * 4 + 4];
        half[(row * columns + column) * 4 + channel] = Math.round(sum / 4);
      }
    }
  }
  return { width: columns, height: rows, data: half };
}

export function readPicture(png: Buffer): Picture {
  return PNG.sync.read(png);
}

export function pictureFile({ width, height, data }: Picture): Buffer {
  const png = new PNG({ width, height });
  png.data.set(data);
  return PNG.sync.write(png, { colorType: 2, deflateLevel: 9 });
}
