import { Catalogue } from '../ranking/catalogue.js';
import { RowSolver } from './equations/row-solver.js';
import { type ConfidenceSettings, readConfidenceSettings } from './equations/settings.js';
import { type PlayStatistics, playStatistics } from './equations/weighting.js';
import type { ModelParts } from './model-parts.js';

/** Data derived lazily from a model's parts and cached. */
export class DerivedData {
  readonly parts: ModelParts;
  #artists: Catalogue | undefined;
  #users: Catalogue | undefined;
  #settings: ConfidenceSettings | undefined;
  #statistics: PlayStatistics | undefined;
  #userSolver: RowSolver | undefined;
  #artistSolver: RowSolver | undefined;
  #divisors: { damper: number; values: Float64Array } | undefined;

  constructor(parts: ModelParts) {
    this.parts = parts;
  }

  get artists(): Catalogue {
    this.#artists ??= new Catalogue(this.parts.artistFactors, this.parts.factors);
    return this.#artists;
  }

  get users(): Catalogue {
    this.#users ??= new Catalogue(this.parts.userFactors, this.parts.factors);
    return this.#users;
  }

  /** @throws InputError when the model does not say how it was trained */
  get settings(): ConfidenceSettings {
    this.#settings ??= readConfidenceSettings(this.parts.training);
    return this.#settings;
  }

  /** Statistics of the plays the model was trained on. */
  get statistics(): PlayStatistics {
    this.#statistics ??= this.parts.statistics ?? playStatistics(this.parts.plays);
    return this.#statistics;
  }

  /** Solves users, with the artists held fixed. */
  get userSolver(): RowSolver {
    const { artistFactors, factors } = this.parts;
    this.#userSolver ??= new RowSolver(artistFactors, factors, this.settings.unobservedWeight);
    return this.#userSolver;
  }

  /** Solves artists, with the users held fixed. */
  get artistSolver(): RowSolver {
    const { userFactors, factors } = this.parts;
    this.#artistSolver ??= new RowSolver(userFactors, factors, this.settings.unobservedWeight);
    return this.#artistSolver;
  }

  /** (artists) listeners^damper, 1 for an artist without listeners. Cached for the last damper used. */
  popularityDivisors(damper: number): Float64Array {
    if (this.#divisors?.damper !== damper) {
      const values = Float64Array.from(this.statistics.listeners, (count) => Math.max(1, count) ** damper);
      this.#divisors = { damper, values };
    }
    return this.#divisors.values;
  }
}
