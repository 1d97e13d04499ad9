import { aText, check, namesHint } from '../../../util/checks.js';
import { columnsOfRows, DESCRIBE, type Description, INSPECT } from '../../../util/description.js';
import { InputError } from '../../../util/errors.js';
import { formatPlural, percent } from '../../../util/format.js';
import type { IntervalOptions } from '../intervals.js';
import type { MetricName } from '../metrics/metrics.js';
import type { SignedRankOptions } from './signed-rank.js';

/** How one model stands to another. */
export type Verdict = 'better' | 'worse' | 'no difference that this data can show';

/** Where nothing was shown: there may be a difference that more users would show. */
export const NO_DIFFERENCE: Verdict = 'no difference that this data can show';

/** Two models on the same users. */
export interface ModelPair {
  readonly model: string;
  /** What it is compared with. */
  readonly other: string;
  /** The mean over users of the model's value less the other's. */
  readonly difference: number;
  /** Where the bootstrap interval of that mean begins; of each pair alone, not corrected for their number. */
  readonly low: number;
  /** Where it ends. */
  readonly high: number;
  /** Of Wilcoxon's signed-rank test, two-sided. */
  readonly p: number;
  /** The same with Holm's correction over all pairs. */
  readonly pHolm: number;
  /** `better` or `worse` only where the interval is away from 0 and `pHolm` is small, on the same side. */
  readonly verdict: Verdict;
}

/** A model and its mean. */
export interface ComparedModel {
  readonly model: string;
  readonly mean: number;
}

/** How models were compared. */
export type ComparisonOptions = IntervalOptions & Required<Pick<SignedRankOptions, 'zeroMethod'>>;

/**
 * Which of several models recommends better, pair by pair.
 *
 * @example
 * const comparison = await metrics.compare({ ALS: judged, popularity: judgedPopularity });
 * comparison.between('ALS', 'popularity').verdict;
 * frame(comparison.matrix());
 * charts.modelDifferences(comparison.rows);
 */
export class Comparison {
  /** Use `metrics.compare`. @internal */
  constructor(
    /** What was compared, for headings: `NDCG@10`. */
    readonly label: string,
    readonly metric: MetricName,
    readonly k: number,
    /** Users who were evaluated. */
    readonly users: number,
    /** The best mean first. */
    readonly models: readonly ComparedModel[],
    /** Every pair once, the model with the better mean first. */
    readonly rows: readonly ModelPair[],
    /** How intervals and tests were made. */
    readonly options: ComparisonOptions,
  ) {}

  /** @internal */
  [DESCRIBE](): Description {
    return { title: this[INSPECT](), columns: columnsOfRows(this.rows) };
  }

  /** @internal */
  [INSPECT](): string {
    const shown = this.rows.filter(({ verdict }) => verdict !== NO_DIFFERENCE).length;
    const of = `${formatPlural(this.models.length, 'model')} by ${this.label}`;
    return `Comparison of ${of} on ${formatPlural(this.users, 'user')}: ${shown} of ${formatPlural(this.rows.length, 'pair')} differ by more than chance, at ${percent(this.options.confidence)} for all pairs together`;
  }

  /**
   * How one model stands to another, whichever is better.
   *
   * @throws InputError for a model that was not compared, or twice the same
   */
  between(model: string, other: string): ModelPair {
    check('model', model, aText);
    check('other', other, aText);
    const found = this.rows.find((row) => row.model === model && row.other === other);
    if (found) return found;
    const turned = this.rows.find((row) => row.model === other && row.other === model);
    if (turned) return turnedAround(turned);
    const names = this.models.map(({ model: name }) => name);
    const unknown = [model, other].find((name) => !names.includes(name));
    if (unknown === undefined)
      throw new InputError(`'${model}' was given twice; expected two models to compare`);
    throw new InputError(`no model '${unknown}' was compared; ${namesHint(unknown, names)}`);
  }

  /**
   * Which model beats which, as columns for `frame`: a row and a column for each model, the best mean first. A cell says
   * how the model of its row stands to that of its column: `better`, `worse`, or `no difference` where none was shown.
   */
  matrix(): Record<string, string[]> {
    const names = this.models.map(({ model }) => model);
    const cell = (model: string, other: string) => {
      if (model === other) return '';
      const { verdict } = this.between(model, other);
      return verdict === NO_DIFFERENCE ? 'no difference' : verdict;
    };
    return {
      model: names,
      ...Object.fromEntries(
        names.map((other) => [`than ${other}`, names.map((model) => cell(model, other))]),
      ),
    };
  }
}

function turnedAround({ model, other, difference, low, high, p, pHolm, verdict }: ModelPair): ModelPair {
  return {
    model: other,
    other: model,
    difference: -difference,
    low: -high,
    high: -low,
    p,
    pHolm,
    verdict: verdict === 'better' ? 'worse' : verdict,
  };
}
