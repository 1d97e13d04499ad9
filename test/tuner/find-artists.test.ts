import fc from 'fast-check';
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
    ['abab', 'abba'],
    ['mues', 'muse'],
    ['umse', 'muse'],
    ['radiohed', 'radiohead'],
    ['mseu', undefined],
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
        const edits = names.map((name) => editsByHand(typed, name));
        // Names of five to eight letters may be two edits away.
        const near = [...names.keys()].filter((i) => edits[i] <= 2).sort((a, b) => edits[a] - edits[b]);
        expect(new NearestNames(names).find(typed)).toEqual(near.slice(0, 3));
      }),
    );
  });
});

/** Optimal string alignment from its definition: the fewest edits over all ways to end with one. */
function editsByHand(a: string, b: string, known = new Map<string, number>()): number {
  if (a === '' || b === '') return a.length + b.length;
  const key = `${a}|${b}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const [shortA, shortB] = [a.slice(0, -1), b.slice(0, -1)];
  const isExchange = a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1);
  const edits = Math.min(
    editsByHand(shortA, b, known) + 1,
    editsByHand(a, shortB, known) + 1,
    editsByHand(shortA, shortB, known) + (a.at(-1) === b.at(-1) ? 0 : 1),
    isExchange ? editsByHand(a.slice(0, -2), b.slice(0, -2), known) + 1 : Number.POSITIVE_INFINITY,
  );
  known.set(key, edits);
  return edits;
}
