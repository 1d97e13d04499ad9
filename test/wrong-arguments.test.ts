import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluateInline } from '#listenlab/engine/evaluate/evaluate-inline.js';
import * as lab from '#listenlab/index.js';

const ROWS = ['ann', 'bob', 'cem'].flatMap((user, i) =>
  ['kent', 'abba', 'air'].slice(i % 2).map((artist) => ({ user, artist, plays: 1 + i })),
);
const plays = lab.interactionsFromRows(ROWS);

/** Wrong arguments, by name. */
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
    trainOnce: (value) => lab.trainOnce(value),
    trainReference: (value) => lab.trainReference(value),
    compareSettings: (value) => lab.compareSettings(value, [{}]),
    'splits.enoughToJudge': (value) => lab.splits.enoughToJudge(value),
    'splits.holdOutUsers': (value) => lab.splits.holdOutUsers(value),
    'splits.leaveKOut': (value) => lab.splits.leaveKOut(value),
    'splits.playedArtists': (value) => lab.splits.playedArtists(value),
    'splits.random': (value) => lab.splits.random(value),
    'splits.sampleUsers': (value) => lab.splits.sampleUsers(value),
    'describe.matrix': (value) => lab.describe.matrix('Plays', value),
    als: (value) => lab.als().fit(value),
    'baselines.bpr': (value) => lab.baselines.bpr().fit(value),
    'baselines.ease': (value) => lab.baselines.ease().fit(value),
    'baselines.itemNeighbours': (value) => lab.baselines.itemNeighbours().fit(value),
    'baselines.userNeighbours': (value) => lab.baselines.userNeighbours().fit(value),
    'baselines.logisticMatrixFactorization': (value) =>
      lab.baselines.logisticMatrixFactorization().fit(value),
    'baselines.popularity': (value) => lab.baselines.popularity().fit(value),
  },
  dataset: {
    'explore.exampleArtist': (value) => lab.explore.exampleArtist(value, '', 'kent'),
    'explore.firstChoices': (value) => lab.explore.firstChoices(value),
    'explore.listenersWithFirstChoice': (value) => lab.explore.listenersWithFirstChoice(value, 'kent'),
    'explore.head': (value) => lab.explore.head(value),
    'explore.artistsPerUser': (value) => lab.explore.artistsPerUser(value),
    'explore.listenersPerArtist': (value) => lab.explore.listenersPerArtist(value),
    'explore.listenerGroups': (value) => lab.explore.listenerGroups(value, 'age'),
    'explore.listenersOf': (value) => lab.explore.listenersOf(value, 'kent'),
    'explore.playsDistribution': (value) => lab.explore.playsDistribution(value),
    'explore.popularityShares': (value) => lab.explore.popularityShares(value),
    'explore.profileSummary': (value) => lab.explore.profileSummary(value),
    'explore.agesAndGenders': (value) => lab.explore.agesAndGenders(value),
    'explore.listenersByCountry': (value) => lab.explore.listenersByCountry(value),
    'explore.signupsByMonth': (value) => lab.explore.signupsByMonth(value),
    'explore.rankByPlays': (value) => lab.explore.rankByPlays(value),
    'explore.userHistory': (value) => lab.explore.userHistory(value, 'ann'),
    'explore.summary': (value) => lab.explore.summary(value),
    'explore.topArtists': (value) => lab.explore.topArtists(value),
    'explore.tellingUserNames': (value) => lab.explore.tellingUserNames(value),
    'describe.firstChoices': (value) => lab.describe.firstChoices(value),
    'describe.listLengths': (value) => lab.describe.listLengths(value),
    'describe.playCounts': (value) => lab.describe.playCounts(value),
    'describe.tail': (value) => lab.describe.tail(value),
  },
  'dataset or plays': {
    tuner: (value) => lab.tuner(value),
    recommendSettings: (value) => lab.recommendSettings(value),
  },
  'split or plays': { sweep: (value) => lab.sweep(value, { alpha: [1] }) },
  split: {
    evaluate: (value) => lab.evaluate(model, value),
    evaluateInline: (value) => evaluateInline(model, value),
  },
  model: {
    evaluate: (value) => lab.evaluate(value, lab.splits.random(plays)),
    evaluateInline: (value) => evaluateInline(value, lab.splits.random(plays)),
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
  path: {
    'model.save': (value) => model.save(value),
    loadModel: (value) => lab.loadModel(value),
    recommendAll: (value) => lab.recommendAll(model, value),
  },
  rows: {
    interactionsFromRows: (value) => lab.interactionsFromRows(value),
    'splits.byTime': (value) => lab.splits.byTime(value),
    hideUsers: (value) => lab.hideUsers([], value),
    matchArtists: (value) => lab.matchArtists(value, model.artists),
    compareSettings: (value) => lab.compareSettings(plays, value),
  },
};

