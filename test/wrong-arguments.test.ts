import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as lab from '#listenlab/index.js';

const ROWS = ['ann', 'bob', 'cem'].flatMap((user, i) =>
  ['kent', 'abba', 'air'].slice(i % 2).map((artist) => ({ user, artist, plays: 1 + i })),
);
const plays = lab.interactionsFromRows(ROWS);

/** What somebody may give, by what it is called here. */
const given: Record<string, unknown> = { undefined: undefined, 5: 5, promise: Promise.resolve(plays), plays };
let folder: string;
let model: lab.Model;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'listenlab-wrong-'));
  const file = path.join(folder, 'plays.csv');
  await writeFile(file, `user,artist,plays\n${ROWS.map((row) => Object.values(row).join()).join('\n')}\n`);
  const cleaning = await (await lab.openDataset(file, { dataDirectory: folder })).clean();
  model = await lab.trainAls(plays, { factors: 2, iterations: 1, threads: 1 });
  Object.assign(given, { dataset: cleaning.dataset, cleaning, model });
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** The functions of the package that take such values, by what they take. */
// biome-ignore lint/suspicious/noExplicitAny: the values are wrong on purpose
const FUNCTIONS: Record<string, Record<string, (value: any) => unknown>> = {
  plays: {
    trainAls: (value) => lab.trainAls(value),
    trainReference: (value) => lab.trainReference(value),
    compareSettings: (value) => lab.compareSettings(value, [{}]),
    enoughToJudge: (value) => lab.enoughToJudge(value),
    holdOutUsers: (value) => lab.holdOutUsers(value),
    leaveKOut: (value) => lab.leaveKOut(value),
    randomSplit: (value) => lab.randomSplit(value),
    sampleUsers: (value) => lab.sampleUsers(value),
    describeMatrix: (value) => lab.describeMatrix('Plays', value),
    als: (value) => lab.als().fit(value),
    bpr: (value) => lab.bpr().fit(value),
    ease: (value) => lab.ease().fit(value),
    itemNeighbours: (value) => lab.itemNeighbours().fit(value),
    userNeighbours: (value) => lab.userNeighbours().fit(value),
    logisticMatrixFactorization: (value) => lab.logisticMatrixFactorization().fit(value),
    popularity: (value) => lab.popularity().fit(value),
  },
  dataset: {
    exampleArtist: (value) => lab.exampleArtist(value, '', 'kent'),
    firstChoices: (value) => lab.firstChoices(value),
    listenersWithFirstChoice: (value) => lab.listenersWithFirstChoice(value, 'kent'),
    head: (value) => lab.head(value),
    artistsPerUser: (value) => lab.artistsPerUser(value),
    listenersPerArtist: (value) => lab.listenersPerArtist(value),
    listenersOf: (value) => lab.listenersOf(value, 'kent'),
    playsDistribution: (value) => lab.playsDistribution(value),
    popularityShares: (value) => lab.popularityShares(value),
    profileSummary: (value) => lab.profileSummary(value),
    agesAndGenders: (value) => lab.agesAndGenders(value),
    listenersByCountry: (value) => lab.listenersByCountry(value),
    signupsByMonth: (value) => lab.signupsByMonth(value),
    rankByPlays: (value) => lab.rankByPlays(value),
    userHistory: (value) => lab.userHistory(value, 'ann'),
    summary: (value) => lab.summary(value),
    topArtists: (value) => lab.topArtists(value),
    tellingUserNames: (value) => lab.tellingUserNames(value),
    describeFirstChoices: (value) => lab.describeFirstChoices(value),
    describeListLengths: (value) => lab.describeListLengths(value),
    describePlayCounts: (value) => lab.describePlayCounts(value),
    describeTail: (value) => lab.describeTail(value),
  },
  'dataset or plays': {
    tuner: (value) => lab.tuner(value),
    recommendSettings: (value) => lab.recommendSettings(value),
  },
  'split or plays': { sweep: (value) => lab.sweep(value, { alpha: [1] }) },
  split: {
    evaluate: (value) => lab.evaluate(model, value),
    evaluateInline: (value) => lab.evaluateInline(model, value),
  },
  model: {
    evaluate: (value) => lab.evaluate(value, lab.randomSplit(plays)),
    evaluateInline: (value) => lab.evaluateInline(value, lab.randomSplit(plays)),
    artistMap: (value) => lab.artistMap(value),
    recommendAll: (value) => lab.recommendAll(value, () => {}),
    tryIt: (value) => lab.tryIt(value),
  },
  text: {
    openDataset: (value) => lab.openDataset(value),
    downloadDataset: (value) => lab.downloadDataset(value),
    'model.recommend': (value) => model.recommend(value),
    'model.similarArtists': (value) => model.similarArtists(value),
    'model.similarUsers': (value) => model.similarUsers(value),
    'model.explain': (value) => model.explain('ann', value),
  },
  rows: {
    interactionsFromRows: (value) => lab.interactionsFromRows(value),
    splitByTime: (value) => lab.splitByTime(value),
    hideUsers: (value) => lab.hideUsers([], value),
    matchArtists: (value) => lab.matchArtists(value, model.artists),
    compareSettings: (value) => lab.compareSettings(plays, value),
  },
};

describe.each(Object.entries(FUNCTIONS))('what takes %s says what else it was given', (kinds, functions) => {
  it.each(Object.entries(functions))('%s', async (_name, call) => {
    const wrong = Object.entries(given).filter(([kind]) => !kinds.split(' or ').includes(kind));
    for (const [kind, value] of wrong) {
      const error = await new Promise<unknown>((resolve) => resolve(call(value))).catch(
        (thrown: Error) => thrown,
      );
      const message = String((error as Error).message);
      expect(error, kind).toBeInstanceOf(lab.InputError);
      const found =
        kind === 'cleaning' && kinds.startsWith('dataset')
          ? 'all that clean\\(\\) returns'
          : '(undefined|5|a Promise|an Interactions|a Dataset|a Model|an Object)';
      expect(message, kind).toMatch(new RegExp(`^${found} was given; expected `));
      expect(message.includes('write await'), kind).toBe(kind === 'promise');
    }
  });
});
