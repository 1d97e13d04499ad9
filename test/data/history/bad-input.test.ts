import { closeSync, existsSync, ftruncateSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openPlays } from '#listenlab/data/dataset/open.js';
import { readListeningHistory } from '#listenlab/data/history/read-listening-history.js';
import { wideText } from '../../support/wide-text.js';
import { zip } from '../dataset/archives.js';
import { fixture, historyFolder, mistake, zippedFixture } from './support.js';

const { folder, write } = historyFolder();
const EXPECTED =
  'expected a listening history: Spotify (StreamingHistory_music_0.json, Streaming_History_Audio_2020_0.json ' +
  'or the zip they come in), a CSV of Last.fm scrobbles, or an export of ListenBrainz, YouTube Music, Apple Music, Tidal or Deezer';
const NO_ORDER =
  'and does not have the columns artist, album, track, date and time that are expected without a header';
const SCROBBLE = 'artist,track,uts\nBj\xf6rk,Hey,1700000000\n';
const ROW = { endTime: '2019-01-31 12:00', artistName: 'Low', trackName: 'Hey', msPlayed: 30_000 };

const refusal = (file: string) => mistake(readListeningHistory(file));

describe('reading a listening history', () => {
  it('refuses a missing path or one that is not text', async () => {
    const missing = path.join(folder, 'missing.zip');
    expect(await refusal(missing)).toBe(`no file or folder ${missing}; check the path`);
    expect(await mistake(readListeningHistory(undefined as unknown as string))).toBe(
      'path is undefined; expected the path of an export',
    );
  });

  const listen = (user: unknown, listened_at: number) =>
    JSON.stringify({
      ...{ user_name: user, listened_at },
      track_metadata: { artist_name: 'Low', track_name: 'Hey' },
    });

  it.each([
    ['user.csv', 'user,artist,track,date\nann,Low,Hey,2020-01-01 10:00\nbob,Low,Hey,2020-01-01 11:00\n'],
    ['user-name.csv', 'artist,track,date,user_name\nLow,Hey,2020-01-02,ann\nLow,Hey,2020-01-01,bob\n'],
    ['dump.jsonl', `${listen('ann', 1_600_000_000)}\n${listen('bob', 1_600_000_100)}\n`],
    [
      'scrobbles.json',
      '[{"artist":"Low","date":"1600000000","user":"ann"},{"artist":"Low","date":"1600000100","user":"bob"}]',
    ],
  ])('refuses a file with the plays of several people: %s', async (name, content) => {
    const file = write(`people/${name}`, content);
    const problem = `${file} names 2 people (ann, bob); expected the plays of one; keep the rows of one, or `;
    const error = await readListeningHistory(file).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      message: `${problem}open it as a dataset: openDataset(path, { countListens: true })`,
      atCommandLine: `${problem}give it as a dataset: --dataset ${file} --count-listens`,
    });
    const { dataset } = await (await openPlays(file, { countListens: true, dataDirectory: folder })).clean();
    expect((await dataset.interactions()).users.names).toEqual(['ann', 'bob']);
    dataset.close();
  });

  it('refuses a folder with the plays of several people', async () => {
    for (const user of ['ann', 'bob']) write(`two/${user}.csv`, `user,artist,date\n${user},Low,2020-01-01\n`);
    const two = path.join(folder, 'two');
    expect(await refusal(two)).toBe(
      `${two} names 2 people (ann, bob); expected the plays of one; give the files of one of them`,
    );
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])(
    'refuses a threshold of %d s',
    async (minimumSeconds) => {
      expect(await mistake(readListeningHistory(fixture('spotify-account'), { minimumSeconds }))).toBe(
        `minimumSeconds is ${minimumSeconds}; expected a finite number, 0 or more, or leave it out for 30`,
      );
    },
  );
});

