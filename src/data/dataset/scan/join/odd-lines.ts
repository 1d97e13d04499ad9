import { writeFile } from 'node:fs/promises';
import type { Database, Work } from '../../../../duckdb/database.js';
import { isBlankName } from '../../read/cells.js';
import { FLAW, type Flaw } from '../../read/encode.js';
import { selectEveryLine } from '../../read/lines.js';
import type { SortedNames } from '../threads/kernel.js';
import type { ScannedRange } from '../threads/scan-worker.js';
import { textOf } from './merge-names.js';

/** What DuckDB reads in an odd line; what is missing is undefined. */
export interface OddRow {
  /** The line's number in the file, from 0. */
  readonly line: number;
  /** Numbers in the lists of names. */
  readonly user?: number;
  readonly pair?: number;
  readonly plays?: number;
  /** Odd lines may be good. */
  readonly flaw?: Flaw;
}

export interface OddRows {
  readonly rows: readonly OddRow[];
  readonly users: SortedNames;
  readonly pairs: SortedNames;
}

/**
 * The odd lines of a file, judged by DuckDB as those of any other.
 *
 * @throws UnusualName
 */
export async function readOddLines(
  database: Database,
  ranges: readonly ScannedRange[],
  work: Work,
): Promise<OddRows> {
  const users = new NameList();
  const pairs = new NameList();
  const lines = oddLinesOf(ranges);
  if (lines.length === 0) return { rows: [], users: users.sorted(), pairs: pairs.sorted() };
  const file = await database.scratchFile('odd-lines.tsv');
  await writeFile(file, `${lines.map(({ text }) => text).join('\n')}\n`);
  const { columns, rowCount } = await database.query(
    `SELECT "user", artist, mbid, plays, ${FLAW} AS flaw FROM (${selectEveryLine(file, 'lastfm-360k')})`,
    undefined,
    work,
  );
  if (rowCount !== lines.length) throw new Error(`${lines.length} lines were read as ${rowCount} rows`);
  const rows = lines.map(({ line }, i) => {
    const [user, artist] = [seen(columns.user[i]), seen(columns.artist[i])];
    const id = columns.mbid[i] === null ? '' : `\t${columns.mbid[i]}`;
    return {
      line,
      user: user === undefined ? undefined : users.numberOf(user),
      pair: artist === undefined ? undefined : pairs.numberOf(artist + id),
      plays: (columns.plays[i] as number | null) ?? undefined,
      flaw: flawOf(columns.flaw[i] as Flaw | null, user, artist),
    };
  });
  return { rows, users: users.sorted(), pairs: pairs.sorted() };
}

/** A name with anything to be seen in it. */
function seen(name: unknown): string | undefined {
  return name === null || isBlankName(String(name)) ? undefined : String(name);
}

/** What is wrong, where blank names count as missing ones. */
function flawOf(flaw: Flaw | null, user: string | undefined, artist: string | undefined): Flaw | undefined {
  if (flaw === 'blank' || flaw === 'malformed') return flaw;
  return user === undefined ? 'user' : artist === undefined ? 'artist' : (flaw ?? undefined);
}

function oddLinesOf(ranges: readonly ScannedRange[]): { line: number; text: string }[] {
  let before = 0;
  return ranges
    .flatMap(({ windows }) => windows)
    .flatMap(({ odd, plays }) => {
      const found = odd.map(({ line, text }) => ({ line: before + line, text: textOf(text) }));
      before += plays.length + odd.length;
      return found;
    });
}

/** Names numbered as they come. */
class NameList {
  readonly #numbers = new Map<string, number>();

  numberOf(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    this.#numbers.set(name, this.#numbers.size);
    return this.#numbers.size - 1;
  }

  /** As a range has its names; the artist, which comes first, decides, so that a tab must count as less than any letter. */
  sorted(): SortedNames {
    const keyed = [...this.#numbers].map(([name, number]) => ({
      bytes: Buffer.from(`${name}\n`),
      key: Buffer.from(name.replace(/\t.*/s, '')),
      number,
    }));
    keyed.sort((a, b) => Buffer.compare(a.key, b.key));
    return {
      texts: Buffer.concat(keyed.map(({ bytes }) => bytes)),
      order: Int32Array.from(keyed, ({ number }) => number),
    };
  }
}
