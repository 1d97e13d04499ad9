import { CHART_WORDS } from '../../util/chart-words.js';
import { checkOneOf } from '../../util/checks.js';
import { fill } from '../../util/fill.js';
import type { Dataset } from '../dataset/dataset.js';
import { needProfiles } from './ask.js';

/** What profiles say of listeners. */
export type ProfileField = 'gender' | 'age' | 'country' | 'signup';

/** Which group each listener is in. */
export interface ListenerGroups {
  /** (n) names */
  readonly user: string[];
  /** (n) null where the profile does not say it */
  readonly group: (string | null)[];
}

/** Where bands of ages begin, after those below the first. */
const AGE_BANDS = [18, 25, 35, 45, 55];

/** The name of a group for each value, and the order of groups; the value is a column of profiles. */
const FIELDS: Record<ProfileField, { sql: string; order: string; name: (value: unknown) => string }> = {
  gender: {
    sql: 'gender',
    order: "CASE gender WHEN 'f' THEN 0 WHEN 'm' THEN 1 ELSE 2 END, gender",
    name: (value) => ({ f: CHART_WORDS.female, m: CHART_WORDS.male })[String(value)] ?? String(value),
  },
  age: { sql: 'age', order: 'age', name: (value) => ageBand(Number(value)) },
  country: { sql: 'country', order: 'count(*) OVER (PARTITION BY country) DESC, country', name: String },
  signup: { sql: "strftime(signup, '%Y')", order: 'signup', name: String },
};

/**
 * Listeners grouped by what their profiles say, for `metrics.byGroup`: by gender, by age (under 18, 18 to 24, then every
 * ten years, 55 and over), by country, or by the year of signing up.
 *
 * @example await metrics.byGroup(evaluation, await explore.listenerGroups(dataset, 'country'))
 * @param by `gender`, `age`, `country` or `signup`
 * @returns columns user and group, a row for each profile, in the order of the groups: ages and years rising, the countries
 * with the most listeners first. Columns and no frame: there may be more profiles than a frame has rows
 * @throws InputError when the dataset has no profiles; for another field
 */
export async function listenerGroups(dataset: Dataset, by: ProfileField): Promise<ListenerGroups> {
  needProfiles(dataset, 'listenerGroups');
  checkOneOf('by', by, Object.keys(FIELDS) as ProfileField[]);
  const { sql, order, name } = FIELDS[by];
  const { columns } = await dataset.query(
    `SELECT "user", ${sql} AS value FROM profiles ORDER BY ${order} NULLS LAST, "user"`,
  );
  const { user, value } = columns;
  return {
    user: user as string[],
    group: value.map((each) => (each === null || Number.isNaN(each) ? null : name(each))),
  };
}

function ageBand(age: number): string {
  const next = AGE_BANDS.findIndex((from) => age < from);
  if (next === 0) return fill(CHART_WORDS.agesBelow, { to: AGE_BANDS[0] });
  if (next < 0) return fill(CHART_WORDS.agesFrom, { from: AGE_BANDS[AGE_BANDS.length - 1] });
  return fill(CHART_WORDS.agesBetween, { from: AGE_BANDS[next - 1], to: AGE_BANDS[next] - 1 });
}
