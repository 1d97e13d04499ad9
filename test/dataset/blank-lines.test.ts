import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasBlankLines } from '#listenlab/dataset/blank-lines.js';
import { droppedRows, lines360K, rowsOf, testFolder } from './support.js';

const { write, open, clean } = testFolder();
/** How much of the file is looked at at once. */
const CHUNK = 1 << 20;

describe('blank lines', () => {
  it('are found as splitting the text finds them', async () => {
    const text = fc
      .array(fc.constantFrom('a', '\n', '\r\n', '\r'), { maxLength: 8 })
      .map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(text, async (start) => {
        const lines = `${start}a`.split(/\r\n|\n|\r/);
        expect(await hasBlankLines(write('some.txt', `${start}a`))).toBe(lines.includes(''));
      }),
      { numRuns: 300, seed: 5 },
    );
  });

  it.each([CHUNK - 2, CHUNK - 1, CHUNK, CHUNK + 1])('are found at byte %i, between two reads', async (at) => {
    const text = `${'a'.repeat(at)}\n\nb`;
    expect(await hasBlankLines(write('long.txt', text))).toBe(true);
    expect(await hasBlankLines(write('long.txt', text.replace('\n\n', '\r\n')))).toBe(false);
  });

  it('change nothing but line numbers, whatever the other lines are', async () => {
    const cell = fc.constantFrom('', 'ann', 'die Ärzte', '"', '"x', 'NA', ' ', '7', '12.0', '0', 'x', '\x01');
    const line = fc.array(cell, { minLength: 1, maxLength: 6 }).filter((cells) => cells.join('') !== '');
    const good = lines360K(Array.from({ length: 20 }, (_, i) => ['ann', `artist ${i}`, i + 1]));
    let file = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 8 }), async (lines) => {
        const text = good + lines.map((cells) => `${cells.join('\t')}\n`).join('');
        const answers = [];
        // With a blank line at the end the file is read line by line, otherwise by columns.
        for (const end of ['', '\n']) {
          const raw = await open(write(`lines-${file++}.tsv`, text + end));
          const cleaned = await clean(raw);
          answers.push([
            await rowsOf(raw, 'FROM plays ORDER BY line'),
            await rowsOf(cleaned, 'FROM plays ORDER BY ALL'),
            await rowsOf(cleaned, 'FROM artists ORDER BY ALL'),
            await droppedRows(cleaned),
          ]);
          raw.close();
          cleaned.close();
        }
        expect(answers[0]).toEqual(answers[1]);
      }),
      { numRuns: 12, seed: 11 },
    );
  });
});
