/** The bytes that a PNG starts with. */
const SIGNATURE = Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10);

/** What the bytes of a pixel are: the place of its colour in a palette, or red, green, blue and opacity. */
const PALETTE = 3;
const RGBA = 6;

/** A picture with eight bits a channel. */
export interface PngPicture {
  readonly width: number;
  readonly height: number;
  /** One byte a pixel if there is a palette, else four; row by row. */
  readonly pixels: Uint8Array | Uint8ClampedArray;
  /** Red, green and blue of each colour; default: there is none. */
  readonly palette?: Uint8Array;
}

/** The rows of a picture as a PNG has them, before they are packed (in zlib's format). */
export function pngRows({ width, height, pixels, palette }: PngPicture): Uint8Array<ArrayBuffer> {
  const length = palette ? width : 4 * width;
  // Each row starts with the number of its filter: none.
  const rows = new Uint8Array((length + 1) * height);
  for (let y = 0; y < height; y++) {
    rows.set(pixels.subarray(y * length, (y + 1) * length), y * (length + 1) + 1);
  }
  return rows;
}

/**
 * The bytes of a PNG.
 *
 * @param packed rows of {@link pngRows}
 */
export function pngFile(
  { width, height, palette }: Omit<PngPicture, 'pixels'>,
  packed: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  header.setUint8(8, 8);
  header.setUint8(9, palette ? PALETTE : RGBA);
  return joined([
    SIGNATURE,
    chunk('IHDR', new Uint8Array(header.buffer)),
    ...(palette ? [chunk('PLTE', palette)] : []),
    chunk('IDAT', packed),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

/** A part of a PNG: its length, its name, its content and a checksum of the two. */
function chunk(name: string, content: Uint8Array): Uint8Array {
  const named = joined([new TextEncoder().encode(name), content]);
  const whole = new DataView(new ArrayBuffer(named.length + 8));
  whole.setUint32(0, content.length);
  new Uint8Array(whole.buffer).set(named, 4);
  whole.setUint32(named.length + 4, crc32(named));
  return new Uint8Array(whole.buffer);
}

/** The checksum of PNG and ZIP (polynomial 0xedb88320). */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
