import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { itemNeighbours } from '#listenlab/engine/baselines/neighbours/item-neighbours.js';
import { largestError } from '../../als/oracle.js';
import { randomInteractions } from '../support.js';

const PYTHON = process.env.LISTENLAB_PYTHON ?? 'python3';

const SCRIPT = `
import json, sys, warnings
warnings.simplefilter("ignore")
import numpy as np
from scipy.sparse import csr_matrix
from implicit.nearest_neighbours import BM25Recommender, CosineRecommender, TFIDFRecommender
given = json.load(sys.stdin)
plays = csr_matrix((np.array(given["plays"], dtype=float), given["indices"], given["indptr"]), shape=given["shape"])
models = {"cosine": CosineRecommender, "tfidf": TFIDFRecommender, "bm25": BM25Recommender}
model = models[given["weighting"]](K=given["neighbours"], num_threads=1)
model.fit(plays, show_progress=False)
lists = [model.recommend(user, plays[user], N=10) for user in range(plays.shape[0])]
print(json.dumps([{"artists": a.tolist(), "scores": s.tolist()} for a, s in lists]))
`;

const installed = spawnSync(PYTHON, ['-c', 'import implicit, scipy'], { encoding: 'utf8' }).status === 0;

describe.skipIf(!installed)('Python with implicit', () => {
  it.each([
    ['cosine', 20],
    ['tfidf', 7],
    ['bm25', 20],
  ] as const)('gives the same item-neighbour recommendations, %s with %d', async (weighting, neighbours) => {
    const interactions = randomInteractions(60, 45, 0.2, 5);
    const { indptr, indices, values } = interactions.byUser;
    const input = JSON.stringify({
      plays: [...values],
      indices: [...indices],
      indptr: [...indptr],
      shape: [60, 45],
      weighting,
      neighbours,
    });
    const { stdout, stderr } = spawnSync(PYTHON, ['-c', SCRIPT], { input, encoding: 'utf8' });
    expect(stderr).toBe('');
    const expected: { artists: number[]; scores: number[] }[] = JSON.parse(stdout);
    const model = await itemNeighbours({
      weighting,
      neighbours,
      plays: 'linear',
      userWeighting: 'linear',
    }).fit(interactions, { threads: 1 });
    expected.forEach(({ artists, scores }, user) => {
      const found = model.recommendByIndex(user, { count: 10 });
      expect([...found.rows]).toEqual(artists);
      expect(largestError(found.scores, scores)).toBeLessThan(1e-6);
    });
  });
});
