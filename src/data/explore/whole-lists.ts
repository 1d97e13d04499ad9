import type { Dataset } from '../dataset/dataset.js';
import { needCleaned } from './ask.js';

/** Texts that are shown together, such as a column of a table, and numbers beside them. */
interface Listed {
  readonly texts: readonly string[];
  /** By column, each as long as the texts. */
  readonly numbers: readonly (readonly unknown[])[];
}

/** A shorter list is nobody's in particular. */
const SHORTEST_LIST = 5;
/** Whoever sees more than this share of a list has seen it: `userMask` shows no more. */
const MOST_SHARE = 0.9;
/** A list is lost among more than so many artists for each of its own. */
const MOST_ARTISTS = 1.25;

/**
 * Which of some lists show all that one listener plays: more than nine tenths of the artists with their play counts, or
 * of the artists alone with little else beside them. All artists of the data, and those with the most listeners or
 * plays, are nobody's list.
 *
 * @returns for each the length of the shortest list of a listener in it; undefined where there is none
 * Cost: a few passes over the plays. 17 million, with 200 lists of 50 rows and one of 100,000, took 12 s on two cores of
 * an AMD EPYC that others used as well (load 11).
 */
export async function wholeLists(
  dataset: Dataset,
  lists: readonly Listed[],
): Promise<(number | undefined)[]> {
  needCleaned(dataset, 'wholeLists');
  const lengths = new Map<number, number>();
  for (const rows of partsOf(lists)) {
    const { columns } = await dataset.query(SQL, [JSON.stringify(rows)]);
    for (const [at, id] of (columns.id as number[]).entries()) lengths.set(id, Number(columns.length[at]));
  }
  return lists.map((_, id) => lengths.get(id));
}

interface Row {
  /** The list's. */
  readonly id: number;
  readonly artist: string;
  readonly plays: number | null;
}

/** So many rows go into one query, as text of some 50 MB; a list stays whole. */
const ROWS_AT_ONCE = 1_000_000;

function* partsOf(lists: readonly Listed[]): Generator<Row[]> {
  let rows: Row[] = [];
  for (const [id, { texts, numbers }] of lists.entries()) {
    for (const [row, artist] of texts.entries()) {
      const beside = numbers.map((column) => column[row]).filter((value) => typeof value === 'number');
      for (const plays of beside.length > 0 ? beside : [null]) rows.push({ id, artist, plays });
    }
    if (rows.length < ROWS_AT_ONCE) continue;
    yield rows;
    rows = [];
  }
  if (rows.length > 0) yield rows;
}

const SQL = `WITH given AS MATERIALIZED (
  SELECT DISTINCT id, artist_index, plays
  FROM (SELECT unnest(from_json($1, '[{"id":"INTEGER","artist":"VARCHAR","plays":"DOUBLE"}]'), recursive := true))
  JOIN artists USING (artist)
),
users AS MATERIALIZED (
  SELECT user_index, count(*) AS length FROM entries GROUP BY user_index HAVING length >= ${SHORTEST_LIST}
),
popular AS (
  SELECT artist_index, row_number() OVER (ORDER BY count(*) DESC, artist_index) AS by_listeners,
    row_number() OVER (ORDER BY sum(plays) DESC, artist_index) AS by_plays
  FROM entries GROUP BY artist_index
),
named AS MATERIALIZED (
  SELECT id, artist_index, count(*) OVER (PARTITION BY id) AS size FROM (SELECT DISTINCT id, artist_index FROM given)
),
rankings AS (
  SELECT id FROM named JOIN popular USING (artist_index) GROUP BY id, size
  HAVING max(by_listeners) <= size OR max(by_plays) <= size
),
by_artists AS (
  SELECT id, min(length) AS length FROM (
    SELECT id, size, user_index, count(*) AS found FROM named JOIN entries USING (artist_index)
    WHERE size <= ${MOST_ARTISTS} * (SELECT max(length) FROM users) AND id NOT IN (FROM rankings)
    GROUP BY id, size, user_index
  ) JOIN users USING (user_index)
  WHERE found > ${MOST_SHARE} * length AND size <= ${MOST_ARTISTS} * found GROUP BY id
),
by_plays AS (
  SELECT id, min(length) AS length FROM (
    SELECT id, user_index, count(*) AS found FROM given JOIN entries USING (artist_index, plays) GROUP BY id, user_index
  ) JOIN users USING (user_index)
  WHERE found > ${MOST_SHARE} * length GROUP BY id
)
SELECT id, min(length) AS length FROM (FROM by_artists UNION ALL FROM by_plays) GROUP BY id`;