describe('a file that is not a listening history', () => {
  it.each<[string, string | Buffer, string]>([
    ['empty.json', '', `is empty; ${EXPECTED}`],
    ['blank.csv', '\ufeff \n\n', `is empty; ${EXPECTED}`],
    ['Playlist1.json', '{"playlists":[],"x":1}', `holds JSON with playlists, x; ${EXPECTED}`],
    ['pretty.json', '{\n "userName": "x"\n}\n', `holds JSON with userName; ${EXPECTED}`],
    [
      'StreamingHistory_podcast_0.json',
      '[{"endTime":"2024-03-01 09:00","podcastName":"A","episodeName":"B","msPlayed":1}]',
      'holds no plays (1 row: a podcast, in row 1); expected the history of someone who has listened to music',
    ],
    ['top-artists.json', '[[{"artist":{"#text":"Low"}}]]', `holds JSON with artist; ${EXPECTED}`],
    ['numbers.json', '[[1,2],[3]]', `holds JSON with a list of single values; ${EXPECTED}`],
    ['picture.jpg', Buffer.from('ffd8ffe000104a464946', 'hex'), 'is a JPEG image; '],
    ['zeros.bin', Buffer.alloc(64), `is a binary file (byte 1 is zero); ${EXPECTED}`],
    [
      'zero.csv',
      'artist,uts\nBj\0rk,1700000000\n',
      "has a zero byte (NUL) in line 2; remove all of them, e.g. tr -d '\\000' < FILE > NEW",
    ],
    [
      'latin1.csv',
      Buffer.from('artist,uts\nBj\xf6rk,1700000000\n', 'latin1'),
      'is not valid UTF-8 in line 2; re-encode it, e.g. iconv -f LATIN1 -t UTF-8 FILE > NEW, with the encoding that it was written in',
    ],
    [
      'windows.csv',
      Buffer.from('artist,uts\nLow \x96 Live,1700000000\n', 'latin1'),
      'is not valid UTF-8 in line 2; re-encode it, e.g. iconv -f CP1252 -t UTF-8 FILE > NEW, with the encoding that it was written in',
    ],
    [
      'cut-name.csv',
      Buffer.concat([Buffer.from('artist,uts\nBj\xf6rk,1700000000\n'), Buffer.from([0xc3])]),
      'is not valid UTF-8 in line 3, though other lines are; correct that line, or drop what cannot be read, ',
    ],
    ...(['UTF-16LE', 'UTF-16BE', 'UTF-32', 'UTF-32LE', 'UTF-32BE'] as const).map(
      (encoding): [string, Buffer, string] => [
        `${encoding}.csv`,
        wideText(SCROBBLE, encoding),
        `is encoded as ${encoding}; expected UTF-8: re-encode it, e.g. iconv -f ${encoding} -t UTF-8 FILE > NEW`,
      ],
    ),
    [
      'plays.csv',
      'user,song,plays\nann,Hey,3\n',
      `has no column 'artist' ${NO_ORDER} (its first line: user, song, plays); ${EXPECTED}`,
    ],
    [
      'top-artists.csv',
      'Artist;Scrobbles;Rank\nLow;30;1\n',
      `has artists but no column of dates (its columns: Artist, Scrobbles, Rank), so it lists no plays; expected a row for each play; name the column with the time 'date'`,
    ],
    [
      'two-lines.csv',
      'id,"played\nby"\n1,ann\n',
      `has no column 'artist' ${NO_ORDER} (its first line: id, played by); ${EXPECTED}`,
    ],
    [
      'prose.txt',
      'Dear diary,\ntoday I listened to Low, and then, again, to Mogwai.\n',
      `has no column 'artist' ${NO_ORDER} (its first line: Dear diary`,
    ],
    [
      'Streaming_History_Video_2020.json',
      '[]',
      "is Spotify's history of videos, which is not read as music; ",
    ],
  ])('is refused with what it is: %s', async (name, content, expected) => {
    const file = write(name, content);
    const message = await refusal(file);
    expect(message.startsWith(`${file} ${expected}`), message).toBe(true);
    expect(message).not.toContain('\n');
  });

  it('is refused when cut off, with the position but not the contents', async () => {
    const whole = JSON.stringify([ROW, ROW]);
    const cut = write('cut.json', whole.slice(0, -20));
    expect(await refusal(cut)).toMatch(
      /^.*cut\.json is damaged: its JSON is invalid at its end; download or unpack the export again$/,
    );
    expect(await refusal(write('signs.json', `[${JSON.stringify(ROW)}}`))).toMatch(
      /signs\.json is damaged: its JSON is invalid in its first 1,000 characters; /,
    );
    const lines = write(
      'cut.jsonl',
      '{"listened_at":1,"track_metadata":{"artist_name":"Low"}}\n{"listened_at":2,"tr',
    );
    expect(await refusal(lines)).toMatch(/^.*cut\.jsonl is damaged: its JSON is invalid at its end; /);
  });

  it('is refused if larger than any history', async () => {
    const file = path.join(folder, 'film.json');
    const descriptor = openSync(file, 'w');
    ftruncateSync(descriptor, 2 ** 30);
    closeSync(descriptor);
    expect(await refusal(file)).toBe(`${file} is 1.0 GiB in size; expected at most 384.0 MiB`);
  });
});

