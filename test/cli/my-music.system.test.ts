import { mkdir, writeFile } from 'node:fs/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { loadModel } from '#listenlab/engine/model/node/load-model.js';
import { zip } from '../data/dataset/archives.js';
import { useFolder } from '../support/folder.js';
import { inProcess } from './in-process.js';
import { listenlab } from './listenlab.js';
import { playsOfTwoCamps } from './plays.js';

// Each test starts several processes that open DuckDB: slow on a busy machine.
const TRAINING = ['--dataset', 'plays.tsv', '--factors', '4', '--alpha', '1', '--threads', '1'];
/** Rock, spelled as a service might spell it; unknown artists; and a play that is too short. */
const SCROBBLED = [
  ['Rock-1', 40_000],
  ['The rock 1', 40_000],
  ['ROCK 2', 300_000],
  ['rok 3', 200_000],
  ['\u001b[2J__proto__', 200_000],
  ['rock 4', 20_000],
] as const;

const folder = useFolder();

beforeEach(async () => {
  await writeFile(folder.file('plays.tsv'), playsOfTwoCamps());
  const rows = SCROBBLED.map(([artistName, msPlayed], i) => ({
    endTime: `2024-03-0${i + 1} 08:15`,
    artistName,
    trackName: 'a track',
    msPlayed,
  }));
  const members = [
    { path: 'Spotify Account Data/StreamingHistory_music_0.json', content: JSON.stringify(rows) },
  ];
  await writeFile(folder.file('my_spotify_data.zip'), zip(members));
});

