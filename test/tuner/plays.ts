import { type Interactions, interactionsFromRows } from '#listenlab/engine/matrix/interactions.js';
import { seededRandom } from '#listenlab/util/random.js';

/** A name with everything that could be interpreted as more than text. */
export const HOSTILE = '<b>Björk</b> & "$x$" %{y}';

/** 120 users with tastes: each plays the artists of one of four groups four times as often as others. */
export function tastefulPlays(): Interactions {
  const random = seededRandom(7);
  const names = Array.from({ length: 40 }, (_, i) => (i === 3 ? HOSTILE : `artist ${i}`));
  return interactionsFromRows(
    Array.from({ length: 120 }, (_, user) =>
      names.flatMap((artist, i) =>
        random.uniform() < (i % 4 === user % 4 ? 0.45 : 0.12)
          ? [{ user: `user ${user}`, artist, plays: 1 + random.integer(20) }]
          : [],
      ),
    ).flat(),
  );
}
