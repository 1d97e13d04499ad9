import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { trainAls } from '#listenlab/engine/als/node/train.js';
import { interactionsFromRows } from '#listenlab/engine/matrix/interactions.js';
import { sharedFile } from '../../support/shared.js';
import { builds, inline, reference } from './implementations.js';
import { bitsOf } from './matrices.js';
import { largestError } from './oracle.js';

const folder = sharedFile('data/lastfm-2k');

function readTable(name: string): string[][] {
  const text = readFileSync(path.join(folder as string, name), 'utf8');
  const [, ...lines] = text.trimEnd().split(/\r?\n/);
  return lines.map((line) => line.split('\t'));
}

function readInteractions() {
  const artists = new Map(readTable('artists.dat').map(([id, name]) => [id, name]));
  return interactionsFromRows(
    readTable('user_artists.dat').map(([user, artist, plays]) => ({
      user,
      artist: artists.get(artist) as string,
      plays: Number(plays),
    })),
  );
}

/** Plays go up to 352,698: confidences differ by six orders of magnitude, which affects float32 factors. */
const SINGLE = 1e-3;

describe.skipIf(!folder)('training on HetRec Last.fm 2K', () => {
  it('decreases the loss in each iteration, with identical bits on any number of threads', async () => {
    const interactions = readInteractions();
    expect([interactions.users.size, interactions.artists.size, interactions.size]).toEqual([
      1892, 17632, 92834,
    ]);
    const iterations: number[] = [];
    const options = {
      computeLoss: true,
      onIteration: (at: { iteration: number }) => iterations.push(at.iteration),
    };
    const model = await trainAls(interactions, { ...options, threads: 2 });
    const { losses = [] } = model;
    expect(iterations).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    expect(losses).toHaveLength(20);
    expect(losses.slice(1).every((loss, i) => loss < losses[i])).toBe(true);
    const one = await trainAls(interactions, { threads: 1 });
    expect(bitsOf(one.userFactors).equals(bitsOf(model.userFactors))).toBe(true);
    expect(bitsOf(one.artistFactors).equals(bitsOf(model.artistFactors))).toBe(true);
  });

  it.each([
    { factors: 20 },
    { factors: 64, alpha: 1 },
    { factors: 20, weighting: 'binary', alpha: 40 },
    { factors: 32, weighting: 'bm25', alpha: 1 },
  ] as const)('comes as far in 8 over-relaxed iterations as in 15 others, %j', async (options) => {
    const lossOf = async (solver: 'cg' | 'sor', iterations: number) => {
      const { losses = [] } = await trainAls(readInteractions(), {
        ...options,
        solver,
        iterations,
        computeLoss: true,
      });
      return losses[iterations - 1];
    };
    expect(await lossOf('sor', 8)).toBeLessThanOrEqual(await lossOf('cg', 15));
  });

  it('places an artist near similar ones with log-weighted plays', async () => {
    const options = { weighting: 'log', alpha: 1, factors: 64 } as const;
    const model = await trainAls(readInteractions(), options);
    const similar = model.similarArtists('Metallica', { count: 20 }).map(({ artist }) => artist);
    expect(similar[0]).toBe('Metallica');
    expect(similar.filter((artist) => METAL.includes(artist)).length).toBeGreaterThanOrEqual(3);
  });

  it.each(['cg', 'cholesky'] as const)('agrees with the reference, %s', async (solver) => {
    const interactions = readInteractions();
    const options = { factors: 4, iterations: 1, solver, computeLoss: true };
    const expected = await reference.train(interactions, options);
    for (const build of builds) {
      const actual = await inline(build).train(interactions, options);
      expect(largestError(actual.userFactors, expected.userFactors)).toBeLessThan(SINGLE);
      expect(largestError(actual.artistFactors, expected.artistFactors)).toBeLessThan(SINGLE);
      expect(largestError(actual.losses ?? [], expected.losses ?? [])).toBeLessThan(SINGLE);
    }
  });
});

/** Bands any listener of Metallica would name. */
const METAL = [
  'Megadeth',
  'Slayer',
  'Iron Maiden',
  'Pantera',
  'Black Sabbath',
  'Judas Priest',
  'Anthrax',
  'AC/DC',
  "Guns N' Roses",
  'Motörhead',
  'Ozzy Osbourne',
  'Dio',
  'Testament',
  'Sepultura',
];
