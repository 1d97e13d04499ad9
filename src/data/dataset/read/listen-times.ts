import type { Database, Work } from '../../../duckdb/database.js';
import { readAhead } from '../../../duckdb/results.js';
import { shownLine } from '../file-error.js';
import { LEAST_TIME } from './cells.js';
import { DateColumn, hasClock } from './dates.js';

/** Seconds since 1970 have up to 11 digits until the year 5138; milliseconds have more. */
const MAX_SECONDS = 99_999_999_999;
/** The year 2200: what is later is no time of a listen. Numbers too small are dates without dashes, years or days of Excel. */
const MAX_EPOCH_SECONDS = 7_258_118_400;
/** There was nothing to listen to before records; a date of an earlier year had its parts in another order. */
const FIRST_YEAR = 1900;

/** How a time of day is written by itself: 10:15, 10:15:30.5, 9:05 PM, 10:15Z. */
const CLOCK =
  '\\d{1,2}:\\d\\d(:\\d\\d([.,]\\d+)?)?\\s*([AaPp]\\.?\\s?[Mm]\\.?)?\\s*(Z|UTC|GMT)?([+-]\\d\\d:?\\d\\d)?';
/** The midnight that spreadsheets and databases put to a day. */
const MIDNIGHT = '[T ]0?0:00(:00([.,]0+)?)?(Z|\\+00(:?00)?)?$';

/**
 * SQL for the time of a listen, in UTC, from text: ISO 8601 with or without an offset (without one it is UTC), or
 * seconds or milliseconds since 1970; NULL for what is neither. These are the forms that large files have; the others
 * are given one of them before.
 */
export function listenTime(text: string): string {
  const number = `try_cast(${text} AS DOUBLE)`;
  const seconds = `CASE WHEN ${number} > ${MAX_SECONDS} THEN ${number} / 1000 ELSE ${number} END`;
  const epoch = `CASE WHEN ${seconds} BETWEEN ${LEAST_TIME} AND ${MAX_EPOCH_SECONDS}
    THEN make_timestamp(((${seconds}) * 1e6)::BIGINT) END`;
  // A cast to TIMESTAMP reads an offset and forgets it.
  const hasOffset = `regexp_matches(${text}, '[T ]\\d.*[+-]\\d\\d(:?\\d\\d)?$')`;
  const withOffset = `make_timestamp(epoch_us(try_cast(${text} AS TIMESTAMPTZ)))`;
  const written = `CASE WHEN ${hasOffset} THEN ${withOffset} ELSE try_cast(${text} AS TIMESTAMP) END`;
  const first = `TIMESTAMP '${FIRST_YEAR}-01-01'`;
  return `CASE WHEN ${written} >= ${first} THEN ${written} WHEN ${written} IS NULL THEN ${epoch} END`;
}

/**
 * SQL for the text of a time whose day and time of day may stand in two columns. The second may as well hold the whole
 * time, or something else, which is not used.
 *
 * @internal
 */
export function wholeTime(day: string, clock: string): string {
  const bareDay = `regexp_replace(${day}, '${MIDNIGHT}', '')`;
  const hasClock = `regexp_matches(${bareDay}, '\\d:\\d\\d') OR coalesce(try_cast(${bareDay} AS DOUBLE) >= ${LEAST_TIME}, false)`;
  const isClock = `regexp_full_match(trim(${clock}), '${CLOCK}')`;
  const isWhole = `${listenTime(clock)} IS NOT NULL OR regexp_matches(${clock}, '\\d.*\\d:\\d\\d')`;
  return `CASE WHEN ${clock} IS NULL THEN ${day} WHEN ${day} IS NULL THEN ${clock} WHEN ${hasClock} THEN ${day}
    WHEN ${isClock} THEN ${bareDay} || ' ' || trim(${clock}) WHEN ${isWhole} THEN ${clock} ELSE ${day} END`;
}

const CLOCK_ALONE = new RegExp(`^${CLOCK}$`);

