import { type Check, check, readOptions, WATCH_CHECKS, wholeNumber } from '../../../util/checks.js';
import type { Watch } from '../../../util/work.js';
import type { ModelParts } from '../model-parts.js';

/** How a listener is folded in. */
export interface FoldInOptions {
  /**
   * Listeners of fewer artists than this are solved with a larger lambda: 30 times as large for one artist, and less
   * and less with each more, in equal ratios. 0 solves everybody as training does. Default 4. Only for models with a
   * `regularizationExponent` above 0 (below 1, the factor is to that power), as `recommendSettings` finds them: there
   * it raised NDCG@10 of held-out listeners with one artist by 1 to 22 % on six datasets, by 14 % on lastfm-2k; of
   * those with a constant lambda some lost by it.
   */
  readonly fewPlays?: number;
}

const CHECKS: Record<keyof FoldInOptions, Check> = { fewPlays: wholeNumber(0) };

/** What lambda is multiplied by for a listener of one artist. */
const LARGEST_FACTOR = 30;

const DEFAULTS = { fewPlays: 4 };

/** @throws InputError for anything but a whole number of 0 or more */
export function readFoldInOptions(options: FoldInOptions): Required<FoldInOptions> {
  return readOptions(options, CHECKS, DEFAULTS, 'foldIn');
}

/** {@link readFoldInOptions} for many listeners, which may be watched. */
export function readListenersOptions(options: FoldInOptions & Watch): Required<FoldInOptions> & Watch {
  return readOptions(options, { ...CHECKS, ...WATCH_CHECKS }, DEFAULTS, 'withListeners');
}

/** The parts of a model whose users are all solved so: its record says it, so that `explain` solves them so, too. */
export function withFewPlays(parts: ModelParts, { fewPlays }: Required<FoldInOptions>): ModelParts {
  const { fewPlays: before, ...training } = parts.training;
  const counts = fewPlays > 1 && Number(training.regularizationExponent) > 0;
  return { ...parts, training: counts ? { ...training, fewPlays } : training };
}

/**
 * What lambda of a listener is multiplied by, as the record of the model says.
 *
 * @param artists how many the listener plays, 1 or more
 * @throws InputError where the record cannot be right
 */
export function fewPlaysFactor({ training }: Pick<ModelParts, 'training'>, artists: number): number {
  const { fewPlays = 0, regularizationExponent } = training;
  check('training option fewPlays of the model', fewPlays, CHECKS.fewPlays);
  const most = Number(fewPlays);
  if (artists >= most) return 1;
  const share = (most - artists) / (most - 1);
  return LARGEST_FACTOR ** (share * Math.min(1, Number(regularizationExponent)));
}
