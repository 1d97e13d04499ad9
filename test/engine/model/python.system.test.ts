import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadModel } from '#listenlab/engine/model/node/load-model.js';
import { contentOf, smallModel } from './models.js';

const PYTHON = process.env.LISTENLAB_PYTHON ?? 'python3';

function python(script: string, ...args: string[]) {
  return spawnSync(PYTHON, ['-c', script, ...args], { encoding: 'utf8' });
}

/** The code that the guide gives to Python users. */
const READ = `
import json, sys
import numpy as np
from safetensors import safe_open
from safetensors.numpy import load_file

tensors = load_file(sys.argv[1])
with safe_open(sys.argv[1], "np") as file:
    metadata = file.metadata()

def names(kind):
    utf8, offsets = tensors[kind + ".utf8"].tobytes(), tensors[kind + ".offsets"]
    return [utf8[a:b].decode() for a, b in zip(offsets[:-1], offsets[1:])]

indptr, indices = tensors["plays.indptr"], tensors["plays.indices"]
plays = np.zeros((len(indptr) - 1, len(names("artists"))))
for user in range(len(indptr) - 1):
    row = slice(indptr[user], indptr[user + 1])
    plays[user, indices[row]] = tensors["plays.data"][row]
print(json.dumps({
    "users": names("users"), "artists": names("artists"), "plays": plays.tolist(),
    "scores": (tensors["user_factors"] @ tensors["artist_factors"].T).tolist(),
    "training": json.loads(metadata["training"]), "losses": json.loads(metadata["losses"]),
}))
`;

const REWRITE = `
import sys
from safetensors import safe_open
from safetensors.numpy import load_file, save_file
with safe_open(sys.argv[1], "np") as file:
    save_file(load_file(sys.argv[1]), sys.argv[2], file.metadata())
`;

const installed = python('import numpy, safetensors').status === 0;

describe.skipIf(!installed)('Python with safetensors and numpy', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'listenlab-python-'));
    await smallModel().save(path.join(folder, 'model'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('reads a saved model: names, plays, factors and training', () => {
    const { stdout, stderr } = python(READ, path.join(folder, 'model'));
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({
      users: ['ann', 'bob', 'silent'],
      artists: ['kent', 'die Ärzte', 'muse', 'nobody', 'placebo'],
      plays: [
        [12, 0, 0, 0, 0],
        [0, 3, 4, 0, 0],
        [0, 0, 0, 0, 0],
      ],
      scores: [
        [2, 0, 1, 0, 0.25],
        [6, 2, 7, 0, 0.75],
        [0, 0, 0, 0, 0],
      ],
      training: { factors: 2, weighting: 'log', computeLoss: true },
      losses: [0.5, 0.25],
    });
  });

  it('writes a model that loads here', async () => {
    const copy = path.join(folder, 'copy');
    expect(python(REWRITE, path.join(folder, 'model'), copy).stderr).toBe('');
    expect(contentOf(await loadModel(copy))).toEqual(contentOf(smallModel()));
  });
});
