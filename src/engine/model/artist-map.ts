import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import { readOptions, seedNumber, wholeNumber } from '../../util/checks.js';
import { topK } from '../ranking/top-k.js';
import { kMeansGroups } from './k-means.js';
import type { Model } from './model.js';
import { requireModel } from './require-model.js';

/** Options of {@link artistMap}. */
export interface ArtistMapOptions {
  /** How many artists, those with the most listeners. Default 300. */
  count?: number;
  /** How many groups; fewer when there are fewer artists. Default 12. */
  clusters?: number;
  /** Seed of the random initial centres. Default 42. */
  seed?: number;
}

const CHECKS = { count: wholeNumber(1), clusters: wholeNumber(1), seed: seedNumber };
const DEFAULTS = { count: 300, clusters: 12, seed: 42 };

/** Columns of the map, one place for each artist, the artist with the most listeners first. */
export interface ArtistMap {
  artist: string[];
  /** Coordinate along the direction of greatest variance. */
  x: number[];
  /** Coordinate along the direction of second-greatest variance. */
  y: number[];
  /** Group, numbered from 0 in order of appearance. */
  cluster: number[];
  /** Users who played the artist. */
  listeners: number[];
}

/**
 * The most popular artists on a plane, near each other when the same listeners play them, and in groups.
 *
 * Each artist's vector is normalised to length 1, as for similarity, and the mean vector is subtracted. The plane is
 * spanned by the first two principal components. The groups are found in all factors, not on the plane, by k-means on
 * the centred vectors, normalised again: without that, a model whose vectors all point nearly the same way puts most
 * artists into one group.
 *
 * @example const { artist, x, y, cluster } = artistMap(model, { count: 300, clusters: 12 });
 * @throws InputError for a count or number of clusters below 1
 * Cost: O(I log count) to pick, then O(count F^2).
 * @category Ask a model
 */
export function artistMap(model: Model, options: ArtistMapOptions = {}): ArtistMap {
  requireModel(model);
  const { count, clusters, seed } = readOptions(options, CHECKS, DEFAULTS);
  const listenersOf = countListeners(model);
  const { rows, scores } = topK(model.artists.size, count, (row) => listenersOf[row] || undefined);
  if (rows.length === 0) return { artist: [], x: [], y: [], cluster: [], listeners: [] };
  const vectors = Array.from(rows, (row) => atLengthOne(factorsOf(model, row)));
  const centred = new Matrix(vectors).center('column');
  const { x, y } = toPlane(centred);
  return {
    artist: Array.from(rows, (row) => model.artists.names[row]),
    x,
    y,
    cluster: groups(centred.to2DArray().map(atLengthOne), Math.min(clusters, rows.length), seed),
    listeners: Array.from(scores),
  };
}

function countListeners({ plays }: Model): Int32Array {
  const listeners = new Int32Array(plays.columns);
  for (const artist of plays.indices) listeners[artist]++;
  return listeners;
}

/** (F) The vector of an artist. */
function factorsOf({ artistFactors, factors }: Model, row: number): number[] {
  return Array.from(artistFactors.subarray(row * factors, (row + 1) * factors));
}

/** The vector normalised to length 1; a zero vector stays zero. */
function atLengthOne(vector: number[]): number[] {
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}

/** Each row's place along the first two principal directions; 0 along the second when there is only one. */
function toPlane(centred: Matrix): { x: number[]; y: number[] } {
  const { leftSingularVectors, diagonal } = new SingularValueDecomposition(centred, { autoTranspose: true });
  const along = (k: number) => {
    if (k >= diagonal.length) return new Array<number>(centred.rows).fill(0);
    const values = leftSingularVectors.getColumn(k).map((value) => value * diagonal[k]);
    // The sign of a singular vector is arbitrary: it is chosen so that the artist farthest out lies right or up.
    const farthest = values.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a));
    return values.map((value) => (farthest < 0 ? -value : value));
  };
  return { x: along(0), y: along(1) };
}

/** The k-means group of each vector, numbered in order of appearance. */
function groups(vectors: number[][], clusters: number, seed: number): number[] {
  const found = kMeansGroups(vectors, clusters, seed);
  const numbers = [...new Set(found)];
  return found.map((group) => numbers.indexOf(group));
}
