import type { Watch } from '../../../util/work.js';
import { requireInteractions } from '../../matrix/check-interactions.js';
import { allocateCsr, type CsrMatrix, countByRow, transpose } from '../../matrix/csr.js';
import { IdMap } from '../../matrix/id-map.js';
import type { Interactions } from '../../matrix/interactions.js';
import type { DerivedData } from '../derived-data.js';
import { type ModelParts, withoutLosses } from '../model-parts.js';
import { type FoldInOptions, readListenersOptions, withFewPlays } from './few-plays.js';
import { alignColumns } from './plays.js';
import { artistsToSolve, solveAll, usersToSolve } from './solve-rows.js';

/** The parts of a model with other users and the same artists; see `Model.withListeners`. */
export async function otherListeners(
  derived: DerivedData,
  interactions: Interactions,
  options: Watch & FoldInOptions,
): Promise<ModelParts> {
  requireInteractions(interactions);
  const { users, artists, byUser } = interactions;
  const { parts, statistics } = derived;
  const { fewPlays, ...watch } = readListenersOptions(options);
  const solved = withFewPlays(withoutLosses(parts), { fewPlays });
  const plays = alignColumns(byUser, users, artists, parts.artists);
  const toSolve = usersToSolve(derived, plays, users, solved);
  const userFactors = await solveAll(toSolve, watch);
  return { ...solved, users, userFactors, plays, statistics };
}

/** Rows of a model, its users or its artists: their names, vectors (rows x F) and plays (rows x columns). */
interface Side {
  readonly names: IdMap;
  readonly vectors: Float32Array;
  readonly plays: CsrMatrix;
}

/** The parts of a model in which some users are solved again, or are new; see `Model.updateUsers`. */
export async function refreshUsers(
  derived: DerivedData,
  interactions: Interactions,
  watch: Watch,
): Promise<ModelParts> {
  requireInteractions(interactions);
  const { users, artists, byUser } = interactions;
  const { parts, statistics } = derived;
  const plays = alignColumns(byUser, users, artists, parts.artists);
  const vectors = await solveAll(usersToSolve(derived, plays, users, parts), watch);
  const fresh = { names: users, vectors, plays };
  const old = { names: parts.users, vectors: parts.userFactors, plays: parts.plays };
  const side = joinSides(old, fresh, parts.factors, placesOf(old.names, fresh));
  return {
    ...withoutLosses(parts),
    users: side.names,
    userFactors: side.vectors,
    plays: side.plays,
    statistics,
  };
}

/** The parts of a model in which some artists are solved again, or are new; see `Model.updateArtists`. */
export async function refreshArtists(
  derived: DerivedData,
  interactions: Interactions,
  watch: Watch,
): Promise<ModelParts> {
  const { parts, statistics } = derived;
  requireInteractions(interactions);
  const { artists, users } = interactions;
  const plays = alignColumns(interactions.byArtist, artists, users, parts.users);
  const vectors = await solveAll(artistsToSolve(derived, plays, artists), watch);
  const fresh = { names: artists, vectors, plays };
  const old = { names: parts.artists, vectors: parts.artistFactors, plays: transpose(parts.plays) };
  const places = placesOf(old.names, fresh);
  const side = joinSides(old, fresh, parts.factors, places);
  const listeners = new Int32Array(side.names.size);
  listeners.set(statistics.listeners);
  const counts = countByRow(plays);
  places.forEach((place, row) => {
    if (place >= 0) listeners[place] = counts[row];
  });
  return {
    ...withoutLosses(parts),
    artists: side.names,
    artistFactors: side.vectors,
    plays: transpose(side.plays),
    statistics: { ...statistics, listeners },
  };
}

/**
 * Where each fresh row goes: in place of the row of exactly that name, after the others if the name is new, or nowhere
 * (-1) if it is known but has no plays to solve it from.
 */
function placesOf(old: IdMap, fresh: Side): Int32Array {
  const known = new Map(old.names.map((name, row) => [name, row]));
  const { indptr } = fresh.plays;
  let next = old.size;
  return Int32Array.from(fresh.names.names, (name, row) => {
    const place = known.get(name);
    if (place === undefined) return next++;
    return indptr[row + 1] > indptr[row] ? place : -1;
  });
}

/** The old rows, some replaced by fresh ones, followed by the new rows. */
function joinSides(old: Side, fresh: Side, factors: number, places: Int32Array): Side {
  const added = Array.from(fresh.names.names).filter((_, row) => places[row] >= old.names.size);
  const names = added.length > 0 ? new IdMap(old.names.kind, [...old.names.names, ...added]) : old.names;
  const vectors = new Float32Array(names.size * factors);
  vectors.set(old.vectors);
  const sources = new Int32Array(names.size).fill(-1);
  places.forEach((place, row) => {
    if (place < 0) return;
    sources[place] = row;
    vectors.set(fresh.vectors.subarray(row * factors, (row + 1) * factors), place * factors);
  });
  return { names, vectors, plays: joinPlays(old.plays, fresh.plays, sources) };
}

/** @param sources (rows) which fresh row each row is, or -1 for the old one */
function joinPlays(old: CsrMatrix, fresh: CsrMatrix, sources: Int32Array): CsrMatrix {
  const from = (row: number) => {
    const matrix = sources[row] < 0 ? old : fresh;
    const source = sources[row] < 0 ? row : sources[row];
    return { matrix, start: matrix.indptr[source], end: matrix.indptr[source + 1] };
  };
  let entries = 0;
  for (let row = 0; row < sources.length; row++) entries += from(row).end - from(row).start;
  const joined = allocateCsr(sources.length, old.columns, entries);
  for (let row = 0; row < sources.length; row++) {
    const { matrix, start, end } = from(row);
    joined.indices.set(matrix.indices.subarray(start, end), joined.indptr[row]);
    joined.values.set(matrix.values.subarray(start, end), joined.indptr[row]);
    joined.indptr[row + 1] = joined.indptr[row] + end - start;
  }
  return joined;
}
