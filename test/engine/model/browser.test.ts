import { builtinModules } from 'node:module';
import path from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

const ENTRY = `
export { interactionsFromRows } from './dist/engine/matrix/interactions.js';
export { Model } from './dist/engine/model/model.js';
export { artistMap } from './dist/engine/model/artist-map.js';
export { encodeSafetensors } from './dist/engine/model/safetensors.js';
export { fromSaved, toSaved } from './dist/engine/model/model-file-format.js';
export { decodeSafetensors } from './test/engine/model/decode-safetensors.ts';
`;

/** Runs as a page would run the bundle: no process, no require, no Node.js. */
const PAGE = `
const rows = [{ user: 'ann', artist: 'kent', plays: 3 }, { user: 'ann', artist: 'muse', plays: 1 }];
const { users, artists, byUser } = lab.interactionsFromRows(rows);
const made = new lab.Model({
  users, artists, factors: 1, plays: byUser,
  training: {
    alpha: 1, weighting: 'linear', confidence: 'scaled', unobservedWeight: 1, regularization: 1,
    regularizationExponent: 0,
  },
  userFactors: Float32Array.of(1), artistFactors: Float32Array.of(1, 2),
});
const saved = lab.toSaved(made);
const chunks = lab.encodeSafetensors(saved.tensors, saved.metadata);
const bytes = Uint8Array.from(chunks.flatMap((chunk) => [...chunk]));
const { tensors, metadata } = lab.decodeSafetensors(bytes);
const model = new lab.Model(lab.fromSaved(tensors, metadata, true));
JSON.stringify({
  recommended: model.recommend('ANN', { includePlayed: true }),
  folded: model.foldIn({ kent: 3 }).recommend(),
  explained: model.explain('ann', 'muse').score,
  similar: model.similarArtists('muse'),
  mapped: lab.artistMap(model).artist,
  process: typeof process,
});
`;

describe('the model in a browser', () => {
  const bundle = build({
    stdin: { contents: ENTRY, resolveDir: path.resolve(import.meta.dirname, '../../..') },
    bundle: true,
    platform: 'browser',
    format: 'iife',
    globalName: 'lab',
    metafile: true,
    write: false,
    logLevel: 'silent',
  });

  it('is bundled without a Node.js module', async () => {
    const { metafile, warnings } = await bundle;
    const imports = Object.values(metafile.inputs).flatMap((input) => input.imports.map((one) => one.path));
    expect(imports.length).toBeGreaterThan(10);
    expect(imports.filter((name) => name.startsWith('node:') || builtinModules.includes(name))).toEqual([]);
    expect(warnings).toEqual([]);
  });

  it('answers questions and reads saved models without Node.js', async () => {
    const { outputFiles } = await bundle;
    const page = createContext({ TextEncoder, TextDecoder });
    runInContext(outputFiles[0].text, page);
    expect(JSON.parse(runInContext(PAGE, page))).toEqual({
      recommended: [
        { artist: 'muse', score: 2 },
        { artist: 'kent', score: 1 },
      ],
      // A = 1 + 4 + (3 - 1) + 1 = 8 and b = 3, so x = 3 / 8. With muse's single play A stays 8, and b is 5.
      folded: [{ artist: 'muse', score: 0.75 }],
      explained: expect.closeTo(1.25, 12),
      similar: [
        { artist: 'muse', similarity: 1 },
        { artist: 'kent', similarity: 1 },
      ],
      mapped: ['kent', 'muse'],
      process: 'undefined',
    });
  });
});
