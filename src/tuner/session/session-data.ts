import { evaluateInline } from '../../engine/evaluate/evaluate-inline.js';
import { type ListOverlap, listOverlap } from '../../engine/evaluate/list-overlap.js';
import type { Split } from '../../engine/evaluate/split/split.js';
import { countByColumn } from '../../engine/matrix/csr.js';
import type { Interactions } from '../../engine/matrix/interactions.js';
import { Model } from '../../engine/model/model.js';
import { InputError } from '../../util/errors.js';
import { takingTurns } from '../../util/work.js';
import { countListeners } from '../subset/count-listeners.js';
import { ArtistFinder } from './find-artists.js';
import { judgedSplit, MOST_USERS } from './judged-split.js';
import { KnownModels } from './known-models.js';
import type { HeldOutQuality, Opened } from './messages.js';
import { typicalPlays } from './typical-plays.js';

/** The plays of a session and data derived from them. */
export interface SessionData {
  readonly split: Split;
  readonly finder: ArtistFinder;
  readonly opened: Opened;
  /** Models cached by all sessions on these plays. */
  readonly known: KnownModels;
}

/** Number of popular artists a panel starts with. */
const POPULAR = 5;

/**
 * Holds back plays for evaluation; see {@link judgedSplit}.
 *
 * @throws InputError when there are too few
 * Cost: 0.3 s for 18 million plays, on the calling thread, which it yields now and then.
 */
export async function prepareSession(interactions: Interactions): Promise<SessionData> {
  const split = await judgedSplit(interactions);
  const turn = takingTurns();
  const listeners = await countListeners(split.train, turn);
  const finder = new ArtistFinder(split.train.artists.names, listeners);
  const typical = await typicalPlays(split.train.byUser, turn);
  const { users, artists, size: plays } = interactions;
  const opened: Opened = {
    kind: 'opened',
    users: users.size,
    artists: artists.size,
    plays,
    heldOut: split.test.size,
    typicalPlays: typical,
    popular: finder.popular(POPULAR),
  };
  return { split, finder, opened, known: new KnownModels() };
}

/** Length of the lists evaluated, limited by the number of artists. */
const LIST_LENGTH = 10;

/** Evaluates a model on the held-out plays, on the calling thread, yielding now and then. */
export async function measureQuality(
  model: Model,
  split: Split,
  signal: AbortSignal,
): Promise<HeldOutQuality> {
  const evaluation = await evaluateInline(model, split, {
    k: Math.min(LIST_LENGTH, split.train.artists.size),
    metrics: ['ndcg', 'recall'],
    users: MOST_USERS,
    resamples: 0,
    signal,
    // In a notebook the panel shows the progress, not the cell.
    onProgress: () => {},
  });
  const [{ k }] = evaluation.means;
  return { k, ndcg: evaluation.mean('ndcg'), recall: evaluation.mean('recall'), users: evaluation.users };
}

/** Fewer than are evaluated: the mean's standard error is then about 0.1 artists. */
const COMPARED_USERS = 500;

/** How many artists of a list two models share; undefined where neither recommends anything. */
export async function sharedArtists(
  one: Model,
  other: Model,
  signal: AbortSignal,
): Promise<Pick<ListOverlap, 'k' | 'mean'> | undefined> {
  const k = Math.min(LIST_LENGTH, one.artists.size);
  try {
    return await listOverlap(one, other, { k, users: COMPARED_USERS, signal, onProgress: () => {} });
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/** The artists with the most listeners for everyone, as a model of one factor. */
export function popularityModel({ users, artists, byUser }: Split['train']): Model {
  return new Model({
    users,
    artists,
    factors: 1,
    userFactors: new Float32Array(users.size).fill(1),
    artistFactors: Float32Array.from(countByColumn(byUser)),
    plays: byUser,
    training: {},
  });
}
