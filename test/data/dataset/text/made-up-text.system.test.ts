import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowsOf, testFolder } from '../support.js';

const { write, open } = testFolder();
let made = 0;

/** Letters, and every character with a meaning in some file format. */
const cell = fc.string({
  unit: fc.constantFrom('a', 'é', '\u{1f3b8}', '"', ',', ';', '|', '\t', '\n', '\r\n', ' ', '\x1b', '#', '='),
  maxLength: 6,
});
const form = fc.record({
  delimiter: fc.constantFrom(',', ';', '|'),
  end: fc.constantFrom('\n', '\r\n'),
  mark: fc.constantFrom('', '\ufeff'),
  before: fc.constantFrom('', '\n', '# made up, "as it is\n', '\n\n'),
  quoteAll: fc.boolean(),
  rows: fc.array(fc.tuple(cell, cell, fc.integer({ min: 1, max: 1e6 })), { minLength: 1, maxLength: 12 }),
});
type Form = typeof form extends fc.Arbitrary<infer T> ? T : never;

/** Writes a cell as in RFC 4180; a cell with surrounding blanks is quoted, as they would be stripped otherwise. */
function written(text: string, { delimiter, quoteAll }: Form): string {
  const isPlain = !/["\r\n]|^[ \t]|[ \t]$/.test(text) && !text.includes(delimiter);
  return isPlain && !quoteAll ? text : `"${text.replaceAll('"', '""')}"`;
}

/** A blank cell is not a name. */
const nameIn = (text: string) => (text.trim() === '' ? null : text);

const lineEnds = (text: string) => text.split(/\r\n|\n|\r/).length - 1;

describe('a generated file', () => {
  it('is read back as it was written, with its line numbers', async () => {
    await fc.assert(
      fc.asyncProperty(form, async (file) => {
        const { delimiter, end, mark, before, rows } = file;
        let text = `${mark}${before}${['user', 'artist', 'plays'].join(delimiter)}${end}`;
        const expected = rows.map(([user, artist, plays]) => {
          const line = lineEnds(text) + 1;
          text += [written(user, file), written(artist, file), String(plays)].join(delimiter) + end;
          return [nameIn(user), nameIn(artist), plays, line];
        });
        const raw = await open(write(`made-up-${made++}.csv`, text));
        expect(await rowsOf(raw, 'SELECT "user", artist, plays, line FROM plays ORDER BY line')).toEqual(
          expected,
        );
        raw.close();
      }),
      { numRuns: 60 },
    );
  });
});
