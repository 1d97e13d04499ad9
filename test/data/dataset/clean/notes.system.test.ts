import { expect, it } from 'vitest';
import { testFolder } from '../support.js';

const { write, open } = testFolder();

it.each<[what: string, names: string[], note: string]>([
  [
    'letters of another encoding',
    ['BjÃ¶rk', 'Low'],
    "1 name with symbols in place of letters, as when UTF-8 text is decoded in another encoding: 'BjÃ¶rk'; it is read as written: if that is wrong, export the table again in UTF-8",
  ],
  [
    'letters of HTML',
    ['Simon &amp; Garfunkel', 'Bj&#246;rk'],
    "2 names with HTML entities in place of characters: 'Bj&#246;rk', 'Simon &amp; Garfunkel'; they are read as written: if that is wrong, export the table as plain text",
  ],
  [
    'errors of spreadsheets',
    ['#NAME?'],
    "'#NAME?' is read as the name of a user or artist: check that it does not stand for a missing value",
  ],
])('names that were altered by another program are noted: %s', async (_, names, note) => {
  const rows = names.map((name) => `ann,${name},3\n`).join('');
  const { dataset, notes } = await (await open(write('odd.csv', `user,artist,plays\n${rows}`))).clean();
  dataset.close();
  expect(notes).toEqual([note]);
});

it('names with similar but harmless characters are not noted', async () => {
  const text = 'user,artist,plays\nann,=Low,3\nann,Earth & Fire;,3\nann,SÃO PAULO,3\nann,Â,3\nann,R&B;,3\n';
  const { dataset, notes } = await (await open(write('fine.csv', text))).clean();
  dataset.close();
  expect(notes).toEqual([]);
});

it('a last row with the sum of all plays is noted', async () => {
  const notesOf = async (rows: string) => {
    const { dataset, notes } = await (await open(write('totals.csv', `user,artist,plays\n${rows}`))).clean();
    dataset.close();
    return notes;
  };
  expect(await notesOf('ann,Low,3\nbob,Low,4\n\nTotal,Total,7\n')).toEqual([
    'line 5 has 7 plays, as many as all other rows together: if it is a row of totals, remove it from the file',
  ]);
  expect(await notesOf('ann,Low,3\nbob,Low,4\nTotal,Total,8\n')).toEqual([]);
  expect(await notesOf('ann,Low,3\nbob,Low,3\n')).toEqual([]);
});

it('a column of plays without numbers is noted with an example', async () => {
  const notesOf = async (cells: string[]) => {
    const rows = cells.map((cell) => `ann,Low,${cell}\n`).join('');
    const { dataset, notes } = await (await open(write('none.csv', `user,artist,plays\n${rows}`))).clean();
    dataset.close();
    return notes;
  };
  const said = (cell: string) =>
    `no row has a whole number of plays from 1, the first is '${cell}' in line 2: check that the right column was read as plays`;
  for (const cell of ['2024-01-02', '12%', '$12', '1:23', '1e400', '-3'])
    expect(await notesOf([cell, cell])).toEqual([said(cell)]);
  expect(await notesOf(['2024-01-02', '3'])).toEqual([]);
});

it('plays as large as timestamps are noted, as the wrong column may have been used', async () => {
  const notesOf = async (name: string, plays: number[]) => {
    const rows = plays.map((count, i) => `ann,artist ${i},${count}\n`).join('');
    const { dataset, notes } = await (await open(write(name, `user,artist,plays\n${rows}`))).clean();
    dataset.close();
    return notes;
  };
  expect(await notesOf('times.csv', [881250949, 881250950, 3])).toEqual([
    'most plays are above 100,000,000, like times in seconds: check that the right column was read as plays',
  ]);
  expect(await notesOf('plays.csv', [881250949, 4, 3])).toEqual([]);
});

it('backslashes in names are noted, as a database may have written them as escapes', async () => {
  const text = 'user\tartist\tplays\nann\tA\\tB\t3\nbob\tAC\\DC\t4\ncat\t\\\\o/\t4\n';
  const { dataset, notes } = await (await open(write('backslashes.tsv', text))).clean();
  dataset.close();
  expect(notes).toEqual([
    "2 names with a backslash before a character, as databases write tabs, line ends and quotes: 'A\\tB', " +
      "'\\\\o/'; they are read as written: if that is wrong, export the table as CSV without backslashes",
  ]);
});