describe('a history without plays', () => {
  it('is refused with the reasons why rows do not count', async () => {
    const file = write(
      'short.json',
      JSON.stringify([
        { ...ROW, msPlayed: 1 },
        { ...ROW, artistName: ' ' },
        { ...ROW, artistName: '\u00a0\u3000' },
        { ...ROW, artistName: '\u200b\u2800' },
      ]),
    );
    expect(await refusal(file)).toBe(
      `${file} holds no plays (3 rows: no artist, in rows 2, 3, 4; 1 row: played for less than 30 s, in row 1); ` +
        'expected the history of someone who has listened to music',
    );
    const empty = write('StreamingHistory0.json', '[]');
    expect(await refusal(empty)).toContain('holds no plays (its lists are empty)');
  });
});

describe('a folder', () => {
  it('is refused without a history', async () => {
    const empty = path.join(folder, 'nothing');
    mkdirSync(empty);
    expect(await refusal(empty)).toBe(`folder ${empty} holds no files; ${EXPECTED}`);
    for (const name of ['a.txt', 'b.zip', 'c.txt', 'd.txt', 'e.txt', 'f.txt']) write(`other/${name}`, 'x');
    expect(await refusal(path.join(folder, 'other'))).toMatch(
      /^folder .*other holds no listening history \(found: .*, .*, .*, .*, .* and 1 more\); expected .*; to read b\.zip, give its own path$/,
    );
  });

  it('is refused if two kinds of export may contain the same plays', async () => {
    const first = write('mixed/StreamingHistory0.json', JSON.stringify([ROW]));
    const second = write(
      'mixed/Streaming_History_Audio_2019_0.json',
      '[{"ts":"2019-01-31T12:00:05Z","ms_played":30000,"master_metadata_album_artist_name":"Low"}]',
    );
    expect(await refusal(path.dirname(first))).toBe(
      `${first} holds Spotify account data and ${second} holds Spotify extended streaming history, ` +
        'which may contain the same plays; give one of them',
    );
  });
});

