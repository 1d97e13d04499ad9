import { checkOptionNames } from '../../../util/checks.js';
import { checkCount } from '../arguments.js';
import type { Ranking } from '../best-rows.js';
import type { ModelParts } from '../parts.js';

/** How many similar rows to return. */
export interface SimilarOptions {
  /** The asked one included. Default 10. */
  count?: number;
}

/** @throws InputError for a count below 1, or an option there is not */
export function readCount(options: SimilarOptions): number {
  checkOptionNames<SimilarOptions>(options, { count: true });
  const { count = 10 } = options;
  checkCount(count);
  return count;
}

/** An artist and the cosine of the angle between its vector and that of the asked one. */
export interface SimilarArtist {
  artist: string;
  /** -1 to 1; exactly 1 for the artist itself. */
  similarity: number;
}

/** A user and the cosine of the angle between their vector and that of the asked one. */
export interface SimilarUser {
  user: string;
  /** -1 to 1; exactly 1 for the user themselves. */
  similarity: number;
}

/** A ranking of artists with their names. */
export function nameSimilarArtists({ artists }: ModelParts, { rows, scores }: Ranking): SimilarArtist[] {
  return Array.from(rows, (row, i) => ({ artist: artists.names[row], similarity: scores[i] }));
}

/** A ranking of users with their names. */
export function nameUsers({ users }: ModelParts, { rows, scores }: Ranking): SimilarUser[] {
  return Array.from(rows, (row, i) => ({ user: users.names[row], similarity: scores[i] }));
}
