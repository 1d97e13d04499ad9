import type { Matrix } from 'ml-matrix';
import { countByRow } from '../matrix/csr.js';
import type { Interactions } from '../matrix/interactions.js';
import { signConfidences } from '../model/equations/confidences.js';
import { regularizationOfRows } from '../model/equations/regularization.js';
import { weightPlays } from '../model/equations/weighting.js';
import type { AlsSettings } from './options.js';

/** Where a training stands: one row of F factors per user and per artist, in double precision. */
export interface ReferenceFactors {
  /** (U x F) */
  readonly users: Matrix;
  /** (A x F) */
  readonly artists: Matrix;
}

/** One pair that was played, seen from its row. */
export interface ReferenceEntry {
  readonly column: number;
  /** c: how sure we are of the preference */
  readonly confidence: number;
  /** p: 1 for liked, 0 for not */
  readonly preference: 0 | 1;
}

/** One half of the problem: for every row its entries and its lambda. */
export interface ReferenceSide {
  readonly rows: ReferenceEntry[][];
  readonly lambdas: Float32Array;
}

/** Plays as confidences and preferences, by user and by artist. */
export function referenceSides(
  { byUser: plays, byArtist }: Interactions,
  settings: AlsSettings,
): { byUser: ReferenceSide; byArtist: ReferenceSide } {
  const signed = signConfidences(weightPlays(plays, settings.weighting), settings);
  const users: ReferenceEntry[][] = Array.from({ length: plays.rows }, () => []);
  const artists: ReferenceEntry[][] = Array.from({ length: plays.columns }, () => []);
  for (let user = 0; user < plays.rows; user++) {
    for (let i = plays.indptr[user]; i < plays.indptr[user + 1]; i++) {
      const entry = { confidence: Math.abs(signed[i]), preference: signed[i] > 0 ? 1 : 0 } as const;
      users[user].push({ column: plays.indices[i], ...entry });
      artists[plays.indices[i]].push({ column: user, ...entry });
    }
  }
  return {
    byUser: { rows: users, lambdas: regularizationOfRows(countByRow(plays), plays.columns, settings) },
    byArtist: {
      rows: artists,
      lambdas: regularizationOfRows(countByRow(byArtist), byArtist.columns, settings),
    },
  };
}
