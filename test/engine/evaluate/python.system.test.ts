import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { CsrMatrix } from '#listenlab/engine/matrix/csr.js';
import { Model } from '#listenlab/engine/model/model.js';
import { evaluate, splits } from '#listenlab/index.js';
import { seededRandom } from '#listenlab/util/random.js';
import { randomPlays } from './plays.js';

const PYTHON = process.env.LISTENLAB_PYTHON ?? 'python3';

const SCRIPT = `
import json, sys
import numpy as np
from scipy.sparse import csr_matrix
from implicit.cpu.als import AlternatingLeastSquares
from implicit.evaluation import ranking_metrics_at_k

given = json.load(sys.stdin)
def matrix(m):
    return csr_matrix((m["values"], m["indices"], m["indptr"]), shape=(m["rows"], m["columns"]), dtype=np.float32)
model = AlternatingLeastSquares(factors=given["factors"])
model.user_factors = np.array(given["users"], dtype=np.float32).reshape(-1, given["factors"])
model.item_factors = np.array(given["artists"], dtype=np.float32).reshape(-1, given["factors"])
train, test = matrix(given["train"]), matrix(given["test"])
print(json.dumps([ranking_metrics_at_k(model, train, test, K=k, show_progress=False) for k in given["cuts"]]))
`;

const installed = spawnSync(PYTHON, ['-c', 'import implicit, scipy'], { encoding: 'utf8' }).status === 0;

function plain({ rows, columns, indptr, indices, values }: CsrMatrix) {
  return { rows, columns, indptr: [...indptr], indices: [...indices], values: [...values] };
}

describe.skipIf(!installed)('ranking_metrics_at_k of implicit', () => {
  it('gives the same NDCG and MAP, and the same precision pooled over users', async () => {
    const split = splits.random(randomPlays(80, 90, 0.15, 5), { seed: 2 });
    const { users, artists, byUser } = split.train;
    const random = seededRandom(4);
    const factors = 6;
    const normal = (rows: number) => Float32Array.from({ length: rows * factors }, () => random.normal());
    const model = new Model({
      users,
      artists,
      factors,
      userFactors: normal(users.size),
      artistFactors: normal(artists.size),
      plays: byUser,
      training: {},
    });
    const cuts = [1, 3, 10];
    const given = {
      factors,
      users: [...model.userFactors],
      artists: [...model.artistFactors],
      train: plain(byUser),
      test: plain(split.test.byUser),
      cuts,
    };
    const { stdout, stderr } = spawnSync(PYTHON, ['-c', SCRIPT], {
      encoding: 'utf8',
      input: JSON.stringify(given),
    });
    expect(stdout, stderr).not.toBe('');
    const evaluation = await evaluate(model, split, { k: cuts });
    const columns = evaluation.perUser();
    const heldOut = Array.from(columns['artists held out'] as Int32Array);
    (JSON.parse(stdout) as Record<string, number>[]).forEach((theirs, i) => {
      const k = cuts[i];
      expect(evaluation.mean('ndcg', k)).toBeCloseTo(theirs.ndcg, 10);
      expect(evaluation.mean('map', k)).toBeCloseTo(theirs.map, 10);
      const hits = Array.from(columns[`precision@${k}`] as Float64Array, (value) => value * k);
      const possible = heldOut.map((count) => Math.min(k, count));
      const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
      expect(sum(hits) / sum(possible)).toBeCloseTo(theirs.precision, 10);
    });
  });
});
