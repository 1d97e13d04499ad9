import type { Database, Work } from '../../duckdb/database.js';
import { column, heed, readAhead, readNames } from './read-interactions.js';

/** One listen: a row for `splitByTime`. */
export interface Listen {
  readonly user: string;
  readonly artist: string;
  /** Always 1. */
  readonly plays: number;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/** Listens read at once. */
const BATCH_ROWS = 1_000_000;

/** Reads the listens of a cleaned dataset that have a time, in the order of time. */
export async function readListens(database: Database, work: Work): Promise<Iterable<Listen>> {
  const users = await readNames(database, 'user', work);
  const artists = await readNames(database, 'artist', work);
  const total = Number(await database.value('SELECT count(*) AS value FROM listens'));
  const timed = Number(await database.value(`SELECT count(*) AS value FROM listens WHERE ${HAS_TIME}`));
  const user = new Int32Array(timed);
  const artist = new Int32Array(timed);
  const time = new Float64Array(timed);
  const read = (start: number) =>
    database.chunks(`SELECT user_index, artist_index, epoch_ms(time)::DOUBLE FROM listens
      WHERE rowid >= ${start} AND rowid < ${start + BATCH_ROWS} AND ${HAS_TIME}`);
  let position = 0;
  for await (const chunks of readAhead(total, BATCH_ROWS, read)) {
    for (const chunk of chunks) {
      user.set(column(chunk, 0, Int32Array), position);
      artist.set(column(chunk, 1, Int32Array), position);
      time.set(column(chunk, 2, Float64Array), position);
      position += chunk.rowCount;
    }
    heed(work, 'reading listens', (100 * position) / timed);
  }
  return {
    *[Symbol.iterator]() {
      for (let i = 0; i < timed; i++)
        yield { user: users[user[i]], artist: artists[artist[i]], plays: 1, time: time[i] };
    },
  };
}

const HAS_TIME = 'isfinite(time)';
