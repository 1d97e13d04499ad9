import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toPalette } from '../../../src/notebook/page/picture/palette.js';
import { palettePng } from '../../../src/notebook/page/picture/palette-png.js';

/** Red, green and blue of the pixels of opaque ones. */
const rgba = (colours: readonly (readonly number[])[]) =>
  Uint8ClampedArray.from(colours.flatMap(([red, green, blue]) => [red, green, blue, 255]));

const shownAs = ({ colours, indices }: ReturnType<typeof toPalette>) =>
  Array.from(indices, (index) => [...colours.subarray(index * 3, index * 3 + 3)]);

const byte = fc.integer({ min: 0, max: 255 });
const colour = fc.tuple(byte, byte, byte);

describe('a palette', () => {
  it('keeps up to 256 colours exactly', () => {
    fc.assert(
      fc.property(fc.array(colour, { minLength: 1, maxLength: 256 }), (pixels) => {
        expect(shownAs(toPalette(rgba(pixels)))).toEqual(pixels);
      }),
    );
  });

  it('keeps flat colours exactly when there are thousands, and moves the others little', () => {
    const flat = [
      [255, 255, 255],
      [68, 119, 170],
    ].flatMap((each) => Array.from({ length: 5000 }, () => each));
    const edges = Array.from({ length: 4000 }, (_, i) => [
      55 + (i % 200),
      100 + ((i * 7) % 50),
      (i * 13) % 64,
    ]);
    const pixels = [...flat, ...edges];
    const shown = shownAs(toPalette(rgba(pixels)));
    expect(shown.slice(0, flat.length)).toEqual(flat);
    const moved = shown.map((each, i) =>
      Math.max(...each.map((value, at) => Math.abs(value - pixels[i][at]))),
    );
    // 256 boxes of equal width in 200 by 50 by 64 shades are 13.6 wide.
    expect(Math.max(...moved)).toBeLessThanOrEqual(20);
  });
});

describe('a PNG with a palette', () => {
  it('has the parts, sizes and pixels that its standard asks for', async () => {
    const [width, height] = [3, 2];
    const pixels = [
      [255, 255, 255],
      [1, 2, 3],
      [255, 0, 0],
      [1, 2, 3],
      [255, 255, 255],
      [0, 0, 0],
    ];
    const file = Buffer.from(await palettePng({ data: rgba(pixels), width, height }));
    expect(file.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
    const parts = partsOf(file);
    expect([...parts.keys()]).toEqual(['IHDR', 'PLTE', 'IDAT', 'IEND']);
    expect([...parts.get('IHDR')!]).toEqual([0, 0, 0, 3, 0, 0, 0, 2, 8, 3, 0, 0, 0]);
    const rows = inflateSync(parts.get('IDAT')!);
    const palette = parts.get('PLTE')!;
    const shown = [0, 1].flatMap((y) => {
      expect(rows[y * (width + 1)]).toBe(0);
      return [0, 1, 2].map((x) => [...palette.subarray(rows[y * (width + 1) + 1 + x] * 3).subarray(0, 3)]);
    });
    expect(shown).toEqual(pixels);
    // From a PNG that pngcheck accepts: the checksum of an empty IEND is in the standard.
    expect(file.subarray(-12).toString('hex')).toBe('0000000049454e44ae426082');
  });
});

function partsOf(file: Buffer): Map<string, Buffer> {
  const parts = new Map<string, Buffer>();
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at);
    parts.set(file.toString('latin1', at + 4, at + 8), file.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  return parts;
}