test('my-music recommends from the artists it matched, and lists those it did not', async () => {
  await listenlab(['train', '--model', 'camps.model', ...TRAINING], folder);
  const model = await loadModel(folder.file('camps.model'));
  const ask = ['my-music', 'my_spotify_data.zip', '--model', 'camps.model', '--count', '3'];
  const asked = await listenlab([...ask, '--json'], folder);
  expect(asked).toMatchObject({ code: 0, stderr: '' });
  const { history, recommendations, training } = JSON.parse(asked.stdout);
  expect(history).toEqual({
    source: 'Spotify account data',
    files: [
      {
        file: `Spotify Account Data/StreamingHistory_music_0.json in ${folder.file('my_spotify_data.zip')}`,
        source: 'Spotify account data',
        why: 'rows with endTime and msPlayed',
        rows: 6,
      },
    ],
    leftAlone: [],
    undated: 0,
    notes: [],
    from: '2024-03-01T08:15:00.000Z',
    to: '2024-03-05T08:15:00.000Z',
    counted: 5,
    skipped: [
      {
        reason: 'played for less than 30 s',
        rows: 1,
        first: [{ file: history.files[0].file, unit: 'row', number: 6 }],
      },
    ],
    artists: 5,
    share: 0.6,
    matched: [
      { artist: 'rock 2', name: 'ROCK 2', plays: 1 },
      { artist: 'rock 1', name: 'Rock-1', plays: 1 },
      { artist: 'rock 1', name: 'The rock 1', plays: 1 },
    ],
    unmatched: [
      { artist: '\u001b[2J__proto__', plays: 1 },
      { artist: 'rok 3', plays: 1, nearest: 'rock 3' },
    ],
  });
  expect(recommendations).toEqual(model.foldIn({ 'rock 1': 2, 'rock 2': 1 }).recommend({ count: 3 }));
  expect(recommendations).toHaveLength(3);
  for (const { artist } of recommendations) expect(artist).toMatch(/^rock [03-7]$/);
  expect(training).toMatchObject({ factors: 4, dataset: 'plays.tsv' });

  const text = await listenlab(ask, folder);
  const lines = text.stdout.split('\n');
  expect(lines.slice(0, 5)).toEqual([
    'Spotify account data: 5 plays of 5 artists, 2024-03-01 to 2024-03-05',
    'Not counted: played for less than 30 s (1 row: row 6)',
    'The model knows 3 of the artists, with 60.0% of the plays',
    '',
    'Recommended to you (plays.tsv, 4 factors)',
  ]);
  expect(lines.slice(11)).toEqual([
    'Not known to the model, most played first',
    '',
    expect.stringMatching(/^ +artist +plays +did you mean$/),
    expect.stringMatching(/^ +\\u001b\[2J__proto__ +1$/),
    expect.stringMatching(/^ +rok 3 +1 +rock 3$/),
    '',
  ]);
});

test('--explain shows how each file was identified, without a model', async () => {
  const row = { endTime: '2024-03-01 08:15', artistName: 'Low', trackName: 'Hey', msPlayed: 40_000 };
  await mkdir(folder.file('export'));
  await writeFile(folder.file('export/StreamingHistory0.json'), JSON.stringify([row]));
  await writeFile(folder.file('export/contacts.csv'), 'Name,Phone\nA,1\n');
  await writeFile(folder.file('export/Payments.json'), '{}');
  const { code, stdout, stderr } = await inProcess(['my-music', 'export', '--explain'], folder);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const file = (name: string) => folder.file(`export/${name}`);
  expect(stdout.split('\n')).toEqual([
    'Spotify account data: 1 play of 1 artist, 2024-03-01 to 2024-03-01',
    '',
    file('StreamingHistory0.json'),
    '  Spotify account data, 1 row: rows with endTime and msPlayed',
    file('contacts.csv'),
    expect.stringMatching(/^ {2}ignored: has no column 'artist' and does not have the columns /),
    file('Payments.json'),
    '  ignored: is not named like a listening history',
    '',
  ]);
  const json = await inProcess(['my-music', 'export', '--explain', '--json'], folder);
  expect(JSON.parse(json.stdout)).toMatchObject({
    history: {
      artists: 1,
      files: [{ source: 'Spotify account data', rows: 1 }],
      leftAlone: [{ isOpened: true }, { isOpened: false }],
    },
  });
});

test('rows that are not counted are listed with their lines and files', async () => {
  await mkdir(folder.file('two'), { recursive: true });
  const broken = 'Low,Hey\n'.repeat(4);
  await writeFile(folder.file('two/a.csv'), `artist,track,date\nLow,Hey,2015-01-31 12:00\n\n${broken}`);
  const notCounted = async (given: string) => {
    const { stdout } = await inProcess(['my-music', given, '--explain'], folder);
    return stdout.split('\n')[1];
  };
  expect(await notCounted('two/a.csv')).toBe('Not counted: malformed (4 rows: lines 4, 5, 6, …)');
  await writeFile(
    folder.file('two/b.csv'),
    'artist,track,date\n,Hey,2015-01-31 12:00\nLow,Hey,2015-02-01 12:00\n',
  );
  const [a, b] = ['a', 'b'].map((name) => folder.file(`two/${name}.csv`));
  expect(await notCounted('two')).toBe(
    `Not counted: malformed (4 rows: lines 4, 5, 6 of ${a}, …), no artist (1 row: line 2 of ${b})`,
  );
});

test('plays without a readable date count, and anything odd is reported', async () => {
  await writeFile(
    folder.file('dates.csv'),
    'artist,track,date\nLow,Hey,01/03/2015 12:01\nLow,Hey,2015-01-31 12:00\nLow,Hey,02/03/2015 12:01\n',
  );
  const { stdout } = await inProcess(['my-music', 'dates.csv', '--explain'], folder);
  expect(stdout.split('\n').slice(0, 2)).toEqual([
    'Last.fm scrobbles: 3 plays of 1 artist, 2015-01-31 to 2015-01-31, 2 of them without a readable date',
    "dates.csv does not show whether the day or the month comes first in dates such as '01/03/2015 12:01'; their plays count, without a date",
  ]);
});

describe('a listening history given as --dataset is recognized, and the error names the command to use', () => {
  test.each([
    ['train', '--model', 'x.model'],
    ['evaluate'],
    ['tune'],
    ['similar', 'rock 1'],
    ['run', '--output', 'out'],
  ])('%s', async (...args) => {
    const { code, stderr } = await inProcess([...args, '--dataset', 'my_spotify_data.zip'], folder);
    const [, command] =
      /^error: my_spotify_data\.zip is a listening history \(Spotify account data\), .* run: npx listenlab (.*)\n$/.exec(
        stderr,
      ) ?? [];
    expect({ code, command }).toEqual({
      code: 1,
      command: `my-music ${folder.file('my_spotify_data.zip')} --dataset sample`,
    });
  });

  test('and that command works', async () => {
    await writeFile(folder.file("Ann's.csv"), 'artist,track,date\nRadiohead,Creep,2026-11-28 10:15\n');
    const [, shown] =
      /run: npx listenlab (.*)$/m.exec(
        (await inProcess(['tune', '--dataset', "Ann's.csv"], folder)).stderr,
      ) ?? [];
    expect(shown).toBe(`my-music '${folder.path}/Ann'\\''s.csv' --dataset sample`);
    const command = ['my-music', folder.file("Ann's.csv"), '--dataset', 'sample'];
    expect(await inProcess([...command, '--factors', '2'], folder)).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('a mistake prints one line', () => {
  test.each([
    [['my-music', 'missing.zip', ...TRAINING], /no file or folder .*missing\.zip; check the path/],
    [['my-music', 'plays.tsv', ...TRAINING], /plays\.tsv has no column 'artist'/],
    [
      ['my-music', 'my_spotify_data.zip', ...TRAINING, '--minimum-seconds', 'x'],
      /minimumSeconds is 'x'; expected a finite number, 0 or more/,
    ],
    [
      ['my-music', 'my_spotify_data.zip', ...TRAINING, '--half-life', '0'],
      /--half-life is '0'; expected a number of days above 0, such as 30/,
    ],
    [['my-music', 'my_spotify_data.zip'], /neither --model nor --dataset was given/],
    [['my-music', ...TRAINING], /missing required argument 'path'/],
    [
      ['my-music', 'steering', ...TRAINING],
      /steering holds no listening history \(found: \\u001b\[2J\.txt\)/,
    ],
  ])('%j', async (args, expected) => {
    await mkdir(folder.file('steering'));
    await writeFile(folder.file('steering/\u001b[2J.txt'), 'x');
    const { code, stdout, stderr } = await inProcess(args, folder);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^error: .*\n$/);
    expect(stderr).toMatch(expected);
  });
});
