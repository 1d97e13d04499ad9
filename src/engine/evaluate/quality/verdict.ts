import { escapeMarkdown } from '../../../util/escape.js';
import { formatCount, formatPlural } from '../../../util/format.js';
import { metricLabel } from '../metrics/metrics.js';
import { FEW_USERS } from '../split/enough-to-judge.js';
import type { Compared, Found, JudgedModel, JudgedSettings } from './judged-settings.js';
import { nameSettings } from './settings-name.js';

/** What a comparison says, as Markdown: a sentence on the data, one for each of the settings, and which is best. */
export function verdictOf(compared: Compared): string {
  const { found, tried, k } = compared;
  if (!found) return warningOf(compared);
  const { popularity, settings, users, sampledOf } = found;
  const sample =
    sampledOf.users < sampledOf.of
      ? ` (of a sample of ${formatCount(sampledOf.users)} of the ${formatCount(sampledOf.of)} listeners)`
      : '';
  const lines = settings.map(
    (each) => `- **${escapeMarkdown(each.name)}**: ${sentenceOn(each, popularity, users)}`,
  );
  const ahead = users < FEW_USERS ? 'Ahead here, if by chance' : 'The best of these settings here';
  const best =
    tried.length > 1 ? `\n\n${ahead}: **${escapeMarkdown(nameSettings(bestOf(found).options))}**.` : '';
  return (
    `On plays held out of the training, of ${formatPlural(users, 'listener')}${sample}, *popularity* has an ` +
    `${metricLabel('ndcg', k)} of ${span(popularity)}.\n\n${lines.join('\n')}${best}`
  );
}

/** What to say against the lists of a comparison's best settings, as Markdown; empty where they are better than popularity. */
export function warningOf({ found, reason }: Compared): string {
  if (found) return warningOn(bestOf(found), found.users);
  return `How good the lists are cannot be told from these plays: ${escapeMarkdown(reason)}.`;
}

/** The settings with the highest mean, the first of several. */
export function bestOf({ settings }: Found): JudgedSettings {
  return settings.reduce((best, other) => (other.mean > best.mean ? other : best));
}

/** How one of the settings compares with popularity, and what follows. */
function sentenceOn(judged: JudgedSettings, popularity: JudgedModel, users: number): string {
  const warning = warningOn(judged, users);
  if (warning !== '') return `${span(judged)}. ${warning}`;
  const times = popularity.mean > 0 ? `${(judged.mean / popularity.mean).toFixed(2)} times` : 'more than';
  return `${span(judged)}, ${times} popularity.`;
}

function warningOn({ abovePopularity: { low, high } }: JudgedSettings, users: number): string {
  if (users < FEW_USERS) return 'So few listeners tell nothing about which is better.';
  if (high < 0) {
    return (
      '⚠ **Worse than popularity**, which recommends the same famous artists to everybody: do not rely on the lists ' +
      'of this model.'
    );
  }
  if (low > 0) return '';
  if (low === 0 && high === 0) return '⚠ For these listeners it is as good as popularity, no better.';
  return (
    '⚠ These listeners do not tell it from popularity: the difference may be anything from ' +
    `${low.toFixed(3)} to ${high.toFixed(3)}.`
  );
}

function span({ mean, low, high }: JudgedModel): string {
  return `${mean.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
}
