import { csrFromTriplets } from '../../engine/matrix/csr.js';
import { IdMap } from '../../engine/matrix/id-map.js';
import { Interactions } from '../../engine/matrix/interactions.js';
import { byFalling } from '../../util/by-falling.js';
import { readOptions, seedNumber, wholeNumber } from '../../util/checks.js';
import { InputError } from '../../util/errors.js';
import { formatCount } from '../../util/format.js';
import { type Random, seededRandom } from '../../util/random.js';
import { takingTurns } from '../../util/work.js';
import { countListeners } from './count-listeners.js';

/** How large a subset may be. */
export interface SubsetOptions {
  /** How many of the most popular artists to include, 1 or more. Default 2,000. */
  artists?: number;
  /** The most listeners, 1 or more. Default: as many as `plays` allows. */
  users?: number;
  /** The most pairs of a listener and an artist, 1 or more. Default 100,000: 20 iterations of 20 factors take about 0.4 s. */
  plays?: number;
  /** Seed of the sample of listeners, 0 to 4294967295. Default 42. */
  seed?: number;
}

/** What each of the options may be. */
export const SUBSET_CHECKS = {
  artists: wholeNumber(1),
  users: wholeNumber(1),
  plays: wholeNumber(1),
  seed: seedNumber,
};
const DEFAULTS = { artists: 2000, plays: 100_000, seed: 42 };

/** A listener with fewer of the artists than this says little, and has none to hold out. */
const LEAST_ARTISTS = 5;

/** At most this share of a listener's artists is kept, so that no list in a report is anyone's whole list. */
const KEPT_SHARE = 0.9;

/** With fewer artists than this, fewer than {@link LEAST_ARTISTS} remain when a tenth is left out. */
const LEAST_LISTED = Math.ceil(LEAST_ARTISTS / KEPT_SHARE);

/** Chosen plays and a description of their listeners. */
interface ChosenPlays {
  readonly subset: Interactions;
  /** Describes the listeners included, such as `those with 6 or more artists`; undefined when all of them do. */
  readonly whose?: string;
}

/**
 * A subset of the plays that trains fast and can be shared in a report: the most popular artists, and a random sample
 * of the listeners who play at least five of them. The listeners are anonymous (`listener 1`, in the random order of
 * the sample), and at least a tenth of each one's list is left out.
 *
 * @example await chooseSubset(await dataset.interactions(), { plays: 50_000 })
 * @param interactions (users x artists) plays
 * @param options see {@link SubsetOptions}
 * @returns the subset, and who its listeners are; artists are ordered by descending number of listeners in the subset; artists without any are left out
 * @throws InputError for an impossible option, or when nobody plays enough of the artists
 * Cost: two passes over the plays, on the calling thread, which it yields now and then.
 */
export async function chooseSubset(
  interactions: Interactions,
  options: SubsetOptions = {},
): Promise<ChosenPlays> {
  const given = readOptions(options, SUBSET_CHECKS, DEFAULTS);
  const { artists, users = interactions.users.size, plays, seed } = given;
  const random = seededRandom(seed);
  const turn = takingTurns();
  const isPopular = await mostPopular(interactions, artists, turn);
  await turn();
  const rows: number[] = [];
  const columns: number[] = [];
  const counts: number[] = [];
  let chosen = 0;
  let isSample = false;
  for (const user of shuffledUsers(interactions, random)) {
    const kept = keptEntries(interactions, user, isPopular, random);
    if (kept.length < LEAST_ARTISTS) continue;
    isSample = chosen === users || rows.length + kept.length > plays;
    if (isSample) break;
    for (const entry of kept) {
      rows.push(chosen);
      columns.push(interactions.byUser.indices[entry]);
      counts.push(interactions.byUser.values[entry]);
    }
    chosen++;
    await turn();
  }
  if (chosen === 0) {
    throw new InputError(
      `no listener fits in a subset of ${formatCount(artists)} artists and ${formatCount(plays)} plays: one needs ` +
        `${LEAST_ARTISTS} of the artists after a tenth of their list is left out; allow more artists or plays`,
    );
  }
  await turn();
  const subset = renumbered(interactions, chosen, rows, columns, counts);
  if (chosen === interactions.users.size) return { subset };
  const popular = artists < interactions.artists.size ? `, at least ${LEAST_ARTISTS} of them popular` : '';
  const whose = `those with ${LEAST_LISTED} or more artists${popular}`;
  return { subset, whose: isSample ? `a sample of ${whose}` : whose };
}

/** (A) 1 for the artists with the most listeners; of equals, the first ones. */
async function mostPopular(
  interactions: Interactions,
  count: number,
  turn: () => Promise<void> | undefined,
): Promise<Uint8Array> {
  const chosen = new Uint8Array(interactions.artists.size);
  for (const artist of byFalling(await countListeners(interactions, turn)).subarray(0, count))
    chosen[artist] = 1;
  return chosen;
}

function shuffledUsers({ users }: Interactions, random: Random): Int32Array {
  return random.shuffle(new Int32Array(users.size).map((_, user) => user));
}

/** Entries of a user with popular artists, without those left out. */
function keptEntries(
  { byUser }: Interactions,
  user: number,
  isPopular: Uint8Array,
  random: Random,
): number[] {
  const [start, end] = [byUser.indptr[user], byUser.indptr[user + 1]];
  const entries: number[] = [];
  for (let i = start; i < end; i++) if (isPopular[byUser.indices[i]]) entries.push(i);
  const most = Math.floor(KEPT_SHARE * (end - start));
  return entries.length <= most ? entries : random.shuffle(entries).slice(0, most);
}

function renumbered(
  { artists }: Interactions,
  users: number,
  rows: number[],
  columns: number[],
  counts: number[],
): Interactions {
  const listeners = new Int32Array(artists.size);
  for (const artist of columns) listeners[artist]++;
  const order = byFalling(listeners).filter((artist) => listeners[artist] > 0);
  const numbers = new Int32Array(artists.size);
  order.forEach((artist, number) => {
    numbers[artist] = number;
  });
  const names = Array.from(order, (artist) => artists.names[artist]);
  const places = columns.map((artist) => numbers[artist]);
  return new Interactions(
    listenerNames(users),
    new IdMap('artist', names),
    csrFromTriplets(users, names.length, rows, places, counts),
  );
}

/** Names for anonymous listeners: `listener 1`, `listener 2`, ... */
export function listenerNames(count: number): IdMap {
  return new IdMap(
    'user',
    Array.from({ length: count }, (_, i) => `listener ${i + 1}`),
  );
}
