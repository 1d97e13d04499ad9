import { checkWhole, hasTypes, wrongValue } from '../../util/checks.js';
import { InputError } from '../../util/errors.js';
import { formatCount, formatPlural } from '../../util/format.js';
import { IdMap } from '../matrix/id-map.js';
import type { Factorization } from '../ranking/recommend.js';
import type { PlayStatistics } from './equations/weighting.js';

/** Explanations and fold-in need a factors x factors matrix: half a GB at this size. */
export const MOST_FACTORS = 8192;

/** What a model is made of. Shapes: users U, artists I, factors F. */
export interface ModelParts extends Factorization {
  /** The options it was trained with, and anything else to store with it. */
  readonly training: Readonly<Record<string, string | number | boolean>>;
  /** Training loss after each iteration, if computed. */
  readonly losses?: readonly number[] | undefined;
  /** Statistics of the plays it was trained on, if these are not `plays`. */
  readonly statistics?: PlayStatistics | undefined;
  /** (F x F) the artists' Gram matrix, as gramOf gives it, where somebody has computed it before. */
  readonly artistGram?: Float64Array | undefined;
}

const PARTS = {
  users: 'object',
  artists: 'object',
  factors: 'number',
  userFactors: 'object',
  artistFactors: 'object',
  plays: 'object',
  training: 'object',
} as const;

function isParts(parts: unknown): parts is ModelParts {
  const { users, artists } = Object(parts) as Partial<ModelParts>;
  return hasTypes(PARTS)(parts) && users instanceof IdMap && artists instanceof IdMap;
}

/** @throws InputError for something else, or when the shapes of the parts do not fit together. */
export function checkShapes(parts: ModelParts): void {
  if (!isParts(parts)) throw wrongValue(parts, `the parts of a model: { ${Object.keys(PARTS).join(', ')} }`);
  const { users, artists, factors, plays } = parts;
  checkWhole('factors', factors, 1);
  if (factors > MOST_FACTORS) {
    throw new InputError(
      `the model has ${formatCount(factors)} factors; expected at most ${formatCount(MOST_FACTORS)}`,
    );
  }
  checkLength('userFactors', parts.userFactors.length, users.size, factors, 'users');
  checkLength('artistFactors', parts.artistFactors.length, artists.size, factors, 'artists');
  if (plays.rows !== users.size || plays.columns !== artists.size) {
    const found = `${formatCount(plays.rows)} x ${formatCount(plays.columns)}`;
    const expected = `${formatCount(users.size)} users x ${formatCount(artists.size)} artists`;
    throw new InputError(`plays is ${found}; expected ${expected}`);
  }
  const listeners = parts.statistics?.listeners.length ?? artists.size;
  if (listeners !== artists.size) {
    throw new InputError(
      `statistics has listeners of ${formatPlural(listeners, 'artist')}; expected ${formatCount(artists.size)}`,
    );
  }
}

function checkLength(name: string, length: number, rows: number, factors: number, noun: string): void {
  if (length === rows * factors) return;
  throw new InputError(
    `${name} has ${formatCount(length)} values; expected ${formatCount(rows)} ${noun} x ${factors} factors`,
  );
}

/** The parts for a model with other vectors, to which losses and statistics do not apply. */
export function withoutLosses(parts: ModelParts): ModelParts {
  const { users, artists, factors, userFactors, artistFactors, plays, training } = parts;
  return { users, artists, factors, userFactors, artistFactors, plays, training };
}
