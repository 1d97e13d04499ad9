/*
 * How a model lies in a safetensors file. Users U, artists I, factors F, plays N.
 *
 *   user_factors F32 (U x F)   artist_factors F32 (I x F)
 *   plays.indptr I32 (U + 1)   plays.indices I32 (N)   plays.data F32 (N): scipy.sparse.csr_matrix's names
 *   users.utf8 U8, users.offsets I32 (U + 1), and the same for artists: see packed-names.ts
 *   metadata: format, version, training (JSON), losses (JSON), statistics (JSON) where they are not those of plays
 */
import { InputError } from '../../util/errors.js';
import { packNames } from './packed-names.js';
import { MOST_FACTORS, type ModelParts } from './parts.js';
import type { Tensor, TensorData } from './safetensors.js';
import type { Header } from './safetensors-header.js';
import { damagedFile } from './safetensors-header.js';

/** What a file says that it is. */
export const FORMAT = 'listenlab-model';
const VERSION = '1';

/** The tensors of a saved model and the type and number of dimensions of each. */
export const TENSORS = {
  user_factors: ['F32', 2],
  artist_factors: ['F32', 2],
  'plays.indptr': ['I32', 1],
  'plays.indices': ['I32', 1],
  'plays.data': ['F32', 1],
  'users.utf8': ['U8', 1],
  'users.offsets': ['I32', 1],
  'artists.utf8': ['U8', 1],
  'artists.offsets': ['I32', 1],
} as const;

/** A value for each name of {@link TENSORS}. */
export type PerTensor<T> = Record<keyof typeof TENSORS, T>;

/**
 * A model as tensors and texts; the big arrays are not copied.
 *
 * @throws InputError for a training option or loss that JSON cannot hold
 */
export function toSaved(model: ModelParts): { tensors: PerTensor<Tensor>; metadata: Record<string, string> } {
  checkFinite('training option', Object.entries(model.training));
  checkFinite('loss', Object.entries(model.losses ?? []));
  const users = packNames(model.users.names);
  const artists = packNames(model.artists.names);
  const tensors = {
    user_factors: { shape: [model.users.size, model.factors], data: model.userFactors },
    artist_factors: { shape: [model.artists.size, model.factors], data: model.artistFactors },
    'plays.indptr': vector(model.plays.indptr),
    'plays.indices': vector(model.plays.indices),
    'plays.data': vector(model.plays.values),
    'users.utf8': vector(users.utf8),
    'users.offsets': vector(users.offsets),
    'artists.utf8': vector(artists.utf8),
    'artists.offsets': vector(artists.offsets),
  };
  const metadata: Record<string, string> = {
    format: FORMAT,
    version: VERSION,
    training: JSON.stringify(model.training),
  };
  if (model.losses) metadata.losses = JSON.stringify(model.losses);
  if (model.statistics) {
    const { listeners, ...others } = model.statistics;
    checkFinite('statistic', Object.entries(others));
    metadata.statistics = JSON.stringify({ ...others, listeners: Array.from(listeners) });
  }
  return { tensors, metadata };
}

function checkFinite(what: string, entries: [string, unknown][]): void {
  for (const [name, value] of entries) {
    if (typeof value !== 'number' || Number.isFinite(value)) continue;
    throw new InputError(`${what} ${name} is ${value}; a model can be saved with finite numbers only`);
  }
}

function vector(data: TensorData): Tensor {
  return { shape: [data.length], data };
}

/**
 * Checks before anything else is read that a header is that of a model of this version, with every tensor
 * there in its type and the shapes fitting together.
 *
 * @throws InputError with a clause about the file ("it is ...")
 */
export function checkSavedHeader({ metadata, tensors }: Header): void {
  if (metadata.format !== FORMAT) {
    throw new InputError(`it is a safetensors file of something else: its metadata have no format ${FORMAT}`);
  }
  if (metadata.version !== VERSION) {
    throw new InputError(
      `it has format version ${metadata.version}, and this listenlab reads version ${VERSION}`,
    );
  }
  for (const [name, [dtype, dimensions]] of Object.entries(TENSORS)) {
    const place = tensors.get(name);
    if (!place) throw damagedFile(`tensor '${name}' is missing`);
    if (place.dtype !== dtype || place.shape.length !== dimensions) {
      throw damagedFile(`tensor '${name}' is ${place.dtype} [${place.shape}]`);
    }
  }
  const shape = (name: keyof typeof TENSORS) => tensors.get(name)?.shape as number[];
  const [[users, factors], [artists, artistFactors]] = [shape('user_factors'), shape('artist_factors')];
  if (factors > MOST_FACTORS) {
    throw new InputError(`it has ${factors} factors, and this listenlab reads at most ${MOST_FACTORS}`);
  }
  const fits =
    factors === artistFactors &&
    factors > 0 &&
    shape('users.offsets')[0] === users + 1 &&
    shape('artists.offsets')[0] === artists + 1 &&
    shape('plays.indptr')[0] === users + 1 &&
    shape('plays.indices')[0] === shape('plays.data')[0];
  if (!fits) throw damagedFile('the shapes of its tensors do not fit together');
}
