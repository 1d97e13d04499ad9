import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLiteral } from '#listenlab/notebook/jupyter/parameter-declarations.js';
import { optionsText } from '#listenlab/notebook/lab/datasets/options-text.js';

describe('a literal', () => {
  it.each<[string, unknown]>([
    [
      "{ columns: { user: 'customer', 'artist': 2 }, header: false }",
      { columns: { user: 'customer', artist: 2 }, header: false },
    ],
    ["[-1, 1_000, 0x10, null, true, `text`, 'it\\'s']", [-1, 1000, 16, null, true, 'text', "it's"]],
    ['({ a: (1) }) // a comment', { a: 1 }],
    ['{}', {}],
  ])('is read: %s', (text, value) => {
    expect(readLiteral(text)).toEqual(value);
  });

  it.each([
    '',
    'process.exit()',
    '{ a: b }',
    '{ a }',
    '{ [1]: 2 }',
    '{ ...x }',
    '{ a: 1',
    "{ a: 'b }",
    '`$' + '{1}`',
    '1) + (1',
    '{}; {}',
    '{ get a() { return 1; } }',
    '-[1]',
  ])('must not be anything else: %s', (text) => {
    expect(readLiteral(text)).toBeUndefined();
  });

  it('round-trips options as they are written', () => {
    const text = fc.string({ unit: 'grapheme' });
    const columns = fc.record({ user: fc.oneof(text, fc.nat()), artist: text }, { requiredKeys: [] });
    const options = fc.record(
      { columns, delimiter: text, header: fc.boolean() },
      { requiredKeys: ['columns'] },
    );
    fc.assert(
      fc.property(options, (given) => {
        expect(readLiteral(optionsText(given))).toEqual(given);
      }),
    );
  });
});
