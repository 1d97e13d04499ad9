import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TableRecords } from '#listenlab/data/history/table/csv-rows.js';

const cell = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc
    .array(fc.constantFrom('"', ',', ';', '\t', '\n', ' ', 'a', 'ö', '#', '\r\n'), { maxLength: 8 })
    .map((c) => c.join('')),
);

/** As in RFC 4180, with every cell in quotes. */
const written = (rows: readonly (readonly string[])[], delimiter: string, lineEnd: string) =>
  rows
    .map((cells) => cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(delimiter) + lineEnd)
    .join('');

it('the reader parses RFC 4180 in chunks of any size', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 6 }),
      fc.constantFrom(',', ';', '\t', '|'),
      fc.constantFrom('\n', '\r\n'),
      fc.integer({ min: 1, max: 40 }),
      (rows, delimiter, lineEnd, size) => {
        const text = written(rows, delimiter, lineEnd);
        const records = new TableRecords(delimiter, 0, 3);
        const found = [];
        for (let at = 0; at < text.length; at += size) found.push(...records.add(text.slice(at, at + size)));
        found.push(...records.end());
        expect(found.map(({ cells }) => cells)).toEqual(
          rows.map((cells) => cells.map((c) => c.replaceAll(/\r\n?/g, '\n'))),
        );
        expect(records.broken).toBe(0);
      },
    ),
  );
});

it('the reader assigns every line to a row, whatever its quotes', () => {
  const piece = fc.constantFrom('"', '"', ',', '\n', 'a', 'b ');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join('');
      const records = new TableRecords(',', 0, 2);
      const found = [...records.add(text), ...records.end()];
      const starts = found.map(({ line }) => line);
      expect(starts).toEqual([...new Set(starts)].sort((a, b) => a - b));
      const lines = text.split('\n');
      // Lines outside any row are blank or continue a quoted cell of the row before.
      for (const [i, line] of lines.entries()) {
        if (line.trim() === '' || starts.includes(i + 1)) continue;
        const before = found.findLast((row) => row.line <= i);
        expect(before?.cells?.join(',')).toContain('\n');
      }
    }),
  );
});
