import type { Dataset } from '../dataset/dataset.js';
import type { Frame } from '../frame/frame.js';
import { ask, needProfiles } from './ask.js';

/**
 * Listeners by age and gender.
 *
 * @example agesChart(columnsOf(await agesAndGenders(dataset)))
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
 * @example countriesChart(columnsOf(await listenersByCountry(dataset)))
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
 * @example signupsChart(columnsOf(await signupsByMonth(dataset)))
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
