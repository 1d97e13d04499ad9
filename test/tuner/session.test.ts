import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trainAls } from '#listenlab/engine/als/node/train.js';
import { popularity } from '#listenlab/engine/baselines/popularity.js';
import { evaluate } from '#listenlab/engine/evaluate/node/evaluate.js';
import { randomSplit } from '#listenlab/engine/evaluate/split/random-splits.js';
import { metrics } from '#listenlab/index.js';
import { KnownModels } from '#listenlab/tuner/session/known-models.js';
import type { TunerReply, TunerRequest } from '#listenlab/tuner/session/messages.js';
import { TunerSession } from '#listenlab/tuner/session/session.js';
import { prepareSession } from '#listenlab/tuner/session/session-data.js';
import { HOSTILE, tastefulPlays } from './plays.js';

const interactions = tastefulPlays();
const data = await prepareSession(interactions);
const split = randomSplit(interactions, { fraction: 0.2, seed: 42 });
const options = { factors: 4, iterations: 3, weighting: 'log' } as const;

/** One thread is enough for so few plays, and starts at once. */
const trainQuickly: typeof trainAls = (plays, given) => trainAls(plays, { ...given, threads: 1 });

function startSession() {
  const replies: TunerReply[] = [];
  const session = new TunerSession({ ...data, known: new KnownModels() }, trainQuickly, (reply) =>
    replies.push(reply),
  );
  const of = <K extends TunerReply['kind']>(kind: K) =>
    replies.filter((reply): reply is Extract<TunerReply, { kind: K }> => reply.kind === kind);
  const train = (run: number, given: object, warm = false) =>
    session.take({ kind: 'train', run, options: given, warm, early: true });
  const ask = async (question: Extract<TunerRequest, { question: number }>) => {
    await session.take(question);
    return of('answer').at(-1);
  };
  return { session, replies, of, train, ask };
}

