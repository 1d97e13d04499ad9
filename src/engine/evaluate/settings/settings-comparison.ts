import { isObject, wrongValue } from '../../../util/checks.js';
import { columnsOfRows, DESCRIBE, type Description, INSPECT } from '../../../util/description.js';
import { escapeMarkdown } from '../../../util/escape.js';
import { fill } from '../../../util/fill.js';
import { FINDING_WORDS } from '../../../util/finding-words.js';
import { fillCounted, formatCount, threeDecimals } from '../../../util/format.js';
import type { AlsOptions } from '../../als/options.js';
import { DEFAULT_SETTINGS } from '../../als/options.js';
import type { Difference } from '../comparison/paired-difference.js';
import { metricLabel } from '../metrics/metrics.js';
import { FEW_USERS } from '../split/sample-users.js';
import type { SettingsSplit } from './hold-out.js';

/** A model's quality on plays held out of its training. */
export interface JudgedModel {
  /** `popularity`, or how the settings differ from the original recipe. */
  readonly name: string;
  /** Mean NDCG over the users. */
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** The quality of settings, compared with popularity. */
export interface JudgedSettings extends JudgedModel {
  readonly options: AlsOptions;
  /** How far the mean is above popularity's. */
  readonly abovePopularity: Difference;
}

/** Results, if plays could be held out. */
export interface Found {
  readonly popularity: JudgedModel;
  readonly settings: readonly JudgedSettings[];
  /** How far the best settings are above the second best; undefined where there is only one. */
  readonly lead?: Difference | undefined;
  /** What was held out. */
  readonly split: SettingsSplit;
  /** Number of users with held-out artists. */
  readonly users: number;
  /** Users sampled, and users in total: large data is sampled. */
  readonly sampledOf: { readonly users: number; readonly of: number };
}

/** Compared settings and the results. */
export interface Compared {
  readonly tried: readonly AlsOptions[];
  /** Length of the lists evaluated. */
  readonly k: number;
  /** Undefined if nothing could be held out. */
  readonly found?: Found | undefined;
  /** Why nothing was found. */
  readonly reason: string;
}

/** The result of `compareSettings`. */
export class SettingsComparison implements Compared {
  constructor(
    readonly tried: readonly AlsOptions[],
    readonly k: number,
    readonly found?: Found,
    readonly reason = '',
  ) {}

  /** Options of `trainAls` that did best on held-out plays; the last ones given, if nothing could be held out. */
  get best(): AlsOptions {
    return this.bestSettings?.options ?? this.tried[this.tried.length - 1];
  }

  /** {@link best} in a few words. */
  get bestName(): string {
    return nameSettings(this.best);
  }

  /** The best settings with their quality; undefined if nothing could be held out. */
  get bestSettings(): JudgedSettings | undefined {
    return this.found && bestOf(this.found);
  }

  /** Numbers by name, for `headline`; none if nothing could be held out. */
  get numbers(): Record<string, number> {
    const { popularity, settings = [] } = this.found ?? {};
    const all = popularity ? [popularity, ...settings] : [];
    return Object.fromEntries(all.map(({ name, mean }) => [`${metricLabel('ndcg', this.k)}, ${name}`, mean]));
  }

  /** The verdict, as Markdown: how good each model is, and a warning for one that is below popularity. */
  get verdict(): string {
    return verdictOf(this);
  }

  /** A warning to show with lists of the {@link best} settings, as Markdown; empty if there is none. */
  get warning(): string {
    return warningOf(this);
  }

  /** @internal */
  [DESCRIBE](): Description {
    const { popularity, settings = [] } = this.found ?? {};
    const rows = [...(popularity ? [popularity] : []), ...settings].map(({ name, mean, low, high }) => ({
      model: name,
      [metricLabel('ndcg', this.k)]: mean,
      low,
      high,
    }));
    return { title: this[INSPECT](), columns: columnsOfRows(rows) };
  }

