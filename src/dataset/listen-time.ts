/** Seconds since 1970 have up to 11 digits until the year 5138; milliseconds have more. */
const MAX_SECONDS = 99_999_999_999;
/** The year 2200: what is later is no time of a listen. */
const MAX_EPOCH_SECONDS = 7_258_118_400;

/**
 * SQL for the time of a listen, in UTC, from text: ISO 8601 with or without an offset (without one it is UTC), or
 * seconds or milliseconds since 1970; NULL for what is neither.
 */
export function listenTime(text: string): string {
  const number = `try_cast(${text} AS DOUBLE)`;
  const seconds = `CASE WHEN ${number} > ${MAX_SECONDS} THEN ${number} / 1000 ELSE ${number} END`;
  const epoch = `CASE WHEN ${seconds} BETWEEN 1 AND ${MAX_EPOCH_SECONDS}
    THEN make_timestamp(((${seconds}) * 1e6)::BIGINT) END`;
  // A cast to TIMESTAMP reads an offset and forgets it.
  const hasOffset = `regexp_matches(${text}, '[T ]\\d.*[+-]\\d\\d(:?\\d\\d)?$')`;
  const withOffset = `make_timestamp(epoch_us(try_cast(${text} AS TIMESTAMPTZ)))`;
  return `CASE WHEN ends_with(${text}, 'Z') THEN try_cast(${text} AS TIMESTAMP)
    WHEN ${hasOffset} THEN ${withOffset}
    ELSE coalesce(try_cast(${text} AS TIMESTAMP), ${epoch}) END`;
}
