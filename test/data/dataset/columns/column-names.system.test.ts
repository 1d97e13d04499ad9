import { describe, expect, it } from 'vitest';
import type { OpenOptions } from '#listenlab/data/dataset/open.js';
import { rowsOf, testFolder } from '../support.js';

const { write, open, clean } = testFolder();
let made = 0;
const openText = (text: string, options: OpenOptions = {}, extension = 'csv') =>
  open(write(`names-${made++}.${extension}`, text), options);

async function refusalOf(header: string, options: OpenOptions = {}, extension = 'csv') {
  const text = `${header}\n${header.replace(/[^\t,]+/g, 'x')}\n`;
  const error = await openText(text, options, extension).catch((reason: unknown) => reason);
  return error as { message: string; atCommandLine: string };
}

describe('usual column names', () => {
  it.each([
    ['userId', 'artistName', 'playCount'],
    ['user_id', 'artist_name', 'play_count'],
    ['User ID', 'Artist Name', 'Listens'],
    ['username', 'artist name', 'playcount'],
    ['user_name', 'artist_name', 'scrobbles'],
    ['Benutzer', 'Künstler', 'Wiedergaben'],
    ['utilisateur', 'artiste', "nombre d'écoutes"],
    ['usuario', 'artista', 'reproducciones'],
    ['t.user', 't.artist', 'sum(t.plays)'],
    ['u.user_id', 'artist:string', 'plays:int'],
    ['user:', 'artist:', 'plays:'],
    ['user_id:token', 'artist_name', 'plays (total)'],
    ['userId', 'artistName', 'COUNT(*)'],
    ['userId', 'artistName', 'sum(plays)'],
    ['userId', 'artistName', 'plays [count]'],
    ['userId', 'artistName', 'n_plays'],
  ])('are recognized, with a note: %s, %s, %s', async (user, artist, plays) => {
    const note = `columns recognized by their usual names: '${user}' for user, '${artist}' for artist, '${plays}' for plays`;
    const record = { [user]: 'ann', other: 'x', [artist]: 'Low', [plays]: 3 };
    const text = (delimiter: string) =>
      `${Object.keys(record).join(delimiter)}\n${Object.values(record).join(delimiter)}\n`;
    const files = { csv: text(','), tsv: text('\t'), txt: text(';'), json: JSON.stringify([record]) };
    for (const [extension, content] of Object.entries(files)) {
      const raw = await openText(content, {}, extension);
      expect(await rowsOf(raw, 'SELECT "user", artist, plays FROM plays')).toEqual([['ann', 'Low', 3]]);
      expect((await raw.clean()).notes).toEqual([note]);
    }
  });

  it.each([
    'user,artist,max(plays)',
    'user,artist,plays (%)',
    'user,artist.id,plays',
    'user (country),artist,plays',
    'user:1,artist:2,plays',
  ])('are not recognized if they usually mean something else: %s', async (header) => {
    expect((await refusalOf(header)).message).toMatch(/has no column '(?:user|artist|plays)'/);
  });

  it('are used only for columns that have no exact match and were not given', async () => {
    const text = 'user_id,user,artist,plays,listens\nx,ann,Low,3,5\n';
    const raw = await openText(text);
    expect(await rowsOf(raw, 'SELECT "user", artist, plays FROM plays')).toEqual([['ann', 'Low', 3]]);
    expect((await raw.clean()).notes).toEqual([]);
    const named = await openText(text, { columns: { user: 'user_id', plays: 'listens' } });
    expect(await rowsOf(named, 'SELECT "user", artist, plays FROM plays')).toEqual([['x', 'Low', 5]]);
    expect((await named.clean()).notes).toEqual([]);
  });

  it('are used when listens are counted, but not beside a column of plays', async () => {
    const listens = 'user_id,artist_name,played_at\nann,Low,2020-01-01T00:00:00Z\n';
    const cleaned = await clean(await openText(listens, { countListens: true }));
    expect([...(await cleaned.listens())].map(({ time }) => time)).toEqual([Date.UTC(2020, 0, 1)]);
    const { message } = await refusalOf('user_id,artist_name,play_count', { countListens: true });
    expect(message).toMatch(/has a column 'play_count', so its rows are more than single listens; leave/);
  });

  it.each([
    [
      'user_id,user_name,artist_name,plays',
      "no column 'user'; 'user_id' and 'user_name' may both be meant; say which, as in: --columns user=user_id,artist=artist_name,plays=plays",
    ],
    [
      'userId,artistName,listens,scrobbles',
      "no column 'plays'; 'listens' and 'scrobbles' may both be meant; say which, as in: --columns user=userId,artist=artistName,plays=listens",
    ],
  ])('are refused if two columns may be meant: %s', async (header, said) => {
    expect((await refusalOf(header)).atCommandLine).toContain(said);
  });

  it.each([
    ['id,artist,plays', 'say which columns to use with --columns user=id,artist=artist,plays=plays'],
    ['userId,movieId,rating', 'say which columns to use with --columns user=userId,artist=...,plays=...'],
    [
      'customer\tBand Name\tcount',
      "say which columns to use with --columns 'user=customer,artist=Band Name,plays=count'",
    ],
    ['user_id,artist_name,count', 'otherwise say which column has the plays with --columns plays=count'],
    ['user_id,artist_name,rating', 'otherwise say which column has the plays with --columns plays=...'],
  ])('are suggested if they may mean something else: %s', async (header, advice) => {
    const { atCommandLine } = await refusalOf(header, {}, header.includes('\t') ? 'tsv' : 'csv');
    expect(atCommandLine.endsWith(advice)).toBe(true);
  });

  it.each([
    ['listener;band;heard\nann;kent;3\nbo;Low;4\n', 'heard'],
    ['listener;band;heard\nann;kent;often\nbo;Low;4\n', '...'],
    ['listener;band;heard;year\nann;kent;3;1999\nbo;Low;4;2001\n', '...'],
  ])('are completed with the only column left, if it holds numbers: %j', async (text, plays) => {
    const error = await openText(text).catch((reason: unknown) => reason);
    const advice = `with the option columns: { user: 'listener', artist: 'band', plays: '${plays}' }`;
    expect(String(error).endsWith(advice)).toBe(true);
  });

  it('are suggested for the columns that were not given', async () => {
    const columns = { user: 'customer', artist: 'musician' };
    expect((await refusalOf('customer,band,count', { columns })).message).toMatch(
      /has no column 'musician'; .*with the option columns: \{ user: 'customer', artist: 'band', plays: 'count' \}$/,
    );
  });
});
