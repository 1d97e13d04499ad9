import { textTable } from '../notebook/display/draw-table.js';

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

/** Artists, ranked from 1, with their plays and what they contribute, and a line for what the others do. */
export function contributionTable(
  rows: { artist: string; plays: number; contribution: number }[],
  others: number,
): string {
  const rest = others === 0 ? [] : [['(others)', '', others.toFixed(4)]];
  const cells = [
    ...rows.map(({ artist, plays, contribution }) => [artist, String(plays), contribution.toFixed(4)]),
    ...rest,
  ];
  return textTable({
    columns: ['artist', 'plays', 'contribution'],
    index: cells.map((_, i) => (i < rows.length ? String(i + 1) : '')),
    cells: [0, 1, 2].map((column) => cells.map((row) => row[column])),
    numeric: [false, true, true],
    moreRows: 0,
  });
}