describe('a tuner session', () => {
  it('evaluates its models and baselines as evaluate does', async () => {
    const { of, train } = startSession();
    await train(1, options);
    const judged = async (model: Parameters<typeof evaluate>[0]) => {
      const evaluation = await evaluate(model, split, {
        k: 10,
        metrics: ['ndcg', 'recall'],
        resamples: 0,
        threads: 1,
      });
      return {
        k: 10,
        ndcg: evaluation.mean('ndcg'),
        recall: evaluation.mean('recall'),
        users: evaluation.users,
      };
    };
    const model = await trainQuickly(split.train, { ...options, computeLoss: true });
    expect(of('progress').map(({ loss }) => loss)).toEqual(model.losses);
    expect(of('measured')).toMatchObject([{ run: 1, isWarm: false, quality: await judged(model) }]);
    expect(of('reference').map(({ name, quality }) => [name, quality])).toEqual([
      ['popularity', await judged(await popularity().fit(split.train))],
      ['original recipe', await judged(await trainQuickly(split.train))],
    ]);
  });

  it('counts the artists of a list that stay with another seed', async () => {
    const { of, train } = startSession();
    await train(1, options);
    const [one, other] = await Promise.all(
      [42, 43].map((seed) => trainQuickly(split.train, { ...options, seed })),
    );
    const { mean } = await metrics.listOverlap(one, other, { users: 500 });
    expect(of('stability')).toEqual([{ kind: 'stability', run: 1, k: 10, stay: mean }]);
    // One from where the last run ended has no seed of its own.
    await train(2, { ...options, alpha: 2 }, true);
    expect(of('stability')).toHaveLength(1);
  });

  it('uses a run with the original recipe as the baseline, and evaluates no baseline twice', async () => {
    const { of, train } = startSession();
    await train(1, {});
    await train(2, options);
    const references = of('reference').map(({ name }) => name);
    expect(references).toEqual(['original recipe', 'popularity']);
    expect(of('reference')[0].quality).toEqual(of('measured')[0].quality);
  });

  it('drops a run for a newer one, and continues from the last finished one when asked', async () => {
    const { of, replies, train } = startSession();
    await train(1, options);
    replies.length = 0;
    await Promise.all([train(2, { ...options, iterations: 5000 }), train(3, { ...options, alpha: 2 }, true)]);
    expect(of('measured').map(({ run, isWarm }) => [run, isWarm])).toEqual([[3, true]]);
    expect(replies.filter((reply) => 'run' in reply && reply.run === 2)).toEqual([{ kind: 'began', run: 2 }]);
    const start = await trainQuickly(split.train, options);
    const warm = await trainQuickly(split.train, { ...options, alpha: 2, start, computeLoss: true });
    expect(of('model').at(-1)?.losses).toEqual(warm.losses);
    // A different number of factors has no factors to continue from.
    await train(4, { ...options, factors: 5 }, true);
    expect(of('measured').at(-1)).toMatchObject({ run: 4, isWarm: false });
  });

  it('answers from the newest model like the model itself, alongside the kept one', async () => {
    const { session, train, ask } = startSession();
    await train(1, options);
    await session.take({ kind: 'keep' });
    await train(2, { ...options, alpha: 40 });
    const [kept, now] = await Promise.all(
      [15, 40].map((alpha) => trainQuickly(split.train, { ...options, alpha })),
    );
    const similar = await ask({ kind: 'similar', question: 1, artist: HOSTILE });
    const named = (model: typeof now) =>
      model
        .similarArtists(HOSTILE, { count: 11 })
        .slice(1)
        .map(({ artist, similarity }) => [artist, similarity]);
    const listed = (list?: readonly { artist: string; value: number }[]) =>
      list?.map(({ artist, value }) => [artist, value]);
    expect(listed(similar?.lists?.now)).toEqual(named(now));
    expect(listed(similar?.lists?.kept)).toEqual(named(kept));

    const likes = ['artist 0', HOSTILE];
    const recommended = await ask({ kind: 'recommend', question: 2, likes });
    const { typicalPlays } = data.opened;
    const listener = now.foldIn(likes.map((artist) => [artist, typicalPlays] as const));
    expect(listed(recommended?.lists?.now)).toEqual(
      listener.recommend({ count: 10 }).map(({ artist, score }) => [artist, score]),
    );
    for (const { artist, why = [] } of recommended?.lists?.now ?? []) {
      const { contributions } = listener.explain(artist);
      const positive = contributions.filter(({ contribution }) => contribution > 0);
      expect(why.map((reason) => reason.artist)).toEqual(positive.map((reason) => reason.artist));
      expect(why.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
      const [first, second] = [why, positive].map(
        ([one]) => one as { share?: number; contribution?: number },
      );
      const all = positive.reduce((sum, { contribution }) => sum + contribution, 0);
      expect((first.share ?? 0) * all).toBeCloseTo(second.contribution ?? 0, 12);
    }
    await session.take({ kind: 'forget' });
    expect((await ask({ kind: 'similar', question: 3, artist: HOSTILE }))?.lists?.kept).toBeUndefined();
  });

  it('explains in a sentence what it cannot do, and continues', async () => {
    const { of, train, ask } = startSession();
    expect((await ask({ kind: 'similar', question: 1, artist: 'artist 0' }))?.refusal).toBe(
      'there is no model yet; train one first',
    );
    await train(1, { ...options, factors: 0 });
    expect(of('failed')).toEqual([
      {
        kind: 'failed',
        run: 1,
        message: 'factors is 0; expected a whole number from 1 to 512, or leave it out for 20',
      },
    ]);
    await train(2, options);
    expect(of('measured').map(({ run }) => run)).toEqual([2]);
    expect((await ask({ kind: 'similar', question: 2, artist: 'artist 399' }))?.refusal).toBe(
      "no artist 'artist 399'; did you mean 'artist 39'?",
    );
    expect((await ask({ kind: 'recommend', question: 3, likes: [] }))?.lists).toEqual({ now: [] });
  });

  it('finds artists regardless of case and accents: exact matches, then prefixes, popular ones first', async () => {
    const { ask } = startSession();
    const found = async (text: string) => (await ask({ kind: 'find', question: 1, text }))?.found?.names;
    expect(await found('BJORK')).toEqual([HOSTILE]);
    const listeners = (name: string) =>
      split.train.byArtist.indptr[split.train.artists.index(name) + 1] -
      split.train.byArtist.indptr[split.train.artists.index(name)];
    const counts = (await found('artist'))?.map(listeners) ?? [];
    expect(counts).toHaveLength(8);
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
    expect(await found('artist 39')).toEqual(['artist 39']);
    expect(await found('no such')).toEqual([]);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...interactions.artists.names), async (name) => {
        expect((await found(name))?.[0]).toBe(name);
      }),
    );
  });
});
