import path from 'node:path';
import type { Dataset } from '#listenlab/data/dataset/dataset.js';
import { openPlays } from '#listenlab/data/dataset/open.js';
import {
  artistsPerUser,
  listenersPerArtist,
  playsDistribution,
  popularityShares,
} from '#listenlab/data/explore/distributions.js';
import { head, summary } from '#listenlab/data/explore/overview.js';
import {
  agesAndGenders,
  listenersByCountry,
  profileSummary,
  signupsByMonth,
} from '#listenlab/data/explore/profiles.js';
import {
  firstChoices,
  listenersOf,
  listenersWithFirstChoice,
  rankByPlays,
  topArtists,
  userHistory,
} from '#listenlab/data/explore/rankings.js';
import { FRAME_ROW_LIMIT, type Frame } from '#listenlab/data/frame/frame.js';
import type { Benchmark } from './harness/context.js';
import { compare, costOf } from './harness/measure.js';

const ARTIST = 'red hot chili peppers';

/** Every question of the notebook 01-explore, by the name of its row. */
function questions(raw: Dataset, plays: Dataset, user: string): Record<string, () => Promise<Frame>> {
  return {
    'head, as read': () => head(raw),
    'summary, as read': () => summary(raw),
    head: () => head(plays),
    summary: () => summary(plays),
    'topArtists by listeners': () => topArtists(plays, { by: 'listeners', count: 20 }),
    'topArtists by plays': () => topArtists(plays, { by: 'plays', count: 20 }),
    playsDistribution: () => playsDistribution(plays),
    listenersPerArtist: () => listenersPerArtist(plays),
    popularityShares: () => popularityShares(plays),
    artistsPerUser: () => artistsPerUser(plays),
    rankByPlays: () => rankByPlays(plays, { count: 10 }),
    firstChoices: () => firstChoices(plays),
    listenersOf: () => listenersOf(plays, ARTIST),
    listenersWithFirstChoice: () => listenersWithFirstChoice(plays, ARTIST, { count: 5 }),
    userHistory: () => userHistory(plays, user),
    profileProblems: () => plays.profileProblems(),
    profileSummary: () => profileSummary(plays),
    agesAndGenders: () => agesAndGenders(plays),
    listenersByCountry: () => listenersByCountry(plays),
    signupsByMonth: () => signupsByMonth(plays),
  };
}

/** The questions of 01-explore, each from the question to the frame that a notebook shows. */
export const explore: Benchmark = {
  title: 'Explore',
  about:
    'Every question of the notebook 01-explore on the stand-in, from the question to its Danfo frame. The note ' +
    'is the number of rows of the frame.',
  async run({ dataDirectory, standIn, runs }) {
    const file = await standIn();
    const raw = await openPlays(file, { dataDirectory: path.join(dataDirectory, 'explore') });
    const { dataset: plays } = await raw.clean();
    const { columns } = await plays.query('SELECT "user" FROM users WHERE user_index = 100000');
    const rows = [];
    for (const [name, question] of Object.entries(questions(raw, plays, columns.user[0] as string))) {
      const { shape } = await question();
      if (shape[0] > FRAME_ROW_LIMIT) throw new Error(`${name} has ${shape[0]} rows`);
      rows.push(
        await compare(name, 's', { runs, warmUp: 0, note: String(shape[0]), ours: () => costOf(question) }),
      );
    }
    raw.close();
    plays.close();
    return rows;
  },
};
