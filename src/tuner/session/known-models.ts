import type { AlsSettings } from '../../engine/als/options.js';
import type { Model } from '../../engine/model/model.js';
import type { HeldOutQuality, ReferenceName } from './messages.js';

/** Of models, so many bytes of factors are kept: a dozen of those that a page trains, a few of the largest data. */
const MOST_BYTES = 2 ** 28;

/** A model trained from its seed, and how good it is. */
export interface KnownModel {
  readonly model: Model;
  readonly quality: HeldOutQuality;
  /** Of its training. */
  readonly seconds: number;
}

/**
 * What sessions on the same plays have found out: the same options and seed give the same model, so a page that was
 * loaded again, a second view and a knob that is turned back need no training.
 */
export class KnownModels {
  readonly references = new Map<ReferenceName, HeldOutQuality>();
  /** By their settings, the one that was asked for last at the end. */
  readonly #models = new Map<string, KnownModel>();

  find(settings: AlsSettings): KnownModel | undefined {
    const key = keyOf(settings);
    const known = this.#models.get(key);
    if (known) this.#keep(key, known);
    return known;
  }

  /** Keeps a model, and lets go of those that were not asked for the longest. */
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

/** The same for settings that give the same model, whatever number of threads trains it. */
function keyOf({ threads, computeLoss, ...recipe }: AlsSettings): string {
  return JSON.stringify(Object.entries(recipe).sort(([a], [b]) => (a < b ? -1 : 1)));
}