/** Whether a text is a time of day and no more. */
export function isClock(text: string): boolean {
  return CLOCK_ALONE.test(text.trim());
}

/** What {@link wholeTime} makes of two texts, where the rows of a table do not lie in a database. */
export function joinedTime(day: string, clock: string): string {
  const bareDay = day.trim().replace(new RegExp(MIDNIGHT), '');
  if (clock.trim() === '' || hasClock(bareDay)) return day;
  if (bareDay === '') return clock;
  if (isClock(clock)) return `${bareDay} ${clock.trim()}`;
  return hasClock(clock) ? clock : day;
}

/** Texts read at once. */
const BATCH_TEXTS = 50_000;
const EARLIEST = Date.UTC(FIRST_YEAR);

/**
 * Gives column `time` of table table_rows, text as the file has it, a form that {@link listenTime} reads: the time of
 * day is put to the day where it stands in column `clock`, and a date in any form that histories are written in becomes
 * one in ISO 8601. What cannot be read stays as it is. Cost: a microsecond or two for each different text.
 *
 * @returns what should be said about times that cannot be read
 */
export async function readTimes(database: Database, work: Work): Promise<string | undefined> {
  if ((await database.value('SELECT count(clock) AS value FROM table_rows')) !== 0)
    await database.run(`UPDATE table_rows SET time = ${wholeTime('time', 'clock')}`, work, 'reading times');
  await database.run(
    `CREATE TEMP TABLE written_times AS SELECT DISTINCT time AS text FROM table_rows
    WHERE time IS NOT NULL AND ${listenTime('time')} IS NULL`,
    work,
    'reading times',
  );
  const dates = new DateColumn();
  const total = Number(await database.value('SELECT count(*) AS value FROM written_times'));
  if (total === 0) return undefined;
  const read = (start: number) =>
    database.value(`SELECT to_json(list(text ORDER BY rowid)) AS value FROM written_times
      WHERE rowid >= ${start} AND rowid < ${start + BATCH_TEXTS}`);
  for await (const texts of readAhead(total, BATCH_TEXTS, read)) {
    for (const text of JSON.parse(texts as string) as string[]) dates.add(text);
  }
  await writeTimes(database, dates, total, work);
  return noteOf(dates);
}

/** Replaces the texts of written_times in table_rows by times in ISO 8601. */
async function writeTimes(database: Database, dates: DateColumn, total: number, work: Work): Promise<void> {
  await database.run('CREATE TEMP TABLE read_times(time VARCHAR)');
  for (let start = 0; start < total; start += BATCH_TEXTS) {
    const length = Math.min(BATCH_TEXTS, total - start);
    const times = Array.from({ length }, (_, i) => isoTime(dates.time(start + i)));
    await database.query(`INSERT INTO read_times SELECT unnest(from_json($1, '["VARCHAR"]'))`, [
      JSON.stringify(times),
    ]);
  }
  // Two tables with their rows in the same order; changing rows leaves those of table_rows where they are.
  await database.run(
    `UPDATE table_rows SET time = read.time FROM (
      SELECT text, read_times.time FROM written_times JOIN read_times ON written_times.rowid = read_times.rowid
      WHERE read_times.time IS NOT NULL
    ) AS read WHERE table_rows.time = read.text`,
    work,
    'reading times',
  );
}

function isoTime(time: number): string | null {
  return time >= EARLIEST ? new Date(time).toISOString() : null;
}

function noteOf({ unclearExample, unreadableExample }: DateColumn): string | undefined {
  const notes = [
    unclearExample === undefined
      ? undefined
      : `it is unclear whether the day or the month comes first in times such as ${shownLine(unclearExample)}: write them as 2026-03-31 10:15 to have them read`,
    unreadableExample === undefined
      ? undefined
      : `times such as ${shownLine(unreadableExample)} cannot be read; expected times such as 2026-03-31 10:15`,
  ];
  return notes.filter((note) => note !== undefined).join('; ') || undefined;
}
