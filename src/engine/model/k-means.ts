import { kmeans } from 'ml-kmeans';

/**
 * The group of each vector by k-means, numbered from 0. The build puts ml-kmeans into this file: it imports 260 modules,
 * in a fifth of the time that all of listenlab takes to be imported, and uses a dozen of them.
 *
 * @param vectors (N x F)
 * @param clusters how many groups, at most N
 * @param seed of the random initial centres
 */
export function kMeansGroups(vectors: number[][], clusters: number, seed: number): number[] {
  return kmeans(vectors, clusters, { seed, initialization: 'kmeans++' }).clusters;
}
