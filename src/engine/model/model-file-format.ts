/*
 * Layout of a model in a safetensors file. Users U, artists I, factors F, plays N.
 *
 *   user_factors F32 (U x F)   artist_factors F32 (I x F)
 *   plays.indptr I32 (U + 1)   plays.indices I32 (N)   plays.data F32 (N): scipy.sparse.csr_matrix's names
 *   users.utf8 U8, users.offsets I32 (U + 1), and the same for artists: see PackedNames
 *   metadata: format, version, training (JSON), losses (JSON), statistics (JSON) where they are not those of plays,
 *   artist_gram (see gram-text.ts) of large models; readers may leave out what they do not know
 */
import { isObject } from '../../util/checks.js';
import { InputError } from '../../util/errors.js';
import type { CsrMatrix } from '../matrix/csr.js';
import { IdMap } from '../matrix/id-map.js';
import type { PlayStatistics } from './equations/weighting.js';
import { gramFromText, gramToText } from './gram-text.js';
import { MOST_FACTORS, type ModelParts } from './model-parts.js';
import { damagedFile, FileClause, type Header, type Tensor, type TensorData } from './safetensors.js';

/** What a file says that it is. */
export const FORMAT = 'listenlab-model';
const VERSION = '1';

/** So many names tell what a foreign file is. */
const TENSORS_SHOWN = 3;

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

/** The array that holds the values of a type. */
interface ArrayOf {
  F32: Float32Array;
  I32: Int32Array;
  U8: Uint8Array;
}

/** The tensors of a saved model, each with its array. */
export type SavedTensors = {
  readonly [Name in keyof typeof TENSORS]: Tensor<ArrayOf[(typeof TENSORS)[Name][0]]>;
};

/**
 * A model as tensors and texts; the big arrays are not copied.
 *
 * @throws InputError for a training option or loss that JSON cannot hold
 */
export function toSaved(model: ModelParts): { tensors: SavedTensors; metadata: Record<string, string> } {
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
  if (model.artistGram) metadata.artist_gram = gramToText(model.artistGram, model.factors);
  return { tensors, metadata };
}

function checkFinite(what: string, entries: [string, unknown][]): void {
  for (const [name, value] of entries) {
    if (typeof value !== 'number' || Number.isFinite(value)) continue;
    throw new InputError(`${what} ${name} is ${value}; a model can be saved with finite numbers only`);
  }
}

function vector<Data extends TensorData>(data: Data): Tensor<Data> {
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
    const format = metadata.format === undefined ? 'no format' : `format '${metadata.format}' in place of`;
    const found = [...tensors.keys()].slice(0, TENSORS_SHOWN).join(', ') || 'none';
    throw new InputError(
      `it is a safetensors file of something else: its metadata have ${format} ${FORMAT}, its tensors are ${found}`,
    );
  }
  if (metadata.version !== VERSION) {
    const isNewer = Number(metadata.version) > Number(VERSION);
    throw new FileClause(
      `it has format version ${metadata.version}, and this listenlab reads version ${VERSION}`,
      isNewer ? 'update listenlab' : 'load it with the listenlab that wrote it',
    );
  }
  for (const [name, [dtype, dimensions]] of Object.entries(TENSORS)) {
    const place = tensors.get(name);
    if (!place) throw damagedFile(`tensor '${name}' is missing`);
    if (place.dtype !== dtype || place.shape.length !== dimensions) {
      throw damagedFile(`tensor '${name}' is ${place.dtype} [${place.shape}]`);
    }
  }
  const shape = (name: keyof typeof TENSORS) => tensors.get(name)?.shape ?? [];
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

/**
 * The parts of a model from its tensors, whose header {@link checkSavedHeader} has passed; the values are
 * checked too, so that no query of the model can index out of bounds.
 *
 * @param isVerified whether a checksum shows that the file is as it was written: without one, the artists' vectors may
 * have changed since their Gram matrix was computed
 * @throws InputError with a clause about the file ("it is ...")
 */
export function fromSaved(
  tensors: SavedTensors,
  metadata: Header['metadata'],
  isVerified: boolean,
): ModelParts {
  const names = (kind: 'artist' | 'user') =>
    unpackNames(kind, {
      utf8: tensors[`${kind}s.utf8`].data,
      offsets: tensors[`${kind}s.offsets`].data,
    });
  const users = new IdMap('user', names('user'));
  const artists = new IdMap('artist', names('artist'));
  const plays = {
    rows: users.size,
    columns: artists.size,
    indptr: tensors['plays.indptr'].data,
    indices: tensors['plays.indices'].data,
    values: tensors['plays.data'].data,
  };
  checkPlays(plays);
  for (const name of ['user_factors', 'artist_factors'] as const) {
    if (!allFinite(tensors[name].data)) throw damagedFile(`${name} are not all finite numbers`);
  }
  return {
    users,
    artists,
    factors: tensors.user_factors.shape[1],
    userFactors: tensors.user_factors.data,
    artistFactors: tensors.artist_factors.data,
    plays,
    training: parseTraining(metadata.training),
    losses: metadata.losses === undefined ? undefined : parseLosses(metadata.losses),
    artistGram:
      isVerified && metadata.artist_gram !== undefined
        ? gramFromText(metadata.artist_gram, tensors.user_factors.shape[1])
        : undefined,
    ...(metadata.statistics !== undefined && {
      statistics: parseStatistics(metadata.statistics, artists.size),
    }),
  };
}

