import { textTable } from '../display/text-table.js';

/** Columns of text as aligned lines. */
export function plainTable(columns: Record<string, string[]>): string {
  const names = Object.keys(columns);
  const rows = Object.values(columns)[0]?.length ?? 0;
  return textTable({
    columns: names,
    index: Array.from({ length: rows }, () => ''),
    cells: Object.values(columns),
    numeric: names.map(() => false),
    moreRows: 0,
  });
}

/** Artists, ranked from 1, and their scores with four decimals. */
export function scoreTable(scoreName: string, rows: { artist: string; score: number }[]): string {
  return textTable({
    columns: ['artist', scoreName],
    index: rows.map((_, i) => String(i + 1)),
    cells: [rows.map((row) => row.artist), rows.map((row) => row.score.toFixed(4))],
    numeric: [false, true],
    moreRows: 0,
  });
}