describe.each(Object.entries(FUNCTIONS))(
  'a function that takes %s reports a wrong argument',
  (kinds, functions) => {
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
            ? 'the whole result of clean\\(\\)'
            : '(undefined|5|a Promise|an Interactions|a Dataset|a Model|an Object)';
        expect(message, kind).toMatch(new RegExp(`^${found} was given; expected `));
        expect(message.includes('use await'), kind).toBe(kind === 'promise');
      }
    });
  },
);

describe('unknown options are reported, even in plain JavaScript', () => {
  const split = lab.splits.random(plays, { fraction: 0.3 });
  // biome-ignore lint/suspicious/noExplicitAny: the options are wrong on purpose
  const calls: [string, (options: any) => unknown][] = [
    ['trainAls', (options) => lab.trainAls(plays, options)],
    ['trainReference', (options) => lab.trainReference(plays, options)],
    ['als', (options) => lab.als(options)],
    ['ease', (options) => lab.baselines.ease(options)],
    ['sparseEase', (options) => lab.baselines.sparseEase(options)],
    ['rp3beta', (options) => lab.baselines.rp3beta(options)],
    ['splits.random', (options) => lab.splits.random(plays, options)],
    ['leaveKOut', (options) => lab.splits.leaveKOut(plays, options)],
    ['holdOutUsers', (options) => lab.splits.holdOutUsers(plays, options)],
    ['sampleUsers', (options) => lab.splits.sampleUsers(plays, options)],
    ['splits.byTime', (options) => lab.splits.byTime([], options)],
    ['evaluate', (options) => lab.evaluate(model, split, options)],
    ['evaluateInline', (options) => evaluateInline(model, split, options)],
    ['compareSettings', (options) => lab.compareSettings(plays, [{}], options)],
    ['the settings of compareSettings', (options) => lab.compareSettings(plays, [options])],
    ['sweep', (options) => lab.sweep(plays, { alpha: [1] }, options)],
    ['recommendSettings', (options) => lab.recommendSettings(plays, options)],
    ['recommendAll', (options) => lab.recommendAll(model, () => {}, options)],
    ['artistMap', (options) => lab.artistMap(model, options)],
    ['tuner', (options) => lab.tuner(plays, options)],
    ['tryIt', (options) => lab.tryIt(model, options)],
    ['openDataset', (options) => lab.openDataset('sample', options)],
    ['downloadDataset', (options) => lab.downloadDataset('lastfm-2k', options)],
    ['readListeningHistory', (options) => lab.readListeningHistory('none', options)],
    ['matchArtists', (options) => lab.matchArtists({ plays: [] }, model.artists, options)],
    ['widgets.slider', lab.widgets.slider],
    ['widgets.dropdown', lab.widgets.dropdown],
    ['widgets.checkbox', lab.widgets.checkbox],
    ['widgets.text', lab.widgets.text],
    ['widgets.progress', lab.widgets.progress],
    ['widgets.button', lab.widgets.button],
    ['widgets.anywidget', lab.widgets.anywidget],
    ['userMask', lab.userMask],
    ['trainingProgress', lab.trainingProgress],
    ['progressLine', (options) => lab.progressLine('reading', options)],
    ['baselines.all', lab.baselines.all],
    ['charts.topArtists', (options) => lab.charts.topArtists([], options)],
    ['model.save', (options) => model.save(path.join(folder, 'x.model'), options)],
    ['loadModel', (options) => lab.loadModel(path.join(folder, 'x.model'), options)],
    ['model.recommend', (options) => model.recommend('ann', options)],
    ['model.recommendMany', (options) => model.recommendMany(['ann'], options)],
    ['model.similarArtists', (options) => model.similarArtists('kent', options)],
    ['model.similarUsers', (options) => model.similarUsers('ann', options)],
    ['model.explain', (options) => model.explain('ann', 'kent', options)],
    ['model.foldIn', (options) => model.foldIn({ kent: 1 }, options)],
    ['model.withListeners', (options) => model.withListeners(plays, options)],
    ['metrics.listOverlap', (options) => lab.metrics.listOverlap(model, model, options)],
    ['listener.recommend', (options) => model.foldIn({ kent: 1 }).recommend(options)],
    ['listener.similarUsers', (options) => model.foldIn({ kent: 1 }).similarUsers(options)],
    ['artist.likelyListeners', (options) => model.foldInArtist({ ann: 1 }).likelyListeners(options)],
  ];

  it.each(calls)('by %s', async (_name, call) => {
    for (const [options, message] of [
      [{ cuont: 3 }, /^unknown .*option.* 'cuont'; (did you mean 'count'\? There|there) (is|are) \w+/],
      [5, /^5 was given; expected options, as in \{ \w+: \.\.\. \}$/],
      [null, /^null was given; expected options/],
    ] as const) {
      const error = await new Promise<unknown>((resolve) => resolve(call(options))).catch(
        (thrown: Error) => thrown,
      );
      expect(error, String(options)).toBeInstanceOf(lab.InputError);
      expect((error as Error).message).toMatch(message);
    }
  });

  it.each([
    [{ k: '10' }, "k is '10'; expected a whole number of 1 or more"],
    [{ k: null }, 'k is null; expected a whole number of 1 or more'],
    [{ k: 1, metrics: 'ndcg' }, "metrics is 'ndcg'; expected an array of names, such as ['ndcg']"],
  ])('by evaluate, which refuses a string for a list: %j', async (options, message) => {
    await expect(lab.evaluate(model, split, options as object)).rejects.toThrow(new lab.InputError(message));
  });
});

