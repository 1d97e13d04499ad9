import type { Dataset } from '../dataset/dataset.js';
import type { Frame } from '../frame/frame.js';
import { ask, needProfiles } from './ask.js';

/**
 * What the profiles tell of the listeners, and how much is missing.
 *
 * @example (await profileSummary(dataset)).print()
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
