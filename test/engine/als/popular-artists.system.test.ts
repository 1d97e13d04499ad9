import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOutMemory, matrixIn } from '#listenlab/engine/als/layout.js';
import type { AlsOptions } from '#listenlab/engine/als/options.js';
import {
  choosePopular,
  placesOf,
  startArtistRows,
  writeArtistRows,
} from '#listenlab/engine/als/popular-artists.js';
import { countByColumn, csrFromTriplets, transpose } from '#listenlab/engine/matrix/csr.js';
import { seededRandom } from '#listenlab/util/random.js';
import { builds, inline, kernels, reference } from './implementations.js';
import { bitsOf, named } from './matrices.js';
import { largestError } from './oracle.js';

/** Two stretches of users at 20 factors: artists with 16 or more listeners are popular. */
const USERS = 14_000;
const ARTISTS = 12;

/** Artist 0 is played by one user in two, artist 1 by one in four, and so on; the last few by a handful. */
function listening() {
  const random = seededRandom(3);
  const triplets = Array.from({ length: USERS }, (_, user) =>
    Array.from({ length: ARTISTS }, (_, artist) => artist)
      .filter((artist) => random.uniform() < 2 ** -(artist + 1))
      .map((artist) => [user, artist, 1 + random.integer(30)] as const),
  ).flat();
  return triplets;
}

const triplets = listening();
const [users, artists, plays] = [0, 1, 2].map((part) => triplets.map((triplet) => triplet[part]));
const interactions = named(USERS, ARTISTS, users, artists, plays);
const settings = { factors: 20, iterations: 2, alpha: 2 };

/** Two iterations in which the kernel adds entries in float32, whose rounding the steps amplify. */
const SINGLE = 1e-3;
/** In float64, and stored in float32. */
const DOUBLE = 5e-6;
/** Of a loss: the share of it within which the benchmark takes two for equal; here 1e-4. */
const SAME_LOSS = 1e-3;
/** With so little weight on what was not played, the kernel adds all entries in float64: see singlePrecisionLimit. */
const IN_DOUBLE = { unobservedWeight: 1e-4 };

describe('popular artists', () => {
  it('are those with enough listeners, distributed over groups', () => {
    const listeners = Int32Array.from([5, 100, 80, 7, 60, 90]);
    const sizes = { leastListeners: 7, mostPopular: 4, stretchUsers: 10, stretches: 2 };
    expect(choosePopular(listeners, sizes, 1)).toEqual([1, 5, 2, 4]);
    expect(choosePopular(listeners, sizes, 3)).toEqual([1, 4, 5, 2]);
    expect([0, 1, 2].map((group) => placesOf(group, 3, 4))).toEqual([
      [0, 2],
      [2, 3],
      [3, 4],
    ]);
    expect(choosePopular(listeners, { ...sizes, mostPopular: 0 }, 3)).toEqual([]);
  });

  it.each<[AlsOptions, number]>([
    [{ solver: 'cg' }, SINGLE],
    [{ solver: 'cg', ...IN_DOUBLE }, DOUBLE],
    [{ solver: 'sor', ...IN_DOUBLE }, DOUBLE],
  ])('are solved like the reference solver, %o', async (more, tolerance) => {
    const options = { ...settings, ...more };
    const expected = await reference.train(interactions, options);
    for (const build of builds) {
      const actual = await inline(build).train(interactions, options);
      expect(largestError(actual.artistFactors, expected.artistFactors), build).toBeLessThan(tolerance);
      expect(largestError(actual.userFactors, expected.userFactors), build).toBeLessThan(tolerance);
    }
  });

  // Its fourth step amplifies the rounding of float32 a hundred times more, in directions that hardly matter.
  it('come as far with sor as with the reference solver, in float32 too', async () => {
    const options: AlsOptions = { ...settings, iterations: 4, solver: 'sor', computeLoss: true };
    const [expected, actual] = await Promise.all(
      [reference, inline('simd')].map(({ train }) => train(interactions, options)),
    );
    expected.losses?.forEach((loss, i) => {
      expect(Math.abs((actual.losses?.[i] ?? 0) / loss - 1), `iteration ${i + 1}`).toBeLessThan(SAME_LOSS);
    });
  });

  it.each(builds)('%s: have identical bits on 1, 2, 4 threads and inline', async (build) => {
    const [first, ...others] = await Promise.all(
      kernels(build).map(({ train }) => train(interactions, settings)),
    );
    for (const other of others) {
      expect(bitsOf(other.userFactors).equals(bitsOf(first.userFactors))).toBe(true);
      expect(bitsOf(other.artistFactors).equals(bitsOf(first.artistFactors))).toBe(true);
    }
  });
});

describe('the rows of the artists', () => {
  it('hold every entry once: popular artists by stretch, others as in the transpose', () => {
    const entries = fc.uniqueArray(
      fc.tuple(fc.integer({ min: 0, max: 13_999 }), fc.integer({ min: 0, max: 3 })),
      {
        selector: ([user, artist]) => user * 4 + artist,
        minLength: 1,
        maxLength: 200,
      },
    );
    fc.assert(
      fc.property(entries, fc.subarray([0, 1, 2, 3]), (pairs, chosen) => {
        const values = pairs.map((_, i) => i + 1);
        const byUser = csrFromTriplets(
          USERS,
          4,
          pairs.map(([user]) => user),
          pairs.map(([, artist]) => artist),
          values,
        );
        // Room for popular artists needs more entries than these.
        const layout = layOutMemory({ users: USERS, artists: 4, entries: 200, factors: 20, threads: 1 });
        const buffer = new SharedArrayBuffer(layout.totalBytes);
        const popular = chosen.slice(0, layout.popular.mostPopular);
        const source = matrixIn(buffer, layout.byUser);
        source.indptr.set(byUser.indptr);
        source.indices.set(byUser.indices);
        source.values.set(byUser.values);
        startArtistRows(buffer, layout, countByColumn(byUser), popular);
        // Two threads share the artists.
        writeArtistRows(buffer, layout, 1, 4);
        writeArtistRows(buffer, layout, 0, 1);
        expect(artistRows(buffer, layout, popular)).toEqual(rowsOf(transpose(byUser)));
      }),
      { numRuns: 30, seed: 5 },
    );
  });
});

type Row = [user: number, plays: number][];

function rowsOf({ rows, indptr, indices, values }: ReturnType<typeof transpose>): Row[] {
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: indptr[row + 1] - indptr[row] }, (_, i) => [
      indices[indptr[row] + i],
      values[indptr[row] + i],
    ]),
  );
}

/** All rows put back together, those of popular artists from the visits in every stretch. */
function artistRows(
  buffer: SharedArrayBuffer,
  layout: ReturnType<typeof layOutMemory>,
  popular: readonly number[],
): Row[] {
  const matrix = matrixIn(buffer, layout.byArtist);
  const rows = rowsOf(matrix);
  const { visits, stretches, stretchUsers } = layout.popular;
  const starts = new Int32Array(buffer, visits, stretches * popular.length + 1);
  for (let visit = 0; visit < stretches * popular.length; visit++) {
    const stretch = Math.floor(visit / popular.length);
    for (let i = starts[visit]; i < starts[visit + 1]; i++) {
      expect(Math.floor(matrix.indices[i] / stretchUsers)).toBe(stretch);
      rows[popular[visit % popular.length]].push([matrix.indices[i], matrix.values[i]]);
    }
  }
  return rows;
}
