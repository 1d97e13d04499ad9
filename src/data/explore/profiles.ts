import type { Dataset } from '../dataset/dataset.js';
import type { Frame } from '../frame/frame.js';
import { ask, needProfiles } from './ask.js';

/**
 * What the profiles tell of the listeners, and how much is missing.
 *
 * @example (await explore.profileSummary(dataset)).print()
 * @returns a row each for gender, age, country and signup, with the columns field; known and missing, how
 * many profiles; different, how many values; typical, the most common gender and country, the median age
 * and sign-up date; lowest and highest, for age and signup. The last three are texts
 * @throws InputError when the dataset has no profiles
 */
export async function profileSummary(dataset: Dataset): Promise<
  Frame<{
    field: string;
    known: number;
    missing: number;
    different: number;
    typical: string | null;
    lowest: string | null;
    highest: string | null;
  }>
> {
  needProfiles(dataset, 'profileSummary');
  const parts = [words('gender'), quantities('age'), words('country'), quantities('signup')];
  return await ask(dataset, parts.join(' UNION ALL '));
}

function counts(field: string): string {
  return `'${field}' AS field, count(${field}) AS known, count(*) - count(${field}) AS missing,
    count(DISTINCT ${field}) AS different`;
}

function words(field: string): string {
  return `SELECT ${counts(field)},
    (SELECT ${field} FROM profiles WHERE ${field} IS NOT NULL
      GROUP BY ${field} ORDER BY count(*) DESC, ${field} LIMIT 1) AS typical,
    NULL AS lowest, NULL AS highest FROM profiles`;
}

function quantities(field: string): string {
  return `SELECT ${counts(field)}, quantile_disc(${field}, 0.5)::VARCHAR AS typical,
    min(${field})::VARCHAR AS lowest, max(${field})::VARCHAR AS highest FROM profiles`;
}

/**
 * Listeners by age and gender.
 *
 * @example charts.agesAndGenders(await explore.agesAndGenders(dataset))
 * @returns columns age (years, NaN when unknown), gender ('f', 'm', null when not given), users: how many
 * profiles; by age, then gender, the unknown last
 * @throws InputError when the dataset has no profiles
 */
export async function agesAndGenders(
  dataset: Dataset,
): Promise<Frame<{ age: number | null; gender: string | null; users: number }>> {
  needProfiles(dataset, 'agesAndGenders');
  return await ask(
    dataset,
    'SELECT age, gender, count(*) AS users FROM profiles GROUP BY ALL ORDER BY age NULLS LAST, gender NULLS LAST',
  );
}

/**
 * Listeners by country, for those who named one.
 *
 * @example charts.listenersByCountry(await explore.listenersByCountry(dataset))
 * @returns columns country, users: how many profiles; most first
 * @throws InputError when the dataset has no profiles
 */
export async function listenersByCountry(
  dataset: Dataset,
): Promise<Frame<{ country: string; users: number }>> {
  needProfiles(dataset, 'listenersByCountry');
  return await ask(
    dataset,
    `SELECT country, count(*) AS users FROM profiles WHERE country IS NOT NULL
    GROUP BY country ORDER BY users DESC, country`,
  );
}

/**
 * Sign-ups by month, for profiles with a sign-up date. Months without any are left out.
 *
 * @example charts.signupsByMonth(await explore.signupsByMonth(dataset))
 * @returns columns month ('2007-02'), users: how many profiles; by month
 * @throws InputError when the dataset has no profiles
 */
export async function signupsByMonth(dataset: Dataset): Promise<Frame<{ month: string; users: number }>> {
  needProfiles(dataset, 'signupsByMonth');
  return await ask(
    dataset,
    `SELECT strftime(signup, '%Y-%m') AS month, count(*) AS users FROM profiles WHERE signup IS NOT NULL
    GROUP BY month ORDER BY month`,
  );
}
