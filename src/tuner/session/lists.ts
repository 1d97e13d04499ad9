import type { Contribution } from '../../engine/model/explain.js';
import type { Model } from '../../engine/model/model.js';
import type { ListedArtist } from './messages.js';

/** How long the lists of a panel are. */
export const LIST_LENGTH = 10;

/** How many of the liked artists a recommendation is explained by. */
const REASONS = 3;

/** The artists most similar to one, which is not among them. */
export function similarList(model: Model, artist: string): ListedArtist[] {
  return model
    .similarArtists(artist, { count: LIST_LENGTH + 1 })
    .slice(1)
    .map((similar) => ({ artist: similar.artist, value: similar.similarity }));
}

/**
 * Artists for somebody who likes these, with the reasons.
 *
 * @param plays as what each of them counts
 */
export function recommendedList(model: Model, likes: readonly string[], plays: number): ListedArtist[] {
  if (likes.length === 0) return [];
  const listener = model.foldIn(likes.map((artist) => [artist, plays] as const));
  return listener.recommend({ count: LIST_LENGTH }).map(({ artist, score }) => {
    const { contributions } = listener.explain(artist);
    return { artist, value: score, why: reasonsOf(contributions) };
  });
}

/** What speaks for an artist most; shares of all that speaks for it, whatever speaks against it. */
function reasonsOf(contributions: readonly Contribution[]): NonNullable<ListedArtist['why']> {
  const reasons = contributions.filter(({ contribution }) => contribution > 0);
  const all = reasons.reduce((sum, { contribution }) => sum + contribution, 0);
  return reasons.slice(0, REASONS).map(({ artist, contribution }) => ({ artist, share: contribution / all }));
}