function checkPlays({ rows, columns, indptr, indices, values }: CsrMatrix): void {
  const broken = damagedFile('its plays are not a matrix of users and artists');
  if (indptr[0] !== 0 || indptr[rows] !== indices.length) throw broken;
  for (let row = 0; row < rows; row++) {
    if (indptr[row + 1] < indptr[row] || indptr[row + 1] > indices.length) throw broken;
    for (let i = indptr[row], before = -1; i < indptr[row + 1]; i++) {
      if (indices[i] <= before || indices[i] >= columns) throw broken;
      before = indices[i];
    }
  }
  if (!allFinite(values)) throw broken;
}

/** The exponent of a float32 that is not a number, or not finite. */
const EXPONENT = 0x7f800000;

/** Values checked by a call: V8 makes a function fast once it has been called often. */
const CHECKED_VALUES = 2 ** 14;

function allFinite({ buffer, byteOffset, length }: Float32Array): boolean {
  const bits = new Int32Array(buffer, byteOffset, length);
  for (let from = 0; from < length; from += CHECKED_VALUES) {
    if (!finiteUpTo(bits, from, Math.min(from + CHECKED_VALUES, length))) return false;
  }
  return true;
}

/** Whether no exponent is {@link EXPONENT}, to which adding its lowest bit reaches the sign: faster than `Number.isFinite`. */
function finiteUpTo(bits: Int32Array, from: number, end: number): boolean {
  let sums = 0;
  for (let i = from; i < end; i++) sums |= (bits[i] & EXPONENT) + 0x00800000;
  return sums >= 0;
}

function parseTraining(json: string): ModelParts['training'] {
  const value = parseJson('training options', json);
  const isOption = (option: unknown) => ['string', 'number', 'boolean'].includes(typeof option);
  if (isObject(value) && Object.values(value).every(isOption)) return value as ModelParts['training'];
  throw damagedFile('its training options are not understood');
}

function parseLosses(json: string): number[] {
  const value = parseJson('losses', json);
  if (Array.isArray(value) && value.every(Number.isFinite)) return value;
  throw damagedFile('its losses are not understood');
}

function parseStatistics(json: string, artists: number): PlayStatistics {
  const value = parseJson('statistics', json);
  const { users, meanPlays, listeners } = isObject(value) ? value : {};
  if (
    isCount(users) &&
    typeof meanPlays === 'number' &&
    Number.isFinite(meanPlays) &&
    Array.isArray(listeners)
  ) {
    if (listeners.length === artists && listeners.every(isCount)) {
      return { users, meanPlays, listeners: Int32Array.from(listeners) };
    }
  }
  throw damagedFile('its statistics are not understood');
}

/** Of people, kept in 32 bits. */
function isCount(count: unknown): count is number {
  return typeof count === 'number' && Number.isInteger(count) && count >= 0 && count <= MOST_PEOPLE;
}

const MOST_PEOPLE = 2 ** 31 - 1;

function parseJson(what: string, json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw damagedFile(`its ${what} are not JSON`, cause);
  }
}

/** Names as two arrays: all their UTF-8 bytes in a row, and where each begins. */
interface PackedNames {
  /** (bytes) the names without anything between them. */
  readonly utf8: Uint8Array;
  /** (names + 1) first byte of each name; the last is the number of bytes. */
  readonly offsets: Int32Array;
}

/** Packs names for a file: fast for hundreds of thousands of names, which may contain any character. */
function packNames(names: readonly string[]): PackedNames {
  const encoder = new TextEncoder();
  // A UTF-16 unit takes at most 3 bytes of UTF-8.
  const units = names.reduce((sum, name) => sum + name.length, 0);
  const utf8 = new Uint8Array(3 * units);
  const offsets = new Int32Array(names.length + 1);
  names.forEach((name, i) => {
    offsets[i + 1] = offsets[i] + encoder.encodeInto(name, utf8.subarray(offsets[i])).written;
  });
  return { utf8: utf8.slice(0, offsets[names.length]), offsets };
}

/** @throws InputError with a clause ("it is damaged: ...") when bytes and offsets are inconsistent. */
function unpackNames(kind: string, { utf8, offsets }: PackedNames): string[] {
  const count = offsets.length - 1;
  const misplaced = damagedFile(`the names of its ${kind}s are not at the stated offsets`);
  if (offsets[0] !== 0 || offsets[count] !== utf8.length) throw misplaced;
  for (let i = 0; i < count; i++) if (offsets[i + 1] < offsets[i]) throw misplaced;
  try {
    return decodeNames({ utf8, offsets });
  } catch (cause) {
    throw damagedFile(`the names of its ${kind}s are not UTF-8`, cause);
  }
}

/** Bytes decoded at a time, about: the names that are parts of a text keep all of it. */
const TEXT_BYTES = 2 ** 16;

/** Runs of names in ASCII are decoded together and cut apart: a call for each name would take five times as long. */
function decodeNames({ utf8, offsets }: PackedNames): string[] {
  // Without ignoreBOM a name that begins with U+FEFF would lose it.
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const names = new Array<string>(offsets.length - 1);
  let from = 0;
  for (let i = 0; i < names.length; i++) {
    // Names from `from` to `i` - 1 are ASCII.
    const isAscii = allAscii(utf8, offsets[i], offsets[i + 1]);
    const end = isAscii ? i + 1 : i;
    if (!isAscii || offsets[end] - offsets[from] > TEXT_BYTES || end === names.length) {
      const text = decoder.decode(utf8.subarray(offsets[from], offsets[end]));
      for (let k = from; k < end; k++) {
        names[k] = text.slice(offsets[k] - offsets[from], offsets[k + 1] - offsets[from]);
      }
      if (!isAscii) names[i] = decoder.decode(utf8.subarray(offsets[i], offsets[i + 1]));
      from = i + 1;
    }
  }
  return names;
}

function allAscii(bytes: Uint8Array, from: number, end: number): boolean {
  let all = 0;
  for (let i = from; i < end; i++) all |= bytes[i];
  return all < 128;
}
