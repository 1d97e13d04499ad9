import { ArtistFinder } from '../session/find-artists.js';
import { LIST_LENGTH, recommendedList } from '../session/known-models.js';
import type { ComparedLists, FoundArtists } from '../session/messages.js';
import { type PortableModel, restoreModel } from './portable-model.js';
import { similarByQuantised } from './quantised-factors.js';

/** Questions about artists a page can answer without kernel or trainer. */
interface TryAnswers {
  find(text: string): Promise<FoundArtists>;
  similar(artist: string): Promise<ComparedLists>;
  recommend(likes: readonly string[]): Promise<ComparedLists>;
}

/** Answers from the artists' factors in 8 bits; see `similarByQuantised` and `Model.foldIn`. */
export function tryAnswers(portable: PortableModel): TryAnswers {
  const { quantised, model } = restoreModel(portable);
  const finder = new ArtistFinder(portable.artists, portable.listeners);
  return {
    find: async (text) => finder.find(text),
    async similar(artist) {
      const { rows, scores } = similarByQuantised(quantised, model.artists.index(artist), {
        count: LIST_LENGTH + 1,
      });
      const all = Array.from(rows, (row, i) => ({ artist: portable.artists[row], value: scores[i] }));
      return { now: all.slice(1) };
    },
    async recommend(likes) {
      return { now: recommendedList(model, likes, portable.typicalPlays) };
    },
  };
}
