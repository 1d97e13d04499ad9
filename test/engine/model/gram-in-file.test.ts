import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '#listenlab/engine/als/options.js';
import { csrFromTriplets } from '#listenlab/engine/matrix/csr.js';
import { gramFromText, gramToText } from '#listenlab/engine/model/gram-text.js';
import { Model } from '#listenlab/engine/model/model.js';
import { toSaved } from '#listenlab/engine/model/model-file-format.js';
import { loadModel } from '#listenlab/engine/model/node/load-model.js';
import { encodeTensorFile } from '#listenlab/engine/model/node/tensor-file.js';
import { encodeSafetensors } from '#listenlab/engine/model/safetensors.js';
import { seededRandom } from '#listenlab/util/random.js';
import { numberedNames } from './models.js';

/** Just large enough that the Gram matrix is worth keeping. */
const [ARTISTS, FACTORS] = [2 ** 18, 16];
const LIKES = { 'artist 5': 3, 'artist 70': 1, 'artist 9000': 20, 'artist 12': 7 };

function largeModel(): Model {
  const random = seededRandom(1);
  return new Model({
    users: numberedNames('user', 1),
    artists: numberedNames('artist', ARTISTS),
    factors: FACTORS,
    userFactors: new Float32Array(FACTORS).fill(1),
    artistFactors: Float32Array.from({ length: ARTISTS * FACTORS }, () => random.uniform() - 0.3),
    plays: csrFromTriplets(1, ARTISTS, [0], [3], [2]),
    training: { ...DEFAULT_SETTINGS, alpha: 2 },
  });
}

const model = largeModel();
let folder: string;
const file = (name: string) => path.join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'listenlab-gram-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The text of the artists' Gram matrix in a file. */
async function gramIn(name: string): Promise<string> {
  const bytes = await readFile(file(name));
  const header = JSON.parse(bytes.toString('utf8', 8, 8 + Number(bytes.readBigUInt64LE())));
  return header.__metadata__.artist_gram;
}

it('a large model is saved with the sum of y yT over its artists', async () => {
  await model.save(file('large'));
  const gram = gramFromText(await gramIn('large'), FACTORS);
  const { artistFactors: y } = model;
  for (const [row, column] of [
    [0, 0],
    [15, 0],
    [15, 15],
    [7, 3],
  ]) {
    let sum = 0;
    for (let at = 0; at < y.length; at += FACTORS) sum += y[at + row] * y[at + column];
    expect(Math.abs(gram[row * FACTORS + column] / sum - 1)).toBeLessThan(1e-9);
  }
  expect((await loadModel(file('large'))).foldIn(LIKES).vector).toEqual(largeModel().foldIn(LIKES).vector);
});

it('what a file says about it is used where a checksum vouches for it, and only there', async () => {
  const { tensors, metadata } = toSaved(model);
  const other = { ...metadata, artist_gram: gramToText(new Float64Array(FACTORS ** 2).fill(1e9), FACTORS) };
  await writeFile(file('vouched'), encodeTensorFile({ tensors, metadata: other }));
  await writeFile(file('changed'), encodeSafetensors(tensors, other));
  const expected = model.foldIn(LIKES).vector;
  expect((await loadModel(file('changed'))).foldIn(LIKES).vector).toEqual(expected);
  expect((await loadModel(file('vouched'))).foldIn(LIKES).vector).not.toEqual(expected);
});

it.each([['AAAA'], ['no base64!'], [gramToText(new Float64Array(FACTORS ** 2).fill(Number.NaN), FACTORS)]])(
  'a file in which it is damaged is refused: %#',
  async (text) => {
    const { tensors, metadata } = toSaved(model);
    await writeFile(file('bad'), encodeTensorFile({ tensors, metadata: { ...metadata, artist_gram: text } }));
    await expect(loadModel(file('bad'))).rejects.toThrow('its Gram matrix is not understood');
  },
);

it('a small model is saved without it', () => {
  const small = new Model({
    ...model,
    artists: numberedNames('artist', 4),
    artistFactors: new Float32Array(4 * FACTORS),
    plays: csrFromTriplets(1, 4, [0], [3], [2]),
  });
  expect(toSaved(small).metadata).not.toHaveProperty('artist_gram');
});

it('every lower triangle comes back from its text', () => {
  const random = seededRandom(2);
  for (const factors of [1, 2, 5, 90]) {
    const gram = Float64Array.from({ length: factors ** 2 }, (_, at) =>
      at % factors <= Math.floor(at / factors) ? random.normal() : 0,
    );
    expect(gramFromText(gramToText(gram, factors), factors)).toEqual(gram);
  }
});
