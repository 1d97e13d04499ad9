import { type Interactions, interactionsFromRows } from '#listenlab/index.js';
import { seededRandom } from '#listenlab/util/random.js';

/** Made-up plays: listeners in four groups, who mostly play the thirty artists of their group. */
export function tastes(users = 80, seed = 1): Interactions {
  const random = seededRandom(seed);
  const rows = Array.from({ length: users }, (_, user) =>
    Array.from({ length: 14 }, () => {
      const camp = random.uniform() < 0.8 ? user % 4 : random.integer(4);
      return {
        user: `u${user}`,
        artist: `a${camp * 30 + random.integer(30)}`,
        plays: 1 + random.integer(200),
      };
    }),
  );
  return interactionsFromRows(rows.flat());
}
