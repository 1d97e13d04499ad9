import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { csrFromTriplets } from '#listenlab/engine/matrix/csr.js';
import { IdMap } from '#listenlab/engine/matrix/id-map.js';
import { Model } from '#listenlab/engine/model/model.js';
import { toSaved } from '#listenlab/engine/model/model-file-format.js';
import { loadModel } from '#listenlab/engine/model/node/load-model.js';
import { encodeSafetensors, type Tensor } from '#listenlab/engine/model/safetensors.js';
import { InputError } from '#listenlab/util/errors.js';
import { anyModel, contentOf, numberedNames, smallModel, smallParts } from './models.js';

/** How a refusal ends. */
function remedy(advice: string): string {
  const expected = "expected a file that model.save() or 'npx listenlab train' has written";
  return `; ${expected}: ${advice}, or train and save the model again`;
}

const GIVE = remedy('give such a file');
const COPY = remedy('copy it again from where it is whole');

let folder: string;
let whole: Uint8Array;
const file = (name: string) => path.join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'listenlab-model-'));
  await smallModel().save(file('whole'));
  whole = await readFile(file('whole'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Writes the tensors and metadata of the small model, changed, without a checksum. */
async function saveChanged(tensors: Record<string, Tensor | undefined>, metadata = {}): Promise<string> {
  const saved = toSaved(smallModel());
  const merged = Object.entries({ ...saved.tensors, ...tensors }).filter(([, tensor]) => tensor);
  const chunks = encodeSafetensors(Object.fromEntries(merged) as Record<string, Tensor>, {
    ...saved.metadata,
    ...metadata,
  });
  await writeFile(file('changed'), chunks);
  return file('changed');
}

describe('a saved model', () => {
  it('loads as it was saved', async () => {
    expect(contentOf(await loadModel(file('whole')))).toEqual(contentOf(smallModel()));
    expect((await loadModel(file('whole'))).recommend('bob')).toEqual(smallModel().recommend('bob'));
  });

  it('loads for arbitrary contents', async () => {
    await fc.assert(
      fc.asyncProperty(anyModel, async (model) => {
        await model.save(file('any'));
        expect(contentOf(await loadModel(file('any')))).toEqual(contentOf(model));
      }),
      { seed: 1, numRuns: 30 },
    );
  });

  it('is refused if it claims more listeners than possible, and not saved with non-finite statistics', async () => {
    const statistics = (more: object) => ({ users: 3, meanPlays: 6, listeners: [1, 1, 1, 0, 0], ...more });
    const saved = (more: object) => saveChanged({}, { statistics: JSON.stringify(statistics(more)) });
    const read = async (more: object) => (await loadModel(await saved(more))).statistics?.users;
    expect(await read({})).toBe(3);
    for (const more of [{ users: 2 ** 31 }, { listeners: [2 ** 32 - 1, 1, 1, 0, 0] }]) {
      await expect(read(more)).rejects.toThrow(/its statistics are not understood/);
    }
    const odd = { users: 3, meanPlays: Number.NaN, listeners: new Int32Array(5) };
    await expect(new Model({ ...smallParts(), statistics: odd }).save(file('odd'))).rejects.toThrow(
      'statistic meanPlays is NaN; a model can be saved with finite numbers only',
    );
  });

  it('is refused with more factors than its equations support', async () => {
    const factors = 9000;
    const vectors = (rows: number) => ({ shape: [rows, factors], data: new Float32Array(rows * factors) });
    const path = await saveChanged({ user_factors: vectors(3), artist_factors: vectors(5) });
    await expect(loadModel(path)).rejects.toThrow(
      'it has 9000 factors, and this listenlab reads at most 8192',
    );
    const { data } = vectors(3);
    const parts = { ...smallParts(), factors, userFactors: data, artistFactors: vectors(5).data };
    expect(() => new Model(parts)).toThrow('the model has 9,000 factors; expected at most 8,192');
  });

  it('is left as it was if saving is aborted, and loading can be aborted', async () => {
    await smallModel().save(file('kept'));
    const stop = new AbortController();
    const large = new Model({ ...smallParts(), training: { ...smallParts().training, seed: 43 } });
    const saving = large.save(file('kept'), { signal: stop.signal });
    const reason = new Error('stopped');
    stop.abort(reason);
    await expect(saving).rejects.toBe(reason);
    expect(await readFile(file('kept'))).toEqual(await readFile(file('whole')));
    expect((await readdir(folder)).filter((name) => name.endsWith('.partial'))).toEqual([]);
    await expect(loadModel(file('kept'), { signal: stop.signal })).rejects.toBe(reason);
  });

  it('keeps names of any kind', async () => {
    const names = [
      '',
      '\uFEFFmark',
      'a\nb\tc',
      '"quoted", \\',
      '</script>',
      '日本語',
      '🎸 guitar',
      'e\u0301',
      '\0',
    ];
    const users = new IdMap('user', names);
    await new Model({
      ...smallParts(),
      users,
      userFactors: new Float32Array(names.length * 2),
      plays: csrFromTriplets(names.length, 5, [], [], []),
    }).save(file('names'));
    expect((await loadModel(file('names'))).users.names).toEqual(names);
  });

  it('loads, of many blocks, as it was saved, and not with a bit changed in any', async () => {
    const factors = 600;
    const users = 4000;
    const [userFactors, artistFactors] = [users, 5].map((rows) =>
      Float32Array.from({ length: rows * factors }, (_, i) => Math.fround(i / 7)),
    );
    const plays = csrFromTriplets(users, 5, [], [], []);
    const parts = { ...smallParts(), users: numberedNames('user', users), factors, plays };
    const model = new Model({ ...parts, userFactors, artistFactors });
    await model.save(file('blocks'));
    const loaded = await loadModel(file('blocks'));
    expect(Buffer.compare(Buffer.from(loaded.userFactors.buffer), Buffer.from(userFactors.buffer))).toBe(0);
    expect(loaded.artistFactors).toEqual(artistFactors);
    const bytes = await readFile(file('blocks'));
    for (const share of [0.1, 0.5, 0.999]) {
      const place = Math.floor(share * bytes.length);
      bytes[place] ^= 1;
      await writeFile(file('changed-block'), bytes);
      await expect(loadModel(file('changed-block'))).rejects.toThrow(
        'its content does not match its checksum',
      );
      bytes[place] ^= 1;
    }
  });

  it('may be empty or have no losses', async () => {
    const empty = new Model({
      users: new IdMap('user', []),
      artists: new IdMap('artist', []),
      factors: 3,
      userFactors: new Float32Array(),
      artistFactors: new Float32Array(),
      plays: csrFromTriplets(0, 0, [], [], []),
      training: {},
    });
    await empty.save(file('empty-model'));
    expect(contentOf(await loadModel(file('empty-model')))).toEqual(contentOf(empty));
  });

  it('creates missing folders and replaces an old file', async () => {
    await smallModel().save(file('new/folder/model'));
    await smallModel().save(file('new/folder/model'));
    expect(await readdir(file('new/folder'))).toEqual(['model']);
  });

  it('replaces no folder', async () => {
    await mkdir(file('models'));
    await expect(smallModel().save(file('models'))).rejects.toThrow(
      `cannot save the model as '${file('models')}': it is a folder; name a file to save it to`,
    );
    expect(await readdir(file('models'))).toEqual([]);
  });

  it('that cannot be written is an error and leaves nothing behind', async () => {
    await expect(smallModel().save(file('whole/model'))).rejects.toThrow(
      new RegExp(`^cannot save the model as '${file('whole/model')}' \\(.+\\); save it to a writable path$`),
    );
    const training = { alpha: Number.POSITIVE_INFINITY };
    await expect(new Model({ ...smallParts(), training }).save(file('infinite'))).rejects.toThrow(
      'training option alpha is Infinity; a model can be saved with finite numbers only',
    );
    expect(await readdir(folder)).not.toContain('infinite');
  });
});

describe('a file that is not a model', () => {
  const refused = (name: string) => expect(loadModel(file(name))).rejects;

  it('is refused with its path, what it is and what to do', async () => {
    await refused('missing').toThrow(
      `cannot load a model from '${file('missing')}': there is no such file${remedy('check the path')}`,
    );
    await refused('.').toThrow(
      `cannot load a model from '${file('.')}': it is a folder${remedy('name a file')}`,
    );
    await writeFile(file('empty'), '');
    await refused('empty').toThrow(`cannot load a model from '${file('empty')}': it is empty${GIVE}`);
    await writeFile(file('text'), 'user\tartist\tplays\nann\tkent\t3\n');
    await refused('text').toThrow(
      `cannot load a model from '${file('text')}': it is not a safetensors file: ` +
        `its first 8 bytes are not the length of a header${GIVE}`,
    );
    await writeFile(
      file('foreign'),
      encodeSafetensors({ weight: { shape: [1], data: Int32Array.of(1) } }, {}),
    );
    await refused('foreign').toThrow(
      'it is a safetensors file of something else: its metadata have no format listenlab-model, ' +
        `its tensors are weight${GIVE}`,
    );
    await writeFile(file('cut'), whole);
    await truncate(file('cut'), whole.length - 5);
    await refused('cut').toThrow(
      `it is truncated: it has ${(whole.length - 5).toLocaleString('en')} of ${whole.length.toLocaleString('en')} bytes${COPY}`,
    );
  });

  it.each<[string, Record<string, Tensor | undefined>, object, string]>([
    ['a missing tensor', { 'plays.data': undefined }, {}, "it is damaged: tensor 'plays.data' is missing"],
    [
      'a tensor of another type',
      { user_factors: { shape: [3, 2], data: new Int32Array(6) } },
      {},
      "it is damaged: tensor 'user_factors' is I32 [3,2]",
    ],
    [
      'shapes that do not fit',
      { user_factors: { shape: [2, 3], data: new Float32Array(6) } },
      {},
      'it is damaged: the shapes of its tensors do not fit together',
    ],
    [
      'factors that are no numbers',
      { user_factors: { shape: [3, 2], data: new Float32Array(6).fill(Number.NaN) } },
      {},
      'it is damaged: user_factors are not all finite numbers',
    ],
    [
      'plays of artists that do not exist',
      { 'plays.indices': { shape: [3], data: Int32Array.of(0, 1, 5) } },
      {},
      'it is damaged: its plays are not a matrix of users and artists',
    ],
    [
      'plays whose rows run back',
      { 'plays.indptr': { shape: [4], data: Int32Array.of(0, 9, 3, 3) } },
      {},
      'it is damaged: its plays are not a matrix of users and artists',
    ],
    [
      'names that run back',
      { 'users.offsets': { shape: [4], data: Int32Array.of(0, 6, 3, 12) } },
      {},
      'it is damaged: the names of its users are not at the stated offsets',
    ],
    [
      'names that are no UTF-8',
      { 'users.utf8': { shape: [12], data: new Uint8Array(12).fill(0xff) } },
      {},
      'it is damaged: the names of its users are not UTF-8',
    ],
    [
      'training options that are no JSON',
      {},
      { training: '{' },
      'it is damaged: its training options are not JSON',
    ],
    [
      'training options of another kind',
      {},
      { training: '{"alpha":[1]}' },
      'it is damaged: its training options are not understood',
    ],
    ['losses of another kind', {}, { losses: '["low"]' }, 'it is damaged: its losses are not understood'],
    [
      'statistics of too few artists',
      {},
      { statistics: '{"users":3,"meanPlays":4,"listeners":[1]}' },
      'it is damaged: its statistics are not understood',
    ],
    [
      'statistics that are none',
      {},
      { statistics: 'null' },
      'it is damaged: its statistics are not understood',
    ],
  ])('with %s is refused', async (_, tensors, metadata, message) => {
    const changed = await saveChanged(tensors, metadata);
    await expect(loadModel(changed)).rejects.toThrow(
      `cannot load a model from '${changed}': ${message}${COPY}`,
    );
  });

  it.each([
    ['a newer version', '2', 'update listenlab'],
    ['an older version', '0', 'load it with the listenlab that wrote it'],
  ])('of %s is refused with what to do', async (_, version, advice) => {
    const changed = await saveChanged({}, { version });
    await expect(loadModel(changed)).rejects.toThrow(
      `cannot load a model from '${changed}': it has format version ${version}, ` +
        `and this listenlab reads version 1${remedy(advice)}`,
    );
  });

  it('but has another format in its metadata is refused with it', async () => {
    await expect(loadModel(await saveChanged({}, { format: 'pt' }))).rejects.toThrow(
      "its metadata have format 'pt' in place of listenlab-model, its tensors are ",
    );
  });

  it('is not loaded as a model when a program dropped the checksum', async () => {
    expect(contentOf(await loadModel(await saveChanged({})))).toEqual(contentOf(smallModel()));
  });
});

describe('a damaged model file', () => {
  /** Either loads the same model or is refused with an error that names the file. */
  async function expectSameOrRefused(bytes: Uint8Array): Promise<'same' | 'refused'> {
    await writeFile(file('damaged'), bytes);
    const outcome = await loadModel(file('damaged')).catch((error: unknown) => error);
    if (outcome instanceof Model) {
      expect(contentOf(outcome)).toEqual(contentOf(smallModel()));
      return 'same';
    }
    expect(outcome).toBeInstanceOf(InputError);
    expect((outcome as Error).message).toMatch(`cannot load a model from '${file('damaged')}': it`);
    return 'refused';
  }

  it('is refused wherever it was truncated', async () => {
    for (let length = 0; length < whole.length; length += 1 + Math.floor(length / 40)) {
      expect(await expectSameOrRefused(whole.subarray(0, length))).toBe('refused');
    }
  });

  it('is refused or unchanged if one bit of its header is flipped', async () => {
    const header = 8 + new DataView(whole.buffer, whole.byteOffset).getUint32(0, true);
    await fc.assert(
      fc.asyncProperty(fc.nat(header - 1), fc.nat(7), async (position, bit) => {
        await expectSameOrRefused(whole.with(position, whole[position] ^ (1 << bit)));
      }),
      { seed: 1, numRuns: 600 },
    );
  });

  it('is refused if one bit of its tensors is flipped', async () => {
    const start = 8 + new DataView(whole.buffer, whole.byteOffset).getUint32(0, true);
    for (let position = start; position < whole.length; position++) {
      const bytes = whole.with(position, whole[position] ^ (1 << (position % 8)));
      expect(await expectSameOrRefused(bytes)).toBe('refused');
    }
  });

  it('is refused if bytes of its header are overwritten at random', async () => {
    const edits = fc.array(fc.tuple(fc.nat(700), fc.nat(255)), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(edits, async (bytes) => {
        const changed = whole.slice();
        for (const [position, byte] of bytes) changed[position] = byte;
        await expectSameOrRefused(changed);
      }),
      { seed: 2, numRuns: 300 },
    );
  });
});
