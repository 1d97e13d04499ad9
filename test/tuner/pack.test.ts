import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csrFromTriplets } from '#listenlab/engine/matrix/csr.js';
import { IdMap } from '#listenlab/engine/matrix/id-map.js';
import { Interactions } from '#listenlab/engine/matrix/interactions.js';
import { packInteractions, unpackInteractions } from '#listenlab/tuner/subset/pack.js';
import { checksumOf, deflate, HEADER_BYTES, MAGIC } from '#listenlab/tuner/subset/packed-bytes.js';
import { InputError } from '#listenlab/util/errors.js';
import { groupedInteractions, names } from '../engine/als/matrices.js';

const HOSTILE = '</script><img src=x onerror=alert(1)>\u0000\ufeff"\'🎸';

function contentOf({ users, artists, byUser }: Interactions) {
  const { indptr, indices, values, rows, columns } = byUser;
  return {
    users: users.names,
    artists: artists.names,
    rows,
    columns,
    indptr: [...indptr],
    indices: [...indices],
    values: [...values],
  };
}

/** Any plays of up to 8 listeners of up to 300 artists; whole plays or others. */
const anyInteractions: fc.Arbitrary<Interactions> = fc
  .record({
    users: fc.integer({ min: 0, max: 8 }),
    artists: fc.uniqueArray(fc.string({ unit: 'binary' }), { maxLength: 300 }),
    plays: fc.constantFrom(
      fc.integer({ min: 1, max: 2 ** 24 }),
      fc.constantFrom(1, 127, 128, 129, 2 ** 31, 2 ** 32),
      fc.float({ min: Math.fround(1e-30), noNaN: true, noDefaultInfinity: true }),
    ),
  })
  .chain(({ users, artists, plays }) => {
    const cells = users * artists.length;
    const chosen = cells === 0 ? fc.constant([]) : fc.uniqueArray(fc.integer({ min: 0, max: cells - 1 }));
    return chosen
      .chain((places) =>
        fc.tuple(
          fc.constant(places),
          fc.array(plays, { minLength: places.length, maxLength: places.length }),
        ),
      )
      .map(
        ([places, counts]) =>
          new Interactions(
            new IdMap(
              'user',
              Array.from({ length: users }, (_, i) => `listener ${i + 1}`),
            ),
            new IdMap('artist', artists),
            csrFromTriplets(
              users,
              artists.length,
              places.map((p) => Math.floor(p / artists.length)),
              places.map((p) => p % artists.length),
              counts,
            ),
          ),
      );
  });

/** Packed plays with made-up contents and the right checksum. */
async function packedOf(raw: number[], length = raw.length): Promise<Uint8Array> {
  const bytes = Uint8Array.from(raw);
  const header = new DataView(new ArrayBuffer(HEADER_BYTES));
  MAGIC.forEach((byte, i) => {
    header.setUint8(i, byte);
  });
  header.setUint32(4, length, true);
  header.setUint32(8, checksumOf(bytes), true);
  return Uint8Array.from([...new Uint8Array(header.buffer), ...(await deflate(bytes))]);
}

describe('packed plays', () => {
  it('round-trip unchanged', async () => {
    await fc.assert(
      fc.asyncProperty(anyInteractions, async (interactions) => {
        const found = await unpackInteractions(await packInteractions(interactions));
        expect(contentOf(found)).toEqual(contentOf(interactions));
      }),
    );
  });

  it('contain no user names, and hostile artist names as spelled', async () => {
    const one = new Interactions(
      new IdMap('user', ['secret']),
      new IdMap('artist', [HOSTILE]),
      csrFromTriplets(1, 1, [0], [0], [3]),
    );
    const found = await unpackInteractions(await packInteractions(one));
    expect(contentOf(found)).toEqual({ ...contentOf(one), users: ['listener 1'] });
  });

  it('are refused when a byte has changed or the end is missing', async () => {
    const packed = await packInteractions(groupedInteractions(60, 40));
    const known = contentOf(await unpackInteractions(packed));
    const damaged = fc.record({
      place: fc.nat(packed.length - 1),
      change: fc.integer({ min: 1, max: 255 }),
      isCut: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(damaged, async ({ place, change, isCut }) => {
        const bytes = isCut ? packed.slice(0, place) : packed.slice();
        if (!isCut) bytes[place] ^= change;
        try {
          // Deflate ignores some bits, which may differ.
          expect(contentOf(await unpackInteractions(bytes))).toEqual(known);
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
          expect(String(error)).toMatch(/^InputError: the packed plays are damaged: .*; make them again$/);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('are refused whatever their contents', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 255 })), {
          maxLength: 40,
        }),
        async (raw) => {
          try {
            const { byUser, artists } = await unpackInteractions(await packedOf(raw));
            expect(byUser.indices.every((artist) => artist < artists.size)).toBe(true);
            expect(byUser.values.every((plays) => plays > 0)).toBe(true);
          } catch (error) {
            expect(error).toBeInstanceOf(InputError);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each([
    // artists, listeners, lengths of names, names, lengths of lists, artists, whether whole, plays
    ['fine', [1, 1, 1, 65, 1, 0, 1, 4], undefined],
    ['too many artists', [200, 1, 1], 'they should have 200 items but end too early'],
    ['an unknown artist', [1, 1, 1, 65, 1, 1, 1, 4], 'there is no artist 1'],
    ['an artist twice', [1, 1, 1, 65, 2, 0, 0, 1, 4, 4], 'there is no artist 1'],
    ['too many plays', [1, 1, 1, 65, 127, 0, 1, 4], 'they should have 127 plays but end too early'],
    ['a name that is not UTF-8', [1, 1, 1, 255, 1, 0, 1, 4], 'a name is not UTF-8'],
    ['a name twice', [2, 1, 1, 1, 65, 65, 1, 0, 1, 4], 'two artists have the same name'],
    ['plays of zero', [1, 1, 1, 65, 1, 0, 0, 0, 0, 0, 0], 'there are plays that are not above 0'],
    ['a rest', [1, 1, 1, 65, 1, 0, 1, 4, 9], '1 bytes are left over'],
    ['a number without an end', [1, 1, 1, 65, 128, 128, 128, 128, 128, 1], 'a number has too many digits'],
  ])('of %s', async (_, raw, message) => {
    const found = unpackInteractions(await packedOf(raw));
    if (message === undefined) expect((await found).byUser.values).toEqual(Float32Array.of(5));
    else await expect(found).rejects.toThrow(`the packed plays are damaged: ${message}; make them again`);
  });

  it('that would expand too far are stopped', async () => {
    const bomb = await packedOf(
      Array.from({ length: 100_000 }, () => 0),
      1000,
    );
    await expect(unpackInteractions(bomb)).rejects.toThrow('they cannot be decompressed');
    await expect(unpackInteractions(await packedOf([1], 2 ** 31))).rejects.toThrow(
      'they claim to hold 2147483648 bytes',
    );
  });

  it('refuse play counts that are not above 0 and names that are not text', async () => {
    const of = (artist: string, plays: number) =>
      new Interactions(
        new IdMap('user', names('user', 1)),
        new IdMap('artist', [artist]),
        csrFromTriplets(1, 1, [0], [0], [plays]),
      );
    for (const plays of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      await expect(packInteractions(of('kent', plays))).rejects.toThrow(
        `there are plays of ${plays}; expected finite numbers above 0`,
      );
    }
    await expect(packInteractions(of('\ud800', 1))).rejects.toThrow('has half a character in its name');
  });
});
