import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TableRecords } from '#listenlab/data/history/table-records.js';

const cell = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc
    .array(fc.constantFrom('"', ',', ';', '\t', '\n', ' ', 'a', 'ö', '#', '\r\n'), { maxLength: 8 })
    .map((c) => c.join('')),
);

/** As RFC 4180 has it; every cell in quotes. */
const written = (rows: readonly (readonly string[])[], delimiter: string, lineEnd: string) =>
  rows
    .map((cells) => cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(delimiter) + lineEnd)
    .join('');

it('reads what RFC 4180 writes, however it comes in chunks', () => {
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

it('takes every line for a row or a part of one, whatever its quotes', () => {
  const piece = fc.constantFrom('"', '"', ',', '\n', 'a', 'b ');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join('');
      const records = new TableRecords(',', 0, 2);
      const found = [...records.add(text), ...records.end()];
      const starts = found.map(({ line }) => line);
      expect(starts).toEqual([...new Set(starts)].sort((a, b) => a - b));
      const lines = text.split('\n');
      // What stands in no row is blank or goes on in the quotes of the row before.
      for (const [i, line] of lines.entries()) {
        if (line.trim() === '' || starts.includes(i + 1)) continue;
        const before = found.findLast((row) => row.line <= i);
        expect(before?.cells?.join(',')).toContain('\n');
      }
    }),
  );
});
