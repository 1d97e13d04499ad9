import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readListeningHistory } from '#listenlab/data/history/read-listening-history.js';
import { sharedFile } from '../../support/shared.js';
import { fixture, mistake } from './support.js';

// Computed by hand. The same cases are here and, with more of each kind, outside the repository.

const once = [
  { artist: 'Low', plays: 1 },
  { artist: 'Mogwai', plays: 1 },
];

/** Plays, the first and last date, and how many plays have no date, by file of 13-scrobble-dates. */
const DATES: Record<string, { plays: object[]; from: string; to: string; undated?: number }> = {
  'excel-uts.csv': { plays: once, from: '2023-11-14T22:13:00Z', to: '2023-11-14T22:18:00Z' },
  'german.csv': { plays: once, from: '2015-01-31T12:00:00Z', to: '2015-02-01T01:05:00Z' },
  'iso-millis.csv': { plays: once, from: '2015-01-31T12:00:00Z', to: '2015-01-31T12:10:00.123Z' },
  'iso-offset.csv': {
    plays: [{ artist: 'Low', plays: 2 }],
    from: '2015-01-31T12:00:00Z',
    to: '2015-01-31T13:00:00Z',
  },
  // 03/03 is the same day in either order; the four others are ambiguous.
  'mixed-some-unreadable.csv': {
    plays: [
      { artist: 'Low', plays: 5 },
      { artist: 'Mogwai', plays: 1 },
    ],
    from: '2015-01-31T12:00:00Z',
    to: '2015-03-03T12:03:00Z',
    undated: 4,
  },
  'pandas-float-uts.csv': { plays: once, from: '2023-11-14T22:13:20Z', to: '2023-11-14T22:18:20Z' },
  'scrubbler.csv': {
    plays: [
      { artist: 'Low', plays: 1 },
      { artist: 'M83', plays: 1 },
    ],
    from: '2019-02-26T08:34:33Z',
    to: '2019-02-27T09:00:00Z',
  },
  'semicolons-no-header.csv': { plays: once, from: '2017-10-12T21:47:00Z', to: '2017-10-13T21:47:00Z' },
  'us-ampm.csv': { plays: once, from: '2015-01-31T12:00:00Z', to: '2015-02-01T01:05:00Z' },
};

const REFUSED: Record<string, RegExp> = {
  'artist-first.csv': /is Spotify's history made into a table .*; give the JSON files that Spotify sends/,
  'bank.csv': /has no column 'artist' .*its first line: Date, Payee, Note, Amount\); expected a listening/,
  'extended-as.csv': /is Spotify's history made into a table .*; give the JSON files that Spotify sends/,
  'four-columns.csv':
    /has no column 'artist' .*its first line: id, user, song, plays\); expected a listening/,
};

describe.each([
  ['here', fixture('cases')],
  ['beside the repository', sharedFile('cases')],
])('the collected cases, %s', (_, root) => {
  const skip = root === undefined;
  const file = (...names: string[]) => path.join(root ?? '', ...names);

  it.skipIf(skip).each(Object.entries(DATES))('13-scrobble-dates/%s', async (name, expected) => {
    const { plays, from, to, undated = 0 } = expected;
    expect(await readListeningHistory(file('13-scrobble-dates', name))).toMatchObject({
      plays,
      from: new Date(from),
      to: new Date(to),
      undated,
      skipped: [],
    });
  });

  it.skipIf(skip).each(Object.entries(REFUSED))('19-unrelated-csv/%s is refused', async (name, expected) => {
    const message = await mistake(readListeningHistory(file('19-unrelated-csv', name)));
    expect(message).toMatch(expected);
    expect(message).not.toContain('\n');
  });

  it.skipIf(skip).each([
    ['folder', 'bank.csv'],
    ['folder2', 'contacts.csv'],
  ])('19-unrelated-csv/%s: %s is ignored', async (folder, other) => {
    const history = await readListeningHistory(file('19-unrelated-csv', folder));
    expect(history).toMatchObject({
      source: 'Spotify account data',
      plays: [
        { artist: 'Low', plays: 5 },
        { artist: 'Mogwai', plays: 1 },
      ],
      skipped: [
        { reason: 'a podcast', rows: 1 },
        { reason: 'an audiobook', rows: 1 },
      ],
      leftAlone: [{ file: file('19-unrelated-csv', folder, other), isOpened: true }],
    });
    expect(history.files).toHaveLength(1);
    expect(history.leftAlone[0].why).toContain("has no column 'artist'");
  });
});
