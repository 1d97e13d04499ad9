import type { WideEncoding } from '#listenlab/data/dataset/text/encoding.js';

/** A text of wide characters; with a byte order mark where the encoding names no order. */
export function wideText(text: string, encoding: WideEncoding): Buffer {
  const marked = /[LB]E$/.test(encoding) ? text : `\ufeff${text}`;
  const width = encoding.startsWith('UTF-16') ? 2 : 4;
  const codes = Array.from(marked, (character) => character.codePointAt(0) ?? 0);
  const bytes = Buffer.alloc(width * codes.length);
  codes.forEach((code, i) => {
    if (encoding.endsWith('BE')) bytes.writeUIntBE(code, width * i, width);
    else bytes.writeUIntLE(code, width * i, width);
  });
  return bytes;
}
