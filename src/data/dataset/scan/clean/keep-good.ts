import { allocateCsr, type CsrMatrix } from '../../../../engine/matrix/csr.js';
import type { ScannedPlays } from '../scan-plays.js';
import type { BlankNames } from './find-flaws.js';

/** Names that have a good row, and their plays. */
export interface KeptPlays {
  readonly users: readonly string[];
  readonly artists: readonly string[];
  /** (artists) empty where there is none */
  readonly mbids: readonly string[];
  /** (users x artists) */
  readonly matrix: CsrMatrix;
  /** (artists x users) the same transposed, see {@link ScannedPlays} */
  readonly byArtist: ScannedPlays['byArtist'];
  /** Plays by position, where 32-bit floats cannot hold them. */
  readonly large: ReadonlyMap<number, number>;
}

/** Leaves out names without a good row: those of wrong lines only, and blank ones. */
export function keepGood(scanned: ScannedPlays, blank: BlankNames): KeptPlays {
  const { users, artists, mbids, matrix, large, byArtist } = scanned;
  const { userRows, artistRows } = countGood(matrix, blank);
  if (userRows.every((rows) => rows > 0) && artistRows.every((rows) => rows > 0)) {
    return { users, artists, mbids, matrix, large, byArtist };
  }
  const keptUsers = numbersOf(userRows);
  const keptArtists = numbersOf(artistRows);
  return {
    users: keptUsers.map((user) => users[user]),
    artists: keptArtists.map((artist) => artists[artist]),
    mbids: keptArtists.map((artist) => mbids[artist]),
    ...select(matrix, keptUsers, keptArtists, large),
    byArtist: byArtist.then((all) => all && select(all, keptArtists, keptUsers).matrix),
  };
}

function countGood({ rows, columns, indptr, indices }: CsrMatrix, blank: BlankNames) {
  const userRows = new Int32Array(rows);
  const artistRows = new Int32Array(columns);
  for (let user = 0; user < rows; user++) {
    if (blank.users.has(user)) continue;
    userRows[user] = indptr[user + 1] - indptr[user];
    for (let i = indptr[user]; i < indptr[user + 1]; i++) artistRows[indices[i]]++;
    if (blank.artists.size === 0) continue;
    for (let i = indptr[user]; i < indptr[user + 1]; i++) if (blank.artists.has(indices[i])) userRows[user]--;
  }
  for (const artist of blank.artists) artistRows[artist] = 0;
  return { userRows, artistRows };
}

function numbersOf(rows: Int32Array): number[] {
  const numbers: number[] = [];
  for (const [number, count] of rows.entries()) if (count > 0) numbers.push(number);
  return numbers;
}

/** The part of a matrix in these rows and columns, both in rising order. */
function select(
  matrix: CsrMatrix,
  keptRows: readonly number[],
  keptColumns: readonly number[],
  large: ReadonlyMap<number, number> = new Map(),
): Pick<KeptPlays, 'matrix' | 'large'> {
  const columnOf = new Int32Array(matrix.columns).fill(-1);
  for (const [column, kept] of keptColumns.entries()) columnOf[kept] = column;
  const { indptr, indices, values } = matrix;
  let entries = 0;
  for (const row of keptRows)
    for (let i = indptr[row]; i < indptr[row + 1]; i++) if (columnOf[indices[i]] >= 0) entries++;
  const kept = allocateCsr(keptRows.length, keptColumns.length, entries);
  const keptLarge = new Map<number, number>();
  let filled = 0;
  for (const [newRow, row] of keptRows.entries()) {
    for (let i = indptr[row]; i < indptr[row + 1]; i++) {
      const column = columnOf[indices[i]];
      if (column < 0) continue;
      kept.indices[filled] = column;
      kept.values[filled] = values[i];
      const plays = large.size > 0 ? large.get(i) : undefined;
      if (plays !== undefined) keptLarge.set(filled, plays);
      filled++;
    }
    kept.indptr[newRow + 1] = filled;
  }
  return { matrix: kept, large: keptLarge };
}