  /** @internal */
  [INSPECT](): string {
    const names = this.tried.map(nameSettings).join('; ');
    return `Comparison of ${names} with popularity${this.found ? '' : `: ${this.reason}`}`;
  }
}

/** The verdict, as Markdown: which settings are best, a sentence on the data, and one for each of the settings. */
function verdictOf(compared: Compared): string {
  const { found, tried, k } = compared;
  if (!found) return warningOf(compared);
  const { popularity, settings, users, sampledOf } = found;
  const lines = settings.map((each) => `- ${sentenceOn(each, popularity, users)}`);
  const best = tried.length > 1 ? `${bestSentence(found)}\n\n` : '';
  const isSample = sampledOf.users < sampledOf.of;
  const measured = fillCounted(FINDING_WORDS[POPULARITY_WORDS[found.split][isSample ? 1 : 0]], users, {
    sampled: formatCount(sampledOf.users),
    all: formatCount(sampledOf.of),
    metric: metricLabel('ndcg', k),
    mean: span(popularity),
  });
  return `${best}${measured}\n\n${lines.join('\n')}`;
}

/** The sentences on popularity, on all listeners and on a sample of them. */
const POPULARITY_WORDS = {
  random: ['popularityIs', 'popularityInSample'],
  users: ['popularityForNew', 'popularityForNewInSample'],
} as const;

function bestSentence(found: Found): string {
  const best = boldName(bestOf(found));
  if (found.users < FEW_USERS) return fill(FINDING_WORDS.aheadByChance, { best });
  const isLittle = found.lead !== undefined && found.lead.low <= 0;
  return fill(isLittle ? FINDING_WORDS.aheadByLittle : FINDING_WORDS.bestOfThese, { best });
}

function boldName({ name }: JudgedModel): string {
  return `**${escapeMarkdown(name)}**`;
}

/** The warning for a comparison's best settings, as Markdown; empty if they are better than popularity. */
function warningOf({ found, reason }: Compared): string {
  if (found) return warningOn(bestOf(found), found.users);
  return fill(FINDING_WORDS.cannotJudge, { reason: escapeMarkdown(reason) });
}

/** The settings with the highest mean; the first in case of ties. */
function bestOf({ settings }: Found): JudgedSettings {
  return settings.reduce((best, other) => (other.mean > best.mean ? other : best));
}

/** A sentence on how settings compare with popularity, and what follows. */
function sentenceOn(judged: JudgedSettings, popularity: JudgedModel, users: number): string {
  const warning = warningOn(judged, users);
  const best = boldName(judged);
  if (warning !== '') return `${fill(FINDING_WORDS.meanOf, { best, ...bounds(judged) })} ${warning}`;
  const values = { best, mean: span(judged) };
  if (!(popularity.mean > 0)) return fill(FINDING_WORDS.morePopularity, values);
  return fill(FINDING_WORDS.timesPopularity, {
    ...values,
    times: (judged.mean / popularity.mean).toFixed(2),
  });
}

function warningOn({ abovePopularity: { low, high } }: JudgedSettings, users: number): string {
  if (users < FEW_USERS) return FINDING_WORDS.tooFew;
  if (high < 0) return FINDING_WORDS.belowPopularity;
  if (low > 0) return '';
  if (low === 0 && high === 0) return FINDING_WORDS.likePopularity;
  return fill(FINDING_WORDS.notFromPopularity, { low: threeDecimals(low), high: threeDecimals(high) });
}

function span(judged: JudgedModel): string {
  return fill(FINDING_WORDS.meanInInterval, bounds(judged));
}

function bounds({ mean, low, high }: JudgedModel) {
  return { mean: mean.toFixed(3), low: low.toFixed(3), high: high.toFixed(3) };
}

/** Settings that do not change the model, or only its random draw: not part of a name. */
const UNNAMED = new Set(['threads', 'seed', 'computeLoss', 'solver']);

/** The most important come first, whatever order the settings were given in. */
const ORDER = [...new Set(['weighting', 'alpha', ...Object.keys(DEFAULT_SETTINGS)])].filter(
  (name) => !UNNAMED.has(name),
) as (keyof typeof DEFAULT_SETTINGS)[];

/**
 * Settings in a few words: how they differ from the trainer's defaults, the recipe everybody copies.
 *
 * @example describe.settings({ alpha: 1, factors: 20, weighting: 'log' }) // 'weighting log, alpha 1'
 * @returns `original recipe` if they do not differ
 * @throws InputError for anything but options
 */
export function nameSettings(options: AlsOptions): string {
  if (!isObject(options)) throw wrongValue(options, 'settings of trainAls, as in { alpha: 1 }');
  const changed = ORDER.filter(
    (name) => options[name] !== undefined && options[name] !== DEFAULT_SETTINGS[name],
  );
  return changed.map((name) => `${name} ${options[name]}`).join(', ') || 'original recipe';
}
