import { columnsOfRows, DESCRIBE, type Description, INSPECT } from '../../../util/description.js';
import type { AlsOptions } from '../../als/options.js';
import { metricLabel } from '../metrics/metrics.js';
import type { Compared, Found, JudgedSettings } from './judged-settings.js';
import { nameSettings } from './settings-name.js';
import { bestOf, verdictOf, warningOf } from './verdict.js';

/** What `compareSettings` found. */
export class SettingsComparison implements Compared {
  constructor(
    readonly tried: readonly AlsOptions[],
    readonly k: number,
    readonly found?: Found,
    readonly reason = '',
  ) {}

  /** What the best of the settings on held-out plays take of `trainAls`; the last that were tried, where nothing tells. */
  get best(): AlsOptions {
    return this.bestSettings?.options ?? this.tried[this.tried.length - 1];
  }

  /** {@link best} in a few words. */
  get bestName(): string {
    return nameSettings(this.best);
  }

  /** The best settings with their quality; undefined where nothing could be held out. */
  get bestSettings(): JudgedSettings | undefined {
    return this.found && bestOf(this.found);
  }

  /** Numbers by their names, for `headline`; none where nothing could be held out. */
  get numbers(): Record<string, number> {
    const { popularity, settings = [] } = this.found ?? {};
    const all = popularity ? [popularity, ...settings] : [];
    return Object.fromEntries(all.map(({ name, mean }) => [`${metricLabel('ndcg', this.k)}, ${name}`, mean]));
  }

  /** What there is to say, as Markdown: how good each model is, and a warning for one that is below popularity. */
  get verdict(): string {
    return verdictOf(this);
  }

  /** What to say wherever lists of the {@link best} settings are shown, as Markdown; empty where nothing is against them. */
  get warning(): string {
    return warningOf(this);
  }

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

  [INSPECT](): string {
    const names = this.tried.map(nameSettings).join('; ');
    return `Comparison of ${names} with popularity${this.found ? '' : `: ${this.reason}`}`;
  }
}
