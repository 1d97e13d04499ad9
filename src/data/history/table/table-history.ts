import { InputError } from '../../../util/errors.js';
import { formatBytes, formatCount } from '../../../util/format.js';
import { MOST_ROWS, NotAHistory, tooManyRows } from '../export-files.js';
import type { FoundHistory } from '../listen.js';
import { TableTitles } from './column-titles.js';
import { TableRecords } from './csv-rows.js';
import { tableLayout } from './find-columns.js';
import { TablePlays } from './table-plays.js';

const DELIMITERS = [',', ';', '\t', '|'];
/** Of this much text, the first rows show what the columns are. */
const SAMPLE_CHARACTERS = 2 ** 16;
const SAMPLE_ROWS = 200;
const LONGEST_LINE = 2 ** 20;
/** A quoted cell may have line ends, and blank lines may be between rows. */
const MOST_LINES = 2 * MOST_ROWS;
/** More than an exporter without quotes has names in quotes; each costs much. */
const MOST_BROKEN = 100_000;
/** The log that players with Rockbox write; its columns have no titles of their own. */
const SCROBBLER_LOG = /^#AUDIOSCROBBLER\//;
const SCROBBLER_LOG_TITLES = ['artist', 'album', 'track', 'number', 'seconds', 'rating', 'timestamp', 'mbid'];

/**
 * The plays in a table. Last.fm has no export of its own; these tools make one:
 * - lastfm-to-csv (benjaminbenben.com): no header; artist, album, track, `31 Jan 2015 12:00`; Scrubbler likewise;
 * - Last.fm data export (lastfm.ghan.nl, mainstream.ghan.nl): uts,utc_time,artist,artist_mbid,album,album_mbid,
 *   track,track_mbid, with uts in seconds since 1970;
 * - lastfmstats.com: Artist;Album;AlbumId;Track;Date#NAME, with milliseconds since 1970;
 * - Rockbox: .scrobbler.log.
 *
 * Tidal, Deezer and Apple Music write tables, too; and any other with a header that names an artist and a date is
 * read. Dates that do not say their zone are in UTC.
 *
 * @throws NotAHistory when there is no column of artists or of dates
 */
export async function tableHistory(chunks: AsyncGenerator<string>, label: string): Promise<FoundHistory> {
  const start = await readStart(chunks, label);
  const { delimiter, text, skipped } = withoutPreamble(start);
  const records = new TableRecords(delimiter, skipped);
  const sample = [...records.add(text), ...records.end()].slice(0, SAMPLE_ROWS);
  const rows = sample.flatMap(({ cells }) => (cells ? [cells] : []));
  if (rows.length === 0) throw new NotAHistory(label, 'has no rows');
  const isLog = SCROBBLER_LOG.test(start);
  const layout = tableLayout(isLog ? [SCROBBLER_LOG_TITLES, ...rows] : rows, label);
  const plays = new TablePlays(
    isLog ? { ...layout, header: undefined, mark: { column: 5, plays: ['L', ''] } } : layout,
    // Where commas stand before decimals, they do not part columns.
    delimiter === ';' ? ',' : '.',
  );
  const width = rows[0].length;
  return {
    title: layout.title,
    why: () => plays.why(),
    repeatsCount: true,
    namesUsers: layout.user !== undefined,
    rows: allRows(text, chunks, new TableRecords(delimiter, skipped, width), plays, label),
    lineOf: (row) => plays.lineOf(row),
    notes: () => plays.notes(),
  };
}

async function* allRows(
  start: string,
  chunks: AsyncIterable<string>,
  records: TableRecords,
  plays: TablePlays,
  label: string,
) {
  plays.add(records.add(start));
  for await (const chunk of chunks) {
    plays.add(records.add(chunk));
    if (records.pending > LONGEST_LINE) throw tooLong(label, records.lineCount + 1);
    if (records.lineCount > MOST_LINES) throw tooManyRows(label);
    if (records.broken > MOST_BROKEN) {
      throw new InputError(
        `${label} has more than ${formatCount(MOST_BROKEN)} rows whose quotes do not close; export it again`,
      );
    }
  }
  plays.add(records.end());
  yield* plays.rows();
}

/** As much as shows what the columns are. */
async function readStart(chunks: AsyncGenerator<string>, label: string): Promise<string> {
  const parts: string[] = [];
  for (let length = 0; length < SAMPLE_CHARACTERS; ) {
    const { value, done } = await chunks.next();
    if (done) break;
    parts.push(value);
    length += value.length;
  }
  const start = parts.join('');
  if (start.length > LONGEST_LINE && !start.includes('\n')) throw tooLong(label, 1);
  return start;
}

/** A spreadsheet is told the delimiter by a line `sep=;`; comments may stand before the first row. */
function withoutPreamble(start: string): { delimiter: string; text: string; skipped: number } {
  let text = start;
  let told: string | undefined;
  for (let skipped = 0; ; skipped++) {
    const line = /^[^\r\n]*(\r\n?|\n)?/.exec(text)?.[0] ?? '';
    const sep = /^"?sep=([^"\r\n])"?[\r\n]/i.exec(line);
    // A first artist may begin with a number sign.
    const isComment = line.startsWith('#') && !/[,;\t|].*[,;\t|]/.test(line);
    const isSkipped = sep !== null || line.trim() === '' || isComment;
    if (line === '' || !isSkipped) return { delimiter: told ?? delimiterOf(text), text, skipped };
    told ??= sep?.[1];
    text = text.slice(line.length);
  }
}

/** The one that finds a column of artists in the first row, else the one that it has most of. */
function delimiterOf(text: string): string {
  const line = /^[^\r\n]*/.exec(text)?.[0] ?? '';
  const cells = DELIMITERS.map((sign) => line.split(sign).map((cell) => cell.replaceAll('"', '').trim()));
  const named = cells.findIndex(
    (titles) => titles.length > 1 && new TableTitles(titles).artist !== undefined,
  );
  if (named >= 0) return DELIMITERS[named];
  const counts = cells.map(({ length }) => length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))];
}

function tooLong(label: string, line: number): InputError {
  return new NotAHistory(label, `has more than ${formatBytes(LONGEST_LINE)} in line ${formatCount(line)}`);
}
