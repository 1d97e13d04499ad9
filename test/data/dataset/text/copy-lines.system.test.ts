import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { copyLines } from '#listenlab/data/dataset/text/line-io.js';
import { droppedRows, lines360K, rowsOf, testFolder } from '../support.js';

const { folder, write, open, clean } = testFolder();
/** The size of one read. */
const BUFFER = 4 << 20;

/** The result of copyLines and the text it copied. */
async function copied(text: string, wanted: number[]) {
  const target = path.join(folder, 'copied.txt');
  const lines = await copyLines(write('some.txt', text), wanted, target);
  return { lines, text: readFileSync(target, 'utf8') };
}

describe('copying lines', () => {
  it('gives the same result as splitting the text', async () => {
    const line = fc.constantFrom('', 'a', 'die Ärzte', '"', '\0');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(line, fc.boolean())), fc.boolean(), async (pairs, ended) => {
        const lines = [...pairs.map(([text]) => text), 'last'];
        const wanted = lines.flatMap((_, i) => (i === pairs.length || pairs[i][1] ? [i] : []));
        expect(await copied(lines.join('\n') + (ended ? '\n' : ''), wanted)).toEqual({
          lines: lines.length,
          text: wanted.map((i) => `${lines[i]}\n`).join(''),
        });
      }),
      { numRuns: 200, seed: 5 },
    );
  });

  it.each([BUFFER - 2, BUFFER - 1, BUFFER, BUFFER + 1])(
    'copies a line that starts at byte %i, across two reads',
    async (at) => {
      const long = `${'a'.repeat(999_999)}\n`.repeat(at / 1e6);
      const before = `${long}${'b'.repeat(at - long.length - 1)}\n`;
      const { lines, text } = await copied(`${before}first\nsecond\nthird`, [5, 7]);
      expect(lines).toBe(8);
      expect(text).toBe('first\nthird\n');
    },
  );

  it('gives up if a carriage return may end a line, and at overlong lines', async () => {
    expect((await copied('a\r\nb\n', [0])).lines).toBeUndefined();
    expect((await copied('a\rb\n', [0])).lines).toBeUndefined();
    expect((await copied('a'.repeat(BUFFER + 1), [])).lines).toBeUndefined();
  });

  it('copies nothing from an empty file', async () => {
    expect(await copied('', [])).toEqual({ lines: 0, text: '' });
  });
});

describe('blank lines', () => {
  it('change only the line numbers, whatever the other lines are', async () => {
    const cell = fc.constantFrom('', 'ann', 'die Ärzte', '"', '"x', 'NA', ' ', '7', '12.0', '0', 'x', '\x01');
    const line = fc.array(cell, { minLength: 1, maxLength: 6 }).filter((cells) => cells.join('') !== '');
    const good = lines360K(Array.from({ length: 20 }, (_, i) => ['ann', `artist ${i}`, i + 1]));
    let file = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 8 }), async (lines) => {
        const text = good + lines.map((cells) => `${cells.join('\t')}\n`).join('');
        const answers = [];
        // A file that ends with a blank line is read line by line, others by columns.
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
