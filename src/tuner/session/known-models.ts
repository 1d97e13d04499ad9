import type { AlsSettings } from '../../engine/als/options.js';
import type { Contribution } from '../../engine/model/explain.js';
import type { Model } from '../../engine/model/model.js';
import type { HeldOutQuality, ListedArtist, ReferenceName } from './messages.js';

/** Most bytes of factors kept: a dozen models of a page, two of the largest data. */
const MOST_BYTES = 2 ** 27;

/** A model trained from its seed, with its quality. */
interface KnownModel {
  readonly model: Model;
  readonly quality: HeldOutQuality;
  /** Training time. */
  readonly seconds: number;
}

/**
 * Cache shared by sessions on the same plays: the same options and seed give the same model, so a reloaded page, a
 * second view and a knob that is turned back need no training.
 */
export class KnownModels {
  readonly references = new Map<ReferenceName, HeldOutQuality>();
  /** By settings, most recently used last. */
  readonly #models = new Map<string, KnownModel>();

  find(settings: AlsSettings): KnownModel | undefined {
    const key = keyOf(settings);
    const known = this.#models.get(key);
    if (known) this.#keep(key, known);
    return known;
  }

  /** Adds a model, evicting the least recently used ones. */
  add(settings: AlsSettings, known: KnownModel): void {
    this.#keep(keyOf(settings), known);
    let bytes = 0;
    for (const [key, { model }] of [...this.#models].reverse()) {
      bytes += model.userFactors.byteLength + model.artistFactors.byteLength;
      if (bytes > MOST_BYTES && model !== known.model) this.#models.delete(key);
    }
  }

  #keep(key: string, known: KnownModel): void {
    this.#models.delete(key);
    this.#models.set(key, known);
  }
}

/** Equal for settings that give the same model, whatever the number of threads. */
function keyOf({ threads, computeLoss, ...recipe }: AlsSettings): string {
  return JSON.stringify(Object.entries(recipe).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Length of a panel's lists. */
export const LIST_LENGTH = 10;

/** Number of liked artists that explain a recommendation. */
const REASONS = 3;

/** The artists most similar to one, without itself. */
export function similarList(model: Model, artist: string): ListedArtist[] {
  return model
    .similarArtists(artist, { count: LIST_LENGTH + 1 })
    .slice(1)
    .map((similar) => ({ artist: similar.artist, value: similar.similarity }));
}

/**
 * Recommendations for a listener who likes these artists, with the reasons.
 *
 * @param plays play count assumed for each liked artist
 */
export function recommendedList(model: Model, likes: readonly string[], plays: number): ListedArtist[] {
  if (likes.length === 0) return [];
  const listener = model.foldIn(likes.map((artist) => [artist, plays] as const));
  return listener.recommend({ count: LIST_LENGTH }).map(({ artist, score }) => {
    const { contributions } = listener.explain(artist);
    return { artist, value: score, why: reasonsOf(contributions) };
  });
}

/** The strongest reasons for an artist, as shares of all positive contributions. */
function reasonsOf(contributions: readonly Contribution[]): NonNullable<ListedArtist['why']> {
  const reasons = contributions.filter(({ contribution }) => contribution > 0);
  const all = reasons.reduce((sum, { contribution }) => sum + contribution, 0);
  return reasons.slice(0, REASONS).map(({ artist, contribution }) => ({ artist, share: contribution / all }));
}
