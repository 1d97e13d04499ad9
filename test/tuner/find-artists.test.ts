import fc from 'fast-check';
import { distance } from 'fastest-levenshtein';
import { describe, expect, it } from 'vitest';
import { ArtistFinder, NearestNames } from '#listenlab/tuner/session/find-artists.js';

const NAMES = ['radiohead', 'the beatles', 'metallica', 'Björk', 'muse', 'die Ärzte', 'abba'];

describe('suggestions for a mistyped name', () => {
  const finder = new ArtistFinder(
    NAMES,
    NAMES.map((_, i) => NAMES.length - i),
  );

  it.each([
    ['radiohaed', 'radiohead'],
    ['Metalica', 'metallica'],
    ['the beetles', 'the beatles'],
    ['beatels', 'the beatles'],
    ['bjrok', 'Björk'],
    ['die arzdte', 'die Ärzte'],
    ['abab', undefined],
    ['x', undefined],
    ['something else', undefined],
  ])('%s finds %s', (typed, meant) => {
    expect(finder.find(typed)).toEqual({ names: [], nearest: meant === undefined ? [] : [meant] });
  });

  it('are not offered if names contain the typed text', () => {
    expect(finder.find('radio')).toEqual({ names: ['radiohead'], nearest: [] });
  });

  it('are the same as from comparing with every name', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd', ' '), minLength: 5, maxLength: 8 });
    const given = fc.uniqueArray(letters, { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(given, letters, (names, typed) => {
        const edits = names.map((name) => distance(typed, name));
        // Names of five to eight letters may be two edits away.
        const near = [...names.keys()].filter((i) => edits[i] <= 2).sort((a, b) => edits[a] - edits[b]);
        expect(new NearestNames(names).find(typed)).toEqual(near.slice(0, 3));
      }),
    );
  });
});
