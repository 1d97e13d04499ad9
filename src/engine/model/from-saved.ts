import type { CsrMatrix } from '../matrix/csr.js';
import { IdMap } from '../matrix/id-map.js';
import type { PlayStatistics } from './equations/play-statistics.js';
import { unpackNames } from './packed-names.js';
import type { ModelParts } from './parts.js';
import type { Tensor } from './safetensors.js';
import { damagedFile, type Header } from './safetensors-header.js';
import type { PerTensor } from './saved-model.js';

/**
 * The parts of a model from its tensors, whose header {@link checkSavedHeader} has passed; the values are
 * checked too, so that no question to the model can leave an array.
 *
 * @throws InputError with a clause about the file ("it is ...")
 */
export function fromSaved(tensors: PerTensor<Tensor>, metadata: Header['metadata']): ModelParts {
  const names = (kind: 'artist' | 'user') =>
    unpackNames(kind, {
      utf8: tensors[`${kind}s.utf8`].data as Uint8Array,
      offsets: tensors[`${kind}s.offsets`].data as Int32Array,
    });
  const users = new IdMap('user', names('user'));
  const artists = new IdMap('artist', names('artist'));
  const plays = {
    rows: users.size,
    columns: artists.size,
    indptr: tensors['plays.indptr'].data as Int32Array,
    indices: tensors['plays.indices'].data as Int32Array,
    values: tensors['plays.data'].data as Float32Array,
  };
  checkPlays(plays);
  for (const name of ['user_factors', 'artist_factors'] as const) {
    if (!allFinite(tensors[name].data)) throw damagedFile(`${name} are not all finite numbers`);
  }
  return {
    users,
    artists,
    factors: tensors.user_factors.shape[1],
    userFactors: tensors.user_factors.data as Float32Array,
    artistFactors: tensors.artist_factors.data as Float32Array,
    plays,
    training: parseTraining(metadata.training),
    losses: metadata.losses === undefined ? undefined : parseLosses(metadata.losses),
    ...(metadata.statistics !== undefined && {
      statistics: parseStatistics(metadata.statistics, artists.size),
    }),
  };
}

function checkPlays({ rows, columns, indptr, indices, values }: CsrMatrix): void {
  const broken = damagedFile('its plays are no matrix of users and artists');
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

/** A loop, since `every` with a callback takes five times as long on tens of millions of values. */
function allFinite(values: ArrayLike<number>): boolean {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return false;
  return true;
}

function parseTraining(json: string): ModelParts['training'] {
  const value = parseJson('training options', json);
  const isOption = (option: unknown) => ['string', 'number', 'boolean'].includes(typeof option);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    if (Object.values(value).every(isOption)) return value as ModelParts['training'];
  }
  throw damagedFile('its training options are not understood');
}

function parseLosses(json: string): number[] {
  const value = parseJson('losses', json);
  if (Array.isArray(value) && value.every(Number.isFinite)) return value;
  throw damagedFile('its losses are not understood');
}

function parseStatistics(json: string, artists: number): PlayStatistics {
  const value = parseJson('statistics', json) as Partial<Record<keyof PlayStatistics, unknown>> | null;
  const { users, meanPlays, listeners } = value ?? {};
  if (isCount(users) && Number.isFinite(meanPlays) && Array.isArray(listeners)) {
    if (listeners.length === artists && listeners.every(isCount)) {
      return { users, meanPlays, listeners: Int32Array.from(listeners) } as PlayStatistics;
    }
  }
  throw damagedFile('its statistics are not understood');
}

/** Of people, kept in 32 bits. */
function isCount(count: unknown): boolean {
  return Number.isInteger(count) && (count as number) >= 0 && (count as number) <= MOST_PEOPLE;
}

const MOST_PEOPLE = 2 ** 31 - 1;

function parseJson(what: string, json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw damagedFile(`its ${what} are not JSON`, cause);
  }
}