describe('a zip', () => {
  it('is refused if it is empty, holds something else or is cut off', async () => {
    const empty = write('empty.zip', zip([]));
    expect(await refusal(empty)).toBe(`zip ${empty} holds no files; ${EXPECTED}`);
    const other = write('other.zip', zip([{ path: 'photos/cat.png', content: 'x' }]));
    expect(await refusal(other)).toBe(
      `zip ${other} holds no listening history (found: photos/cat.png); ${EXPECTED}`,
    );
    const nested = write('nested.zip', zip([{ path: 'Apple Music Activity.zip', content: 'x' }]));
    expect(await refusal(nested)).toMatch(
      /; to read Apple Music Activity\.zip, unpack it first and give its own path$/,
    );
    const cut = write('cut.zip', zippedFixture('spotify-account', '').subarray(0, 900));
    expect(await refusal(cut)).toMatch(
      /^.*cut\.zip cannot be unpacked \(.*\); download the archive again, or unpack it and give the folder$/,
    );
  });

  it.each(['../StreamingHistory9.json', '/tmp/StreamingHistory9.json', 'C:/StreamingHistory9.json'])(
    'is refused if it contains the path %s',
    async (name) => {
      const file = write('outside/x.zip', zip([{ path: name, content: JSON.stringify([ROW]) }]));
      const message = await refusal(file);
      expect(message).toMatch(/^.*x\.zip cannot be unpacked \((invalid relative|absolute) path: /);
      expect(message).toContain(name);
      expect(existsSync(path.join(folder, 'StreamingHistory9.json'))).toBe(false);
    },
  );

  it('is refused if a member is or claims to be too large, or is damaged', async () => {
    const archive = zip([{ path: 'StreamingHistory0.json', content: JSON.stringify([ROW]) }]);
    const directory = archive.indexOf('PK\x01\x02', 0, 'latin1');
    const changed = (at: number, value: number) => {
      const copy = Buffer.from(archive);
      copy.writeUInt32LE(value, directory + at);
      return copy;
    };
    const huge = write('huge.zip', changed(24, 0xf000_0000));
    expect(await refusal(huge)).toBe(
      `StreamingHistory0.json in ${huge} is 3.8 GiB in size; expected at most 384.0 MiB`,
    );
    const bomb = write('bomb.zip', changed(24, 10));
    expect(await refusal(bomb)).toMatch(
      /^StreamingHistory0\.json in .*bomb\.zip cannot be unpacked \(.*too many bytes/,
    );
    const damaged = Buffer.from(archive);
    damaged.fill(0xff, 60, 70);
    expect(await refusal(write('damaged.zip', damaged))).toMatch(/damaged\.zip cannot be unpacked \(/);
  });

  it.each([
    [12, 0, 'its files are compressed with bzip2, and in a zip only Deflate is read'],
    [14, 0, 'its files are compressed with LZMA, and in a zip only Deflate is read'],
    [93, 0, 'its files are compressed with Zstandard, and in a zip only Deflate is read'],
    [8, 1, 'its files are encrypted'],
    [99, 1, 'its files are encrypted'],
  ])('is refused if its files cannot be unpacked: method %i, flags %i', async (method, flags, found) => {
    const archive = zip([{ path: 'StreamingHistory0.json', content: JSON.stringify([ROW]) }]);
    const directory = archive.indexOf('PK\x01\x02', 0, 'latin1');
    archive.writeUInt16LE(flags, directory + 8);
    archive.writeUInt16LE(method, directory + 10);
    const message = await refusal(write('method.zip', archive));
    expect(message).toContain(`method.zip cannot be unpacked (${found}); unpack it`);
    expect(message).toMatch(/with 7-Zip \(7z x FILE\), and give the unpacked file$/);
  });

  it('is refused if it ends early or is followed by other data', async () => {
    const archive = zip([{ path: 'StreamingHistory0.json', content: JSON.stringify([ROW]) }]);
    expect(await refusal(write('early.zip', archive.subarray(0, -4)))).toMatch(
      /early\.zip cannot be unpacked \(it ends too early, as after an interrupted download\); download/,
    );
    expect(await refusal(write('behind.zip', Buffer.concat([archive, Buffer.from('x')])))).toMatch(
      /behind\.zip cannot be unpacked \(it is followed by data that is not part of it\); unpack it, e\.g\. unzip/,
    );
  });

  it('is refused for a wrong checksum', async () => {
    const archive = zip([{ path: 'StreamingHistory0.json', content: JSON.stringify([ROW]) }]);
    archive.writeUInt32LE(1, archive.indexOf('PK\x01\x02', 0, 'latin1') + 16);
    expect(await refusal(write('checksum.zip', archive))).toMatch(
      /checksum\.zip cannot be unpacked \(its checksum is wrong\)/,
    );
  });
});
