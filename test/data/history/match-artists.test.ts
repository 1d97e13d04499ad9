import fc from 'fast-check';
import { distance } from 'fastest-levenshtein';
import { describe, expect, it } from 'vitest';
import { matchArtists } from '#listenlab/data/history/match-artists.js';
import { IdMap } from '#listenlab/engine/matrix/id-map.js';
import { InputError } from '#listenlab/util/errors.js';
import { asTyped } from '#listenlab/util/fold-names.js';
import type { TaskProgress } from '#listenlab/util/work.js';

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
    ['with the exact name', 'The Beatles', 'The Beatles'],
    ['ignoring case', 'the beatles', 'The Beatles'],
    ['with other quotes, to the first of several', 'Guns N‘ ROSES', 'guns n’ roses'],
    ['with other spaces', ' Sigur\u00a0 Rós', 'Sigur Rós'],
    ['with a combining accent', 'Sigur Ro\u0301s', 'Sigur Rós'],
    ['without accents', 'Sigur Ros', 'Sigur Rós'],
    ['with extra accents', 'Cöldplay', 'Coldplay'],
    ['without a stroke', 'MO', 'Mø'],
    ['without The', 'Beatles', 'The Beatles'],
    ['with The', 'The Motorhead', 'Motörhead'],
    ['if The is all there is', 'the the', 'The The'],
    ['with "and" for a plus', 'Florence and The Machine', 'Florence + the Machine'],
    ['with & for a plus', 'Florence & The Machine', 'Florence + the Machine'],
    ['without punctuation', 'ACDC', 'AC/DC'],
    ['with other punctuation', 'AC-DC', 'AC/DC'],
    ['exactly if several are similar', 'killers', 'Killers'],
    ['exactly if it is only punctuation', '!!!', '!!!'],
    ['if it is named like a property', '__proto__', '__proto__'],
  ])('%s', async (_, name, artist) => {
    const { matched, unmatched, plays, share } = await match(name);
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
    ['that is only similar', 'Coldpley', 'Coldplay'],
    ['that matches two without punctuation', 'Killers!', 'Killers'],
    ['that matches two without accents', 'Lüxuria', 'Luxuria'],
    ['that differs in marks other than accents', 'かか', undefined],
    ['of other punctuation only', '???', undefined],
    ['without a similar name', 'Radiohead', undefined],
    ['of a single letter', 'X', undefined],
    ['named like another property', 'constructor', undefined],
  ])('%s', async (_, name, nearest) => {
    expect(await match(name, 'Coldplay')).toEqual({
      matched: [{ artist: 'Coldplay', name: 'Coldplay', plays: 2 }],
      unmatched: [nearest === undefined ? { artist: name, plays: 2 } : { artist: name, plays: 2, nearest }],
      share: 0.5,
      plays: Object.assign(Object.create(null), { Coldplay: 2 }),
    });
  });

  it('is an error if it applies to all of them', async () => {
    await expect(match('Low', 'Mogwai', 'Kent', 'Muse')).rejects.toThrow(
      new InputError(
        "none of the history's 4 artists ('Low', 'Mogwai', 'Kent', ...) is among the 18 known ones; " +
          'expected a model trained on a catalogue with this music',
      ),
    );
  });
});

it('two spellings in a history are added up', async () => {
  const { plays, matched } = await match('Beatles', 'The Beatles', 'THE BEATLES');
  expect(Object.entries(plays)).toEqual([['The Beatles', 6]]);
  expect(matched.map(({ name }) => name)).toEqual(['Beatles', 'The Beatles', 'THE BEATLES']);
});

it('every play is kept, and names of the catalogue are taken as they are', () => {
  const name = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom(...CATALOGUE));
  return fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(name, { minLength: 1 }),
      fc.uniqueArray(name, { minLength: 1 }),
      async (known, played) => {
        const history = [...new Set([...played, known[0]])].map((artist, i) => ({ artist, plays: i + 1 }));
        const { matched, unmatched, plays } = await matchArtists(
          { plays: history },
          new IdMap('artist', known),
        );
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

it('the nearest name has the fewest edits, within a quarter of the letters', async () => {
  const letters = fc.string({ unit: fc.constantFrom(...'abcdeé '), minLength: 4, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(letters, { minLength: 1, maxLength: 30 }),
      letters,
      async (known, name) => {
        const history = [name, 'surely known'].map((artist) => ({ artist, plays: 1 }));
        const catalogue = new IdMap('artist', [...known, 'surely known']);
        const [missed] = (await matchArtists({ plays: history }, catalogue)).unmatched;
        if (missed === undefined) return;
        const edits = (other: string) => distance(asTyped(name), asTyped(other));
        const fewest = Math.min(...known.map(edits));
        const isNear = fewest <= asTyped(name).length / 4;
        expect(missed.nearest).toBe(isNear ? known.find((other) => edits(other) === fewest) : undefined);
      },
    ),
    { numRuns: 300 },
  );
});

describe('a large catalogue', () => {
  const names = Array.from({ length: 150_000 }, (_, i) => `the artist number ${i}`);
  const history = { plays: ['ARTIST number 7', 'nobody knows'].map((artist) => ({ artist, plays: 1 })) };

  it('lets others have their turn, and says how far it is', async () => {
    const heard: TaskProgress[] = [];
    let turns = 0;
    const timer = setInterval(() => turns++);
    await matchArtists(history, new IdMap('artist', names), { onProgress: (told) => heard.push(told) });
    clearInterval(timer);
    expect(turns).toBeGreaterThan(0);
    expect(heard.length).toBeGreaterThan(0);
    for (const { done, total } of heard) expect(done).toBeLessThanOrEqual(total);
  });

  it('stops where it is told to', async () => {
    const stop = new AbortController();
    const matching = matchArtists(history, new IdMap('artist', names), {
      signal: stop.signal,
      onProgress: () => stop.abort(),
    });
    await expect(matching).rejects.toThrow('abort');
  });
});
