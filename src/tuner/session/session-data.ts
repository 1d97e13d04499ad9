import { randomSplit } from '../../engine/evaluate/split/random-splits.js';
import type { Split } from '../../engine/evaluate/split/split.js';
import { countByColumn } from '../../engine/matrix/csr.js';
import type { Interactions } from '../../engine/matrix/interactions.js';
import { median } from '../../util/median.js';
import { ArtistFinder } from './find-artists.js';
import { KnownModels } from './known-models.js';
import type { Opened } from './messages.js';

/** The plays of a session, and what is known of them. */
export interface SessionData {
  readonly split: Split;
  readonly finder: ArtistFinder;
  readonly opened: Opened;
  /** What was found out since, by all sessions on these plays. */
  readonly known: KnownModels;
}

/** How many popular artists a panel is told of, to begin with. */
const POPULAR = 5;

/**
 * Holds a fifth of the plays back, to judge by.
 *
 * @throws InputError when there are too few
 */
export function prepareSession(interactions: Interactions): SessionData {
  const split = randomSplit(interactions, { fraction: 0.2, seed: 42 });
  const finder = new ArtistFinder(split.train.artists.names, countByColumn(split.train.byUser));
  const { users, artists, size: plays } = interactions;
  const opened: Opened = {
    kind: 'opened',
    users: users.size,
    artists: artists.size,
    plays,
    heldOut: split.test.size,
    typicalPlays: median(split.train.byUser.values),
    popular: finder.popular(POPULAR),
  };
  return { split, finder, opened, known: new KnownModels() };
}
