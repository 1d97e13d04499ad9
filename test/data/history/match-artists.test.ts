import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchArtists } from '#listenlab/data/history/match-artists.js';
import { IdMap } from '#listenlab/engine/matrix/id-map.js';
import { InputError } from '#listenlab/util/errors.js';

const CATALOGUE = [
  'Sigur Rós',
  'guns n’ roses',
  "Guns N' Roses",
  'The Beatles',
  'Florence + the Machine',
  'AC/DC',
  'Motörhead',
  'Mø',
  'Killers',
  'The Killers',
  'Luxuria',
  'Luxúria',
  '!!!',
  ':(',
  'がが',
  'The The',
  'Coldplay',
  '__proto__',
];
const artists = new IdMap('artist', CATALOGUE);

function match(...names: string[]) {
  return matchArtists({ plays: names.map((artist) => ({ artist, plays: 2 })) }, artists);
}

describe('an artist is matched', () => {
  it.each([
    ['as it is', 'The Beatles', 'The Beatles'],
    ['without case', 'the beatles', 'The Beatles'],
    ['with other quotes, the first of several', 'Guns N‘ ROSES', 'guns n’ roses'],
    ['with other spaces', ' Sigur\u00a0 Rós', 'Sigur Rós'],
    ['with an accent typed apart', 'Sigur Ro\u0301s', 'Sigur Rós'],
    ['without accents', 'Sigur Ros', 'Sigur Rós'],
    ['with accents', 'Cöldplay', 'Coldplay'],
    ['without a stroke', 'MO', 'Mø'],
    ['without The', 'Beatles', 'The Beatles'],
    ['with The', 'The Motorhead', 'Motörhead'],
    ['but for a name of nothing else', 'the the', 'The The'],
    ['with and for a plus', 'Florence and The Machine', 'Florence + the Machine'],
    ['with & for a plus', 'Florence & The Machine', 'Florence + the Machine'],
    ['without punctuation', 'ACDC', 'AC/DC'],
    ['with other punctuation', 'AC-DC', 'AC/DC'],
    ['where several differ, as it is', 'killers', 'Killers'],
    ['of punctuation alone, as it is', '!!!', '!!!'],
    ['called like a property', '__proto__', '__proto__'],
  ])('%s', (_, name, artist) => {
    const { matched, unmatched, plays, share } = match(name);
    expect(matched).toEqual([{ artist, name, plays: 2 }]);
    expect({ unmatched, share, plays: Object.entries(plays) }).toEqual({
      unmatched: [],
      share: 1,
      plays: [[artist, 2]],
    });
  });
});

describe('an artist is not matched', () => {
  it.each([
    ['that is merely near', 'Coldpley', 'Coldplay'],
    ['that fits two by punctuation', 'Killers!', 'Killers'],
    ['that fits two by accents', 'Lüxuria', 'Luxuria'],
    ['that has other marks than accents', 'かか', undefined],
    ['of other punctuation alone', '???', undefined],
    ['that nothing is near', 'Radiohead', undefined],
    ['as short as one letter', 'X', undefined],
    ['called like another property', 'constructor', undefined],
  ])('%s', (_, name, nearest) => {
    expect(match(name, 'Coldplay')).toEqual({
      matched: [{ artist: 'Coldplay', name: 'Coldplay', plays: 2 }],
      unmatched: [nearest === undefined ? { artist: name, plays: 2 } : { artist: name, plays: 2, nearest }],
      share: 0.5,
      plays: Object.assign(Object.create(null), { Coldplay: 2 }),
    });
  });

  it('and when none is, it says so', () => {
    expect(() => match('Low', 'Mogwai', 'Kent', 'Muse')).toThrow(
      new InputError(
        "none of the history's 4 artists ('Low', 'Mogwai', 'Kent', ...) is among the 18 known ones; " +
          'expected a model trained on a catalogue with this music',
      ),
    );
  });
});

it('adds up what a history writes in two ways', () => {
  const { plays, matched } = match('Beatles', 'The Beatles', 'THE BEATLES');
  expect(Object.entries(plays)).toEqual([['The Beatles', 6]]);
  expect(matched.map(({ name }) => name)).toEqual(['Beatles', 'The Beatles', 'THE BEATLES']);
});

it('keeps every play, and takes names of the catalogue as they are', () => {
  const name = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom(...CATALOGUE));
  fc.assert(
    fc.property(
      fc.uniqueArray(name, { minLength: 1 }),
      fc.uniqueArray(name, { minLength: 1 }),
      (known, played) => {
        const history = [...new Set([...played, known[0]])].map((artist, i) => ({ artist, plays: i + 1 }));
        const { matched, unmatched, plays } = matchArtists({ plays: history }, new IdMap('artist', known));
        const back = [...matched.map(({ name, plays }) => ({ artist: name, plays })), ...unmatched];
        const byPlays = back
          .map(({ artist, plays }) => ({ artist, plays }))
          .sort((a, b) => a.plays - b.plays);
        expect(byPlays).toEqual(history);
        const total = matched.reduce((sum, row) => sum + row.plays, 0);
        expect(Object.values(plays).reduce((sum, count) => sum + count, 0)).toBe(total);
        expect(known).toEqual(expect.arrayContaining(Object.keys(plays)));
        for (const row of matched) if (known.includes(row.name)) expect(row.artist).toBe(row.name);
        expect(unmatched.filter(({ artist }) => known.includes(artist))).toEqual([]);
      },
    ),
  );
});
