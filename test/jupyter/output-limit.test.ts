import fc from 'fast-check';
import { expect, it } from 'vitest';
import { OutputLimit } from '#listenlab/jupyter/kernel/output-limit.js';

const SHOWN = 1_200_000;
const TAIL = 10_000;

it('a text that is not too long is shown whole, whatever pieces it comes in', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 50 })), (pieces) => {
      const limit = new OutputLimit();
      const cell = {};
      const shown = pieces.map((piece) => limit.admit(cell, piece)).join('') + limit.end(cell);
      expect(shown).toBe(pieces.join(''));
    }),
  );
});

it('of a longer one the beginning, the end, and how much lies between', () => {
  const limit = new OutputLimit();
  const cell = {};
  const lines = Array.from({ length: 800_000 }, (_, line) => `line ${line}\n`);
  const shown = lines.map((line) => limit.admit(cell, line)).join('');
  const whole = lines.join('');
  expect(shown).toBe(whole.slice(0, SHOWN));
  const leftOut = (whole.length - SHOWN - TAIL).toLocaleString('en-US');
  const end = limit.end(cell);
  expect(end).toBe(
    `\n[listenlab: ${leftOut} characters are left out here: print less, or write to a file]\n${whole.slice(-TAIL)}`,
  );
  expect(limit.end(cell)).toBe('');
});

it('each cell has a limit of its own', () => {
  const limit = new OutputLimit();
  limit.admit({}, 'x'.repeat(2 * SHOWN));
  expect(limit.admit({}, 'first')).toBe('first');
});

it('of a thousand displays and more, the first thousand and how many more there are', () => {
  const limit = new OutputLimit();
  const cell = {};
  const shown = Array.from({ length: 1234 }, () => limit.admitsDisplay(cell));
  expect(shown.filter(Boolean)).toHaveLength(1000);
  expect(limit.end(cell)).toBe('\n[listenlab: 234 more figures, tables or other displays are left out]\n');
});
