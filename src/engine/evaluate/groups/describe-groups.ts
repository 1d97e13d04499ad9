import { isObject, wrongValue } from '../../../util/checks.js';
import { escapeMarkdown } from '../../../util/escape.js';
import { fill } from '../../../util/fill.js';
import { FINDING_WORDS } from '../../../util/finding-words.js';
import { fillCounted } from '../../../util/format.js';
import { NO_DIFFERENCE } from '../comparison/comparison.js';
import type { GroupedEvaluation } from './by-group.js';
import type { GroupRow } from './group-row.js';

/** What is said of the groups with each verdict, in this order. */
const SAID: readonly (readonly [GroupRow['verdict'], string])[] = [
  ['higher', FINDING_WORDS.groupsAbove],
  ['lower', FINDING_WORDS.groupsBelow],
  ['higher mean', FINDING_WORDS.groupsMeanAbove],
  ['lower mean', FINDING_WORDS.groupsMeanBelow],
  ['higher ranks', FINDING_WORDS.groupsRanksAbove],
  ['lower ranks', FINDING_WORDS.groupsRanksBelow],
  ['perhaps by chance', FINDING_WORDS.groupsByChance],
  [NO_DIFFERENCE, FINDING_WORDS.groupsSame],
  ['too few', FINDING_WORDS.groupsTooSmall],
];

/**
 * Which groups of listeners a model serves better or worse than all others, as a list in Markdown. No more is claimed
 * than the tests show.
 *
 * @example
 * showMarkdown(describe.groups(await metrics.byGroup(evaluation, 'activity')));
 * // - NDCG@10 is 0.241 on average over 1,882 listeners.
 * // - Higher than for all others: some artists: 38 to 41 (0.262).
 * @throws InputError for anything but what `metrics.byGroup` returns
 */
export function groups(grouped: GroupedEvaluation): string {
  if (!isObject(grouped) || !Array.isArray(grouped.rows))
    throw wrongValue(grouped, "groups: await metrics.byGroup(evaluation, 'activity')");
  return sentencesOnGroups(grouped, escapeMarkdown)
    .map((sentence) => `- ${sentence}`)
    .join('\n');
}

/**
 * The sentences of {@link groups}.
 *
 * @param write makes a name from the data safe where it is shown
 */
export function sentencesOnGroups(
  { label, mean, pooledMean, users, smallest, rows }: GroupedEvaluation,
  write: (name: string) => string,
): string[] {
  const tests = rows.filter(({ pHolm }) => !Number.isNaN(pHolm)).length;
  const said = SAID.flatMap(([verdict, sentence]) => {
    const own = rows.filter((row) => row.verdict === verdict);
    const named = own.map(({ group, kind, mean }) =>
      fill(FINDING_WORDS.groupAndMean, {
        group: kind === 'named' ? write(group) : group,
        value: mean.toFixed(3),
      }),
    );
    return own.length > 0 ? [fill(sentence, { smallest, tests, groups: named.join(', ') })] : [];
  });
  const [written, pooled] = [mean, pooledMean].map((value) => value.toFixed(3));
  const sentence = written === pooled ? FINDING_WORDS.meanOfListeners : FINDING_WORDS.meanOfListenersOnce;
  return [fillCounted(sentence, users, { metric: label, mean: written, pooled }), ...said];
}
