import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { itemNeighbours } from '#listenlab/engine/baselines/neighbours/item-neighbours.js';
import { largestError, ORACLE_FILE, oracleInteractions, readOracle } from '../../als/oracle.js';

interface Ranked {
  artists: number[];
  scores: number[];
}

type Weighting = 'cosine' | 'tfidf' | 'bm25';

/** Weights and similarities are rounded to float32, scores are sums of a few of them. */
const SINGLE = 1e-6;

describe('item neighbours match implicit 0.7.3', () => {
  it.each(['cosine', 'tfidf', 'bm25'] as const)('%s, with 10 neighbours', async (weighting) => {
    const { nearestNeighbours } = JSON.parse(readFileSync(ORACLE_FILE, 'utf8')) as {
      nearestNeighbours: Record<Weighting, { recommendUser3: Ranked; similarToArtist4: Ranked }>;
    };
    const { recommendUser3, similarToArtist4 } = nearestNeighbours[weighting];
    const interactions = oracleInteractions(readOracle());
    const model = await itemNeighbours({
      weighting,
      neighbours: 10,
      plays: 'linear',
      userWeighting: 'linear',
    }).fit(interactions, { threads: 1 });
    const found = model.recommendByIndex(3, { count: 8 });
    expect([...found.rows]).toEqual(recommendUser3.artists);
    expect(largestError(found.scores, recommendUser3.scores)).toBeLessThan(SINGLE);
    const similar = model.similarArtists('artist 4', { count: 8 });
    expect(similar.map(({ artist }) => artist)).toEqual(similarToArtist4.artists.map((i) => `artist ${i}`));
    const similarities = similar.map(({ similarity }) => similarity);
    expect(largestError(similarities, similarToArtist4.scores)).toBeLessThan(SINGLE);
  });
});
