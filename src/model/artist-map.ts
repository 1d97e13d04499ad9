import { kmeans } from 'ml-kmeans';
import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import { checkCount } from './arguments.js';
import type { Model } from './model.js';
import { topK } from './top-k.js';

/** Options of {@link artistMap}. */
export interface ArtistMapOptions {
  /** How many artists, those with the most listeners. Default 300. */
  count?: number;
  /** How many groups; fewer when there are fewer artists. Default 12. */
  clusters?: number;
  /** Of the random first centres of the groups. Default 42. */
  seed?: number;
}

/** Columns of the map, one place for each artist, the artist with the most listeners first. */
export interface ArtistMap {
  artist: string[];
  /** Along the direction in which the artists differ most. */
  x: number[];
  /** Along the direction of the second most. */
  y: number[];
  /** Group, 0 for that of the first artist, then counted in order of appearance. */
  cluster: number[];
  /** Users who played the artist. */
  listeners: number[];
}

/**
 * The most popular artists on a plane, near each other when the same listeners play them, and in groups.
 *
 * Each artist's vector is taken at length 1, as in similarity, then centred. The plane is that of
 * the two largest singular values (principal components); the groups are found by k-means in all
 * factors, not on the plane.
 *
 * @example const { artist, x, y, cluster } = artistMap(model, { count: 300, clusters: 12 });
 * @throws InputError for a count or number of clusters below 1
 * Cost: O(I log count) to pick, then O(count F^2).
 */
export function artistMap(model: Model, options: ArtistMapOptions = {}): ArtistMap {
  const { count = 300, clusters = 12, seed = 42 } = options;
  checkCount(count);
  checkCount(clusters, 'clusters');
  const listenersOf = countListeners(model);
  const { rows, scores } = topK(model.artists.size, count, (row) => listenersOf[row] || undefined);
  if (rows.length === 0) return { artist: [], x: [], y: [], cluster: [], listeners: [] };
  const vectors = Array.from(rows, (row) => directionOf(model, row));
  const { x, y } = toPlane(vectors);
  return {
    artist: Array.from(rows, (row) => model.artists.names[row]),
    x,
    y,
    cluster: groups(vectors, Math.min(clusters, vectors.length), seed),
    listeners: Array.from(scores),
  };
}

function countListeners({ plays }: Model): Int32Array {
  const listeners = new Int32Array(plays.columns);
  for (const artist of plays.indices) listeners[artist]++;
  return listeners;
}

/** (F) The vector of an artist at length 1; zeros stay zeros. */
function directionOf({ artistFactors, factors }: Model, row: number): number[] {
  const vector = Array.from(artistFactors.subarray(row * factors, (row + 1) * factors));
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}

/** Each vector's place along the first two principal directions, the second 0 when there is only one. */
function toPlane(vectors: number[][]): { x: number[]; y: number[] } {
  const centred = new Matrix(vectors).center('column');
  const { leftSingularVectors, diagonal } = new SingularValueDecomposition(centred, { autoTranspose: true });
  const along = (k: number) => {
    if (k >= diagonal.length) return vectors.map(() => 0);
    const values = leftSingularVectors.getColumn(k).map((value) => value * diagonal[k]);
    // A singular vector may as well be its opposite: the artist farthest out decides, and lies right or up.
    const farthest = values.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a));
    return values.map((value) => (farthest < 0 ? -value : value));
  };
  return { x: along(0), y: along(1) };
}

/** The k-means group of each vector, numbered in order of appearance. */
function groups(vectors: number[][], clusters: number, seed: number): number[] {
  const found = kmeans(vectors, clusters, { seed, initialization: 'kmeans++' }).clusters;
  const numbers = [...new Set(found)];
  return found.map((group) => numbers.indexOf(group));
}
