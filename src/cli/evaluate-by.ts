import type { GroupedEvaluation } from '../engine/evaluate/groups/by-group.js';
import type { GroupRow } from '../engine/evaluate/groups/group-row.js';
import type { PlaysGrouping } from '../engine/evaluate/groups/groups-by-plays.js';
import type { UserGroups } from '../engine/evaluate/groups/user-groups.js';
import type { MetricName } from '../engine/evaluate/metrics/metrics.js';
import { printable, textTable } from '../notebook/display/draw-table.js';
import { checkOneOf } from '../util/checks.js';
import { InputError } from '../util/errors.js';
import { formatCount, formatP, threeDecimals } from '../util/format.js';
import type { Context } from './context.js';
import { type DatasetChoice, readTableOptions } from './dataset-choice.js';
import { comparedBy, type JudgedModel } from './judge-models.js';

const OF_PLAYS = ['activity', 'mainstream'] as const;
const OF_PROFILES = ['gender', 'age', 'country', 'signup'] as const;

/** What users can be grouped by, as `--by` has it. */
export const GROUPINGS = [...OF_PROFILES, ...OF_PLAYS];

/** By what `--by` asks for, and the groups of the profiles if it asks for these. */
export interface GroupChoice {
  readonly by: string;
  readonly groups: UserGroups | PlaysGrouping;
}

/**
 * Reads what the users are grouped by, before anything is trained.
 *
 * @param by as typed
 * @throws InputError for another grouping, and for one of profiles where the dataset has none
 */
export async function chosenGroups(
  by: string,
  choice: DatasetChoice,
  { progress, signal }: Context,
): Promise<GroupChoice> {
  checkOneOf('--by', by, GROUPINGS);
  if (by === 'activity' || by === 'mainstream') return { by, groups: by };
  const { openDataset } = await import('../data/history/open-dataset.js');
  const { listenerGroups } = await import('../data/explore/listener-groups.js');
  const options = { ...readTableOptions(choice), signal, onProgress: progress.update };
  const dataset = await openDataset(choice.dataset, options);
  try {
    if (!dataset.hasProfiles) {
      throw new InputError(
        `--by ${by} needs profiles of the users, and ${dataset.title} has none; its plays allow --by ${OF_PLAYS.join(' and --by ')}`,
      );
    }
    return { by, groups: await listenerGroups(dataset, by) };
  } finally {
    dataset.close();
  }
}

/** A model's evaluation by groups, at each length of lists, by the metric by which models are compared; else by NDCG. */
export async function judgeGroups(
  { evaluation }: JudgedModel,
  { groups }: GroupChoice,
  shown: { k: readonly number[]; metrics: readonly MetricName[] },
  { progress, signal }: Context,
): Promise<GroupedEvaluation[]> {
  const { byGroup } = await import('../engine/evaluate/groups/by-group.js');
  const grouped: GroupedEvaluation[] = [];
  const { metric, cuts } = (await comparedBy(shown)) ?? { metric: 'ndcg', cuts: shown.k };
  for (const k of cuts) {
    grouped.push(await byGroup(evaluation, groups, { metric, k, signal, onProgress: progress.update }));
  }
  progress.stop();
  return grouped;
}

/** The table of the models counts a user in each split anew. */
const POOLED = '; each user counts once, with the mean over the splits';

/** The table of the groups, and what holds of them. */
export async function groupsText(
  grouped: GroupedEvaluation,
  { model, by, splits }: { model: string; by: string; splits: number },
): Promise<string> {
  const { sentencesOnGroups } = await import('../engine/evaluate/groups/describe-groups.js');
  return [
    `${grouped.label} of ${model}, by ${by}${splits > 1 ? POOLED : ''}`,
    '',
    groupsTable(grouped),
    '',
    ...sentencesOnGroups(grouped, printable),
  ].join('\n');
}

function groupsTable({ label, rows }: GroupedEvaluation): string {
  const columns: Record<string, (row: GroupRow) => string> = {
    [label]: ({ mean, low, high }) => mean.toFixed(3) + between(low, high),
    'from all others': ({ difference, differenceLow, differenceHigh }) =>
      signed(difference) + between(differenceLow, differenceHigh),
    p: ({ pHolm }) => formatP(pHolm),
    'artists recommended': ({ comparableCoverage }) => share(comparableCoverage),
    'popularity of plays': ({ profilePopularity }) => share(profilePopularity),
    'of lists': ({ listPopularity }) => share(listPopularity),
  };
  const written = Object.values(columns);
  return textTable({
    columns: ['group', 'users', ...Object.keys(columns)],
    index: rows.map(() => ''),
    cells: [
      rows.map(({ group }) => group),
      rows.map(({ users }) => formatCount(users)),
      ...written.map((write) => rows.map(write)),
    ],
    numeric: [false, true, ...written.map(() => true)],
    moreRows: 0,
  });
}

function between(low: number, high: number): string {
  return Number.isNaN(low) ? '' : ` [${low.toFixed(3)}, ${high.toFixed(3)}]`;
}

function signed(value: number): string {
  if (Number.isNaN(value)) return '';
  const written = threeDecimals(value);
  return Number(written) > 0 ? `+${written}` : written;
}

function share(value: number): string {
  return Number.isNaN(value) ? '' : `${(100 * value).toFixed(1)} %`;
}
