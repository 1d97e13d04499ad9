import { InputError } from '../../util/errors.js';
import { Catalogue } from '../ranking/catalogue.js';
import { popularityStrata } from '../ranking/popularity-strata.js';
import { AveragedSolver, modelsIn } from './equations/averaged-solver.js';
import { gramOf } from './equations/gram.js';
import { type EquationsSolver, RowSolver } from './equations/row-solver.js';
import { type ConfidenceSettings, readConfidenceSettings } from './equations/settings.js';
import { type PlayStatistics, playStatistics } from './equations/weighting.js';
import type { ModelParts } from './model-parts.js';

/** Factors of artists whose first answer takes longer than 5 ms unless it is prepared. */
const PREPARED_VALUES = 2 ** 22;

/** Of more factors than a training can have, the Gram matrix is megabytes of text. */
const MOST_SAVED_FACTORS = 512;

/** Data derived lazily from a model's parts and cached. */
export class DerivedData {
  readonly parts: ModelParts;
  #artists: Catalogue | undefined;
  #users: Catalogue | undefined;
  #settings: ConfidenceSettings | undefined;
  #statistics: PlayStatistics | undefined;
  #userSolver: EquationsSolver | undefined;
  #artistSolver: EquationsSolver | undefined;
  #strata: Uint8Array | undefined;
  #artistGram: Float64Array | undefined;
  #divisors: { damper: number; values: Float64Array } | undefined;

  /** @param artistGram (F x F) see {@link ModelParts.artistGram} */
  constructor(parts: ModelParts, artistGram?: Float64Array) {
    this.parts = parts;
    this.#artistGram = artistGram;
  }

  get artists(): Catalogue {
    this.#artists ??= new Catalogue(this.parts.artistFactors, this.parts.factors);
    return this.#artists;
  }

  /** Derives what the first answers about many artists would wait for. Without room for it, it is left to them. */
  async prepare(signal?: AbortSignal): Promise<void> {
    const { users, artists, artistFactors } = this.parts;
    if (artistFactors.length < PREPARED_VALUES) return;
    for (const names of [users, artists]) names.prepare();
    try {
      await this.artists.prepare(signal);
    } catch (error) {
      if (!(error instanceof InputError) || signal?.aborted) throw error;
    }
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
  get userSolver(): EquationsSolver {
    this.#userSolver ??= this.#solverOf(this.parts.artistFactors, this.#artistGram);
    return this.#userSolver;
  }

  /** Solves artists, with the users held fixed. */
  get artistSolver(): EquationsSolver {
    this.#artistSolver ??= this.#solverOf(this.parts.userFactors);
    return this.#artistSolver;
  }

  /**
   * (F x F) the artists' Gram matrix, where the first answer of a model that is opened again would wait for it: 0.1 s for
   * 290,000 artists with 64 factors.
   */
  get gramToSave(): Float64Array | undefined {
    const { artistFactors: vectors, factors, training } = this.parts;
    const isSingle = (training.seeds ?? 1) === 1;
    if (!isSingle || factors > MOST_SAVED_FACTORS || vectors.length < PREPARED_VALUES) return undefined;
    this.#artistGram ??= gramOf({ vectors, factors, stride: factors, first: 0 });
    return this.#artistGram;
  }

  #solverOf(vectors: Float32Array, gram?: Float64Array): EquationsSolver {
    const { factors } = this.parts;
    const { unobservedWeight } = this.settings;
    const models = modelsIn(this.parts);
    if (models > 1) return new AveragedSolver(vectors, factors, models, unobservedWeight);
    return new RowSolver({ vectors, factors, stride: factors, first: 0 }, unobservedWeight, gram);
  }

  /** (artists) strata of popularity. */
  get strata(): Uint8Array {
    this.#strata ??= popularityStrata(this.statistics.listeners);
    return this.#strata;
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
