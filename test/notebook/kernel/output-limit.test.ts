import fc from 'fast-check';
import { expect, it } from 'vitest';
import { OutputLimit } from '#listenlab/notebook/kernel/streams.js';

const PRINTED = 120_000;
const LAST = 1000;

it('output below the limit is shown whole, however it is split', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 50 })), (pieces) => {
      const limit = new OutputLimit();
      const cell = {};
      const shown = pieces.map((piece) => limit.admit(cell, piece)).join('') + limit.end(cell);
      expect(shown).toBe(pieces.join(''));
    }),
  );
});

it.each([PRINTED, PRINTED + 1, PRINTED + LAST, PRINTED + LAST + 1, 3 * PRINTED])(
  'of %i lines, shows the start, the end and the number of lines between',
  (count) => {
    const limit = new OutputLimit();
    const cell = {};
    const lines = Array.from({ length: count }, (_, line) => `line ${line}\n`);
    const shown = lines.map((line) => limit.admit(cell, line)).join('');
    const beginning = lines.slice(0, PRINTED).join('');
    // Shown at once, as the cell may run for long.
    const notice =
      '\n[listenlab: 120,000 lines are shown; of the following ones, the last 1,000 are shown when the cell has ended]\n';
    expect(shown).toBe(count > PRINTED ? beginning + notice : beginning);
    expect(limit.shown(cell)).toBe(beginning.length);
    const between = (count - PRINTED - LAST).toLocaleString('en-US');
    const word = `\n[listenlab: ${between} more lines are left out here: print less, or write to a file]\n`;
    const last = lines.slice(Math.max(PRINTED, count - LAST)).join('');
    expect(limit.end(cell)).toBe(count > PRINTED + LAST ? word + last : last);
  },
);

it('applies the limit to each cell separately', () => {
  const limit = new OutputLimit();
  const cell = {};
  for (let line = 0; line < 2 * PRINTED; line++) limit.admit(cell, 'x');
  expect(limit.admit({}, 'first')).toBe('first');
});

it('shows the first 10,000 displays and the number of the rest', () => {
  const limit = new OutputLimit();
  const cell = {};
  const shown = Array.from({ length: 10_234 }, () => limit.admitsDisplay(cell));
  expect(shown.filter(Boolean)).toHaveLength(10_000);
  expect(limit.end(cell)).toBe('\n[listenlab: 234 more figures, tables or other displays are left out]\n');
});
