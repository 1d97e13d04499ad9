import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatPlural,
  formatSeconds,
  threeDecimals,
} from '#listenlab/util/format.js';

describe('number formatting', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [17_559_530, '17,559,530'],
  ])('formats the count %d as %s', (count, text) => expect(formatCount(count)).toBe(text));

  it.each([
    [0, '0 rows'],
    [1, '1 row'],
    [92_834, '92,834 rows'],
  ])('formats %d row(s) as %s', (count, text) => expect(formatPlural(count, 'row')).toBe(text));

  it('accepts a plural that is not formed with s', () => {
    expect(formatPlural(2, 'entry', 'entries')).toBe('2 entries');
  });

  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1.0 KiB'],
    [569_202_935, '542.8 MiB'],
    [2 ** 50, '1024.0 TiB'],
  ])('formats %d bytes as %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));

  it.each([
    [0.424, '0.42 s'],
    [12.34, '12.3 s'],
    [59.94, '59.9 s'],
    [59.97, '1 min 00 s'],
    [9.996, '10.0 s'],
    [185, '3 min 05 s'],
    [3599.7, '1 h 00 min'],
    [7620, '2 h 07 min'],
  ])('formats %d seconds as %s', (seconds, text) => expect(formatSeconds(seconds)).toBe(text));
});

describe('three decimals', () => {
  it('have the sign of what they show, and none at zero', () => {
    expect([-0.0034, -0.0002, -0, 0.0002, 1].map(threeDecimals)).toEqual([
      '-0.003',
      '0.000',
      '0.000',
      '0.000',
      '1.000',
    ]);
  });
});
