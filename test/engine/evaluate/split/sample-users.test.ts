import { describe, expect, it } from 'vitest';
import { sampleUsers } from '#listenlab/index.js';
import { tastes } from '../sweep/tastes.js';

describe('a sample of users', () => {
  it('has whole users of about so many entries, the same for the same seed', () => {
    const plays = tastes(200);
    const entries = Math.round(plays.size / 4);
    const sample = sampleUsers(plays, { entries, seed: 1 });
    expect(sample.users.size).toBe(50);
    expect(sample.artists).toBe(plays.artists);
    const rowOf = ({ byUser: { indptr, indices, values } }: typeof plays, row: number) => [
      indices.slice(indptr[row], indptr[row + 1]),
      values.slice(indptr[row], indptr[row + 1]),
    ];
    sample.users.names.forEach((name, row) => {
      expect(rowOf(sample, row)).toEqual(rowOf(plays, plays.users.index(name)));
    });
    expect(sampleUsers(plays, { entries, seed: 1 }).users.names).toEqual(sample.users.names);
    expect(sampleUsers(plays, { entries, seed: 2 }).users.names).not.toEqual(sample.users.names);
    expect(sampleUsers(plays, { entries: plays.size })).toBe(plays);
  });

  it.each([
    [{ entries: 0 }, 'entries is 0; expected a whole number of 1 or more'],
    [{ entries: 2.5 }, 'entries is 2.5; expected a whole number of 1 or more'],
    [{ seed: -1 }, 'seed is -1; expected a whole number from 0 to 4294967295'],
  ])('is not drawn with %o', (options, message) => {
    expect(() => sampleUsers(tastes(10), options)).toThrow(message);
  });
});
