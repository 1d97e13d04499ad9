/** A MusicBrainz id. */
export const MBID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** From here on, whole numbers are seconds since 1970 (the year 1973) rather than plays. */
export const LEAST_TIME = 100_000_000;
