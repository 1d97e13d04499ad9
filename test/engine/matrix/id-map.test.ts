import fc from 'fast-check';
import { distance } from 'fastest-levenshtein';
import { describe, expect, it } from 'vitest';
import { IdMap } from '#listenlab/engine/matrix/id-map.js';
import { InputError } from '#listenlab/util/errors.js';

const artists = new IdMap('artist', ['die Ärzte', 'kent', 'NA', 'red hot chili peppers', 'straße', '311']);

describe('looking up names', () => {
  it('works in both directions', () => {
    expect(artists.names.map((name) => artists.index(name))).toEqual([0, 1, 2, 3, 4, 5]);
    expect(artists.size).toBe(6);
  });

  it.each([
    ['DIE ÄRZTE', 'die Ärzte'],
    ['Die ärzte', 'die Ärzte'],
    ['die A\u0308rzte', 'die Ärzte'],
    ['Red Hot Chili Peppers', 'red hot chili peppers'],
    ['na', 'NA'],
    ['STRASSE', 'straße'],
  ])('ignores case: %s finds %s', (given, known) => {
    expect(artists.names[artists.index(given)]).toBe(known);
  });

  it('distinguishes names that differ only in case, and requires an exact match', () => {
    const map = new IdMap('artist', ['KORN', 'KoRn', 'Korn']);
    expect(['KORN', 'KoRn', 'Korn'].map((name) => map.index(name))).toEqual([0, 1, 2]);
    expect(map.find('korn')).toBeUndefined();
    expect(() => map.index('korn')).toThrow(
      new InputError("no artist 'korn'; did you mean 'KORN' or 'KoRn' or 'Korn'?"),
    );
    // For users, no other user is named.
    expect(() => new IdMap('user', ['ann', 'Ann']).index('ANN')).toThrow(
      new InputError(
        "no user 'ANN'; the data has 2 users; expected the full name of one, spelled exactly: 2 differ only in case",
      ),
    );
  });

  it('matches ss with ß only if no name has ß itself', () => {
    const map = new IdMap('artist', ['STRASSE', 'Straße', 'Fuss', 'FUSS']);
    expect(['straße', 'strasse'].map((name) => map.index(name))).toEqual([1, 0]);
    expect(() => map.index('fuß')).toThrow("no artist 'fuß'; did you mean 'Fuss' or 'FUSS'?");
  });

  it('accepts names of object properties', () => {
    const map = new IdMap('artist', ['constructor', '__proto__', '']);
    expect(['constructor', '__proto__', ''].map((name) => map.find(name))).toEqual([0, 1, 2]);
    expect(map.find('toString')).toBeUndefined();
  });

  it('fails for an unknown artist with the nearest name', () => {
    expect(() => artists.index('red hot chilli peppers')).toThrow(
      "no artist 'red hot chilli peppers'; did you mean 'red hot chili peppers'?",
    );
    expect(() => artists.index('DIE ARZTE')).toThrow("no artist 'DIE ARZTE'; did you mean 'die Ärzte'?");
    expect(() => artists.index('')).toThrow("no artist ''; expected the name of one");
    expect(() => new IdMap('user', []).index('ann')).toThrow("no user 'ann'; there are none in the data");
    expect(() => artists.index('x')).toThrow(expect.objectContaining({ name: 'InputError' }));
  });

  it('fails for an unknown user without revealing other users', () => {
    expect(() => new IdMap('user', ['ann', 'bo']).index('anne')).toThrow(
      new InputError(
        "no user 'anne'; the data has 2 users; expected the full name of one, in upper or lower case",
      ),
    );
  });

  it('fails for a notebook alias of a user, with where to find the real names', () => {
    const users = new IdMap('user', ['ann', 'bo']);
    expect(() => users.index('listener 2')).toThrow('real names are in users.names');
  });

  it.each([
    ['beatles', 'The Beatles'],
    ['BEATLES, the', 'The Beatles'],
    ['zoe', 'Zoé'],
    ['ac dc', 'AC/DC'],
    ['bettles', 'Battles'],
    ['qqzzxx', undefined],
  ])('suggests for %j the nearest name %j', (name, nearest) => {
    const artists = new IdMap('artist', ['Battles', 'Fozzy', 'Joe', 'The Beatles', 'Zoé', 'AC/DC']);
    expect(artists.nearest(name)).toBe(nearest);
    const hint = nearest === undefined ? 'none has a similar spelling' : `did you mean '${nearest}'?`;
    expect(() => artists.index(name)).toThrow(`no artist '${name}'; ${hint}`);
  });

  it('suggests a name with the same letters, else one with the fewest edits, as by brute force', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' '), maxLength: 8 });
    fc.assert(
      fc.property(fc.uniqueArray(word, { minLength: 1, maxLength: 30 }), word, (names, wanted) => {
        const letters = (name: string) => name.replaceAll(' ', '');
        const same = names.find((name) => letters(wanted) !== '' && letters(name) === letters(wanted));
        // At most half of the letters may be wrong.
        const edits = names.map((name) => {
          const few = Math.max(1, Math.floor(Math.max(name.length, wanted.length) / 2));
          const each = distance(name, wanted);
          return each <= few ? each : Number.POSITIVE_INFINITY;
        });
        const fewest = Math.min(...edits);
        const nearest = Number.isFinite(fewest) ? names[edits.indexOf(fewest)] : undefined;
        expect(new IdMap('artist', names).nearest(wanted)).toBe(same ?? nearest);
      }),
      { seed: 1 },
    );
  });
});
