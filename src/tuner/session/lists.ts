import type { Model } from '../../model/model.js';
import type { ListedArtist } from './messages.js';

/** How long the lists of a panel are. */
const LIST_LENGTH = 10;

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
    const { contributions } = listener.explain(artist, { count: REASONS });
    const why = contributions
      .filter(({ contribution }) => contribution > 0)
      .map((liked) => ({ artist: liked.artist, share: liked.contribution / score }));
    return { artist, value: score, why };
  });
}
