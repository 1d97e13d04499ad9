import { describe, expect, it } from 'vitest';
import { droppedRows, rowsOf, testFolder } from '../support.js';

const { write, open, clean } = testFolder();
let made = 0;

const BJORK = '87c5dedd-371d-4a53-9f7f-80522fb7f3cb';
const LOW = '83b9cbe7-9857-49e2-ab8e-b57b01038103';
const OTHER = 'a3cb23fc-acd3-4ce0-8f36-1e5aa6a18432';

type Row = readonly [user: string, mbid: string, artist: string, plays: number];
const in360K = (rows: readonly Row[]) => rows.map((row) => `${row.join('\t')}\n`).join('');
const open360K = (rows: readonly Row[]) => open(write(`ids-${made++}.tsv`, in360K(rows)));

const SPELLED: readonly Row[] = [
  ['ann', BJORK, 'björk', 10],
  ['ann', LOW, 'low', 3],
  ['bob', BJORK, 'bjork', 4],
  ['bob', '', 'low', 2],
  ['cid', BJORK.toUpperCase(), 'Bjork', 7],
  ['ann', BJORK, 'bjork', 1],
];

describe('MusicBrainz ids', () => {
  it('are kept for each artist', async () => {
    const cleaned = await clean(await open360K(SPELLED));
    expect(
      await rowsOf(cleaned, 'SELECT artist, mbid FROM artists JOIN artist_mbids USING (artist_index)'),
    ).toEqual([
      ['Bjork', BJORK],
      ['bjork', BJORK],
      ['björk', BJORK],
      ['low', LOW],
    ]);
  });

  it('report several spellings of one artist and drop nothing', async () => {
    const raw = await open360K(SPELLED);
    const { dataset, notes } = await raw.clean();
    expect(notes).toEqual([
      "3 artists share a MusicBrainz id with others and may be 1 artist spelled in several ways: 'björk' and " +
        "'Bjork' and 'bjork'; clean({ mergeByMbid: true }), or --merge-by-mbid on the command line, merges them",
    ]);
    expect(await droppedRows(dataset)).toEqual({});
    expect((await dataset.interactions()).artists.names).toEqual(['Bjork', 'bjork', 'björk', 'low']);
    dataset.close();
  });

  it('merge spellings into the most played one if requested', async () => {
    const raw = await open360K(SPELLED);
    const { dataset, notes } = await raw.clean({ mergeByMbid: true });
    expect(notes).toEqual([
      "3 spellings with the same MusicBrainz id were merged into 1 artist, each under its most played spelling: 'björk' and 'Bjork' and 'bjork'",
    ]);
    expect(await rowsOf(dataset, 'FROM plays ORDER BY "user", artist')).toEqual([
      ['ann', 'björk', 11],
      ['ann', 'low', 3],
      ['bob', 'björk', 4],
      ['bob', 'low', 2],
      ['cid', 'björk', 7],
    ]);
    expect(await droppedRows(dataset)).toEqual({ 'repeated pair, plays added to the first': [1, '6'] });
    expect((await dataset.interactions()).artists.names).toEqual(['björk', 'low']);
    // Cleaning without the option is not affected.
    expect((await (await clean(raw)).interactions()).artists.names).toHaveLength(4);
    dataset.close();
  });

  it('are resolved to the most frequent one if an artist has several', async () => {
    const rows: readonly Row[] = [
      ['ann', OTHER, 'low', 1],
      ['bob', LOW, 'low', 1],
      ['cid', LOW, 'low', 1],
      ['ann', OTHER, 'Low (other)', 1],
    ];
    const text = `user,artist,plays,artist_mbid\n${rows.map(([user, mbid, artist, plays]) => [user, artist, plays, mbid].join()).join('\n')}\n`;
    const { dataset, notes } = await (await open(write('several.csv', text))).clean({ mergeByMbid: true });
    expect(notes).toEqual(['no two artists share a MusicBrainz id; none were merged']);
    dataset.close();
  });

  it('are read from a column named mbid or the one given, and only if they are valid', async () => {
    const text = `user;artist;plays;id\nann;A;1;${LOW}\nann;B;2;${LOW}\nbob;C;3;12\nbob;D;4;12\n`;
    const raw = await open(write('named.csv', text), { columns: { mbid: 'id' } });
    const { dataset } = await raw.clean({ mergeByMbid: true });
    expect((await dataset.interactions()).artists.names).toEqual(['B', 'C', 'D']);
    dataset.close();
  });

  it('are also read from JSON tables, from any row of an artist, and with counted listens', async () => {
    const record = (user: string, artist: string, mbid = BJORK) => JSON.stringify({ user, artist, mbid });
    const json = `[${record('ann', 'Björk', '')},${record('ann', 'Bjork')},${record('ann', 'Björk')}]`;
    const raw = await open(write('ids.json', json), { countListens: true });
    const { dataset } = await raw.clean({ mergeByMbid: true });
    expect(await rowsOf(dataset, 'FROM plays')).toEqual([['ann', 'Björk', 3]]);
    dataset.close();
  });

  it('are required for merging by id', async () => {
    const raw = await open(write('without.csv', 'user,artist,plays\nann,Low,3\n'));
    await expect(raw.clean({ mergeByMbid: true })).rejects.toThrow(
      /^dataset 'without\.csv' has no MusicBrainz ids to merge artists by; leave mergeByMbid out, or name the column/,
    );
    await expect(raw.clean({ mergeByMbid: 'yes' as never })).rejects.toThrow(
      "mergeByMbid is 'yes'; expected true or false, or leave it out for false",
    );
    await expect(raw.clean({ merge: true } as never)).rejects.toThrow(/'merge'/);
  });
});
