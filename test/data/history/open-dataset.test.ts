import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openDataset } from '#listenlab/index.js';
import { tarGz, zip } from '../dataset/archives.js';
import { fixture, historyFolder, mistake } from './support.js';

const { folder, write } = historyFolder();
const dataDirectory = `${folder}/data`;
const SPOTIFY = JSON.stringify([
  { endTime: '2026-11-28 10:15', artistName: 'kent', trackName: 'Ett', msPlayed: 180_000 },
]);
const SCROBBLES = 'artist,track,date\nkent,Ett,2026-11-28 10:15\n';

describe('a listening history given as a dataset', () => {
  it.each([
    ['spotify.json', SPOTIFY, 'Spotify account data'],
    ['spotify.json.gz', gzipSync(SPOTIFY), 'Spotify account data'],
    [
      'spotify.zip',
      zip([{ path: 'A/StreamingHistory_music_0.json', content: SPOTIFY }]),
      'Spotify account data',
    ],
    ['scrobbles.csv', SCROBBLES, 'Last.fm scrobbles'],
    ["Ann's scrobbles.csv.gz", gzipSync(SCROBBLES), 'Last.fm scrobbles'],
    ['bare.csv', 'kent,B-sidor,Ett,28 Nov 2026 10:15\n', 'Last.fm scrobbles'],
    [
      'lastfmstats.json',
      '{"username":"ann","scrobbles":[{"artist":"kent","track":"Ett","date":1571083932000}]}',
      'Last.fm scrobbles',
    ],
  ])('is recognized, with what to do with it: %s', async (name, content, kind) => {
    const file = write(name, content);
    const command = file.includes("'") ? `'${file.replace("'", "'\\''")}'` : file;
    const message =
      `${file} is a listening history (${kind}), the plays of one person; expected a dataset with the plays of many. ` +
      `Give it to the notebook 06-your-music as the parameter history, or run: npx listenlab my-music ${command} --dataset sample`;
    expect(await mistake(openDataset(file, { dataDirectory }))).toBe(message);
    expect(await mistake(openDataset(file, { dataDirectory, countListens: true }))).toBe(message);
  });

  it.each(['spotify-account', 'spotify-extended', 'listenbrainz', 'lastfm'])(
    'is recognized in a folder: %s',
    async (name) => {
      expect(await mistake(openDataset(fixture(name), { dataDirectory }))).toContain(
        ' is a listening history (',
      );
    },
  );
});

describe('an input that fails for another reason keeps its own error', () => {
  it.each([
    ['listens.csv', 'user,artist,date\nann,kent,2026-11-28 10:15\n', /count them with countListens: true/],
    [
      'listens.csv.gz',
      gzipSync('user,artist,date\nann,kent,2026-11-28 10:15\n'),
      /count them with countListens: true/,
    ],
    [
      'Benutzer.csv',
      'Benutzername;Artist;Datum\nann;kent;2026-11-28 10:15\n',
      /count them with countListens: true/,
    ],
    [
      'listens.json',
      '[{"user":"ann","artist":"kent","date":"2026-11-28"}]',
      /count them with countListens: true/,
    ],
    [
      'quotes.csv',
      'user,artist,plays,date\nann,kent,1,2026-11-28 10:15\nann,"a"b,1,2026-11-28 10:15\n',
      /line 3/,
    ],
    ['bank.csv', 'Date,Payee,Amount\n2026-11-28,kent,3\n', /has no column 'user'/],
    [
      'two.zip',
      zip([
        { path: 'plays.csv', content: 'user,artist,plays\nann,kent,3\n' },
        { path: 'scrobbles.csv', content: SCROBBLES },
      ]),
      /contains several files that may be the plays/,
    ],
    ['pictures.tar.gz', tarGz([{ path: 'a.png', content: 'x' }]), /only a\.png/],
  ])('%s', async (name, content, expected) => {
    const said = await mistake(openDataset(write(name, content), { dataDirectory }));
    expect(said).toMatch(expected);
    expect(said).not.toContain('listening history');
  });

  it('with columns given, or without anything to read', async () => {
    const columns = { user: 'listener' };
    const named = openDataset(write('named.csv', SCROBBLES), { dataDirectory, columns });
    expect(await mistake(named)).toContain("has no column 'listener'");
    expect(await mistake(openDataset('nothing.csv'))).toMatch(/^no file or folder .*nothing\.csv; /);
    expect(await mistake(openDataset('sampel'))).toMatch(/did you mean 'sample'/);
    expect(await mistake(openDataset(7 as unknown as string))).toMatch(/a name or a path/);
    expect(await mistake(openDataset('sample', null as unknown as object))).toBeTruthy();
  });
});