describe('options of a wrong type are reported', () => {
  const cases: [string, (value: never) => unknown, string][] = [
    [
      'profiles',
      (profiles) => lab.openDataset(path.join(folder, 'plays.csv'), { profiles }),
      'the path of a profile file',
    ],
    [
      'dataDirectory',
      (dataDirectory) => lab.openDataset('sample', { dataDirectory }),
      'the path of a folder',
    ],
    [
      'dataDirectory',
      (dataDirectory) => lab.downloadDataset('sample', { dataDirectory }),
      'the path of a folder',
    ],
    ['resume', (resume) => lab.sweep(plays, { alpha: [1] }, { k: 2, resume }), 'the path of a DuckDB file'],
    ['resume', (resume) => lab.recommendSettings(plays, { resume }), 'the path of a DuckDB file'],
    ...(
      [
        ['openDataset', (options) => lab.openDataset('sample', options)],
        ['downloadDataset', (options) => lab.downloadDataset('lastfm-2k', options)],
        ['readListeningHistory', (options) => lab.readListeningHistory('none', options)],
        ['matchArtists', (options) => lab.matchArtists({ plays: [] }, model.artists, options)],
        ['trainAls', (options) => lab.trainAls(plays, options)],
        ['evaluate', (options) => lab.evaluate(model, lab.splits.random(plays), { k: 2, ...options })],
        ['sweep', (options) => lab.sweep(plays, { alpha: [1] }, { k: 2, ...options })],
        ['recommendSettings', (options) => lab.recommendSettings(plays, options)],
        ['recommendAll', (options) => lab.recommendAll(model, () => {}, options)],
        ['compareSettings', (options) => lab.compareSettings(plays, [{}], options)],
      ] as [string, (options: object) => unknown][]
    ).flatMap(([, call]): [string, (value: never) => unknown, string][] => [
      ['signal', (signal) => call({ signal }), 'an AbortSignal, such as that of new AbortController()'],
      ['onProgress', (onProgress) => call({ onProgress }), 'a function'],
    ]),
    ['signal', (signal) => model.save(path.join(folder, 'x.model'), { signal }), 'an AbortSignal, such as'],
    [
      'signal',
      (signal) => lab.loadModel(path.join(folder, 'x.model'), { signal }),
      'an AbortSignal, such as',
    ],
  ];

  it.each(cases)('%s', async (option, call, expected) => {
    for (const [value, shown] of [
      [5, '5'],
      ['', "''"],
      [{}, 'an Object'],
    ] as const) {
      const error = await new Promise<unknown>((resolve) => resolve(call(value as never))).catch(
        (thrown: Error) => thrown,
      );
      expect(error).toBeInstanceOf(lab.InputError);
      expect((error as Error).message).toContain(`${option} is ${shown}; expected ${expected}`);
    }
  });

  it('including an empty file name', async () => {
    await expect(model.save('')).rejects.toThrow(
      new lab.InputError("'' was given; expected the path of a file to write: await model.save('my.model')"),
    );
  });
});

describe('a file: URL works as a path', () => {
  it('for datasets, models, histories and recommendations', async () => {
    const at = (name: string) => pathToFileURL(path.join(folder, name));
    const opened = await lab.openDataset(at('plays.csv'), { dataDirectory: pathToFileURL(folder) });
    expect(opened.name).toBe('plays.csv');
    opened.close();
    await model.save(at('url.model'));
    expect((await lab.loadModel(at('url.model'))).users.names).toEqual(model.users.names);
    await lab.recommendAll(model, at('url.csv'));
    expect(await readFile(at('url.csv'), 'utf8')).toMatch(/^user,rank,artist,score/);
    await writeFile(at('mine.csv'), 'artist,track,date\nkent,Ett,2020-01-01 10:00\n');
    expect((await lab.readListeningHistory(at('mine.csv'))).counted).toBe(1);
    await expect(lab.openDataset(new URL('https://example.org/plays.csv'))).rejects.toThrow(
      /^https:\/\/example\.org\/plays\.csv is not a path \(.*\); expected the path of a dataset$/,
    );
  });
});
