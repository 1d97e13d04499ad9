import { LEAST_TIME } from './cell-kinds.js';

/** Seconds since 1970 have up to 11 digits until the year 5138; milliseconds have more. */
const MAX_SECONDS = 99_999_999_999;
/** The year 2200: what is later is no time of a listen. Numbers too small are dates without dashes, years or days of Excel. */
const MAX_EPOCH_SECONDS = 7_258_118_400;
/** There was nothing to listen to before records; a date of an earlier year had its parts in another order. */
const FIRST_DATE = "'1900-01-01'";

/**
 * SQL for the time of a listen, in UTC, from text: ISO 8601 with or without an offset (without one it is UTC), or
 * seconds or milliseconds since 1970; NULL for what is neither.
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
  return `CASE WHEN ${written} >= TIMESTAMP ${FIRST_DATE} THEN ${written} WHEN ${written} IS NULL THEN ${epoch} END`;
}
