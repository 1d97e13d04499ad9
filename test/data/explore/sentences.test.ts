import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstChoices, listLengths, playCounts, tail } from '#listenlab/data/explore/sentences.js';
import { Desk, OPENING_MS, type Play } from './support.js';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.make();
});
afterAll(() => desk.close());

/** The sentences about these plays. */
async function saidOf(rows: Play[]): Promise<Record<'counts' | 'tail' | 'lengths' | 'first', string>> {
  const { dataset } = await desk.tsv(rows);
  return {
    counts: await playCounts(dataset),
    tail: await tail(dataset),
    lengths: await listLengths(dataset),
    first: await firstChoices(dataset),
  };
}

/** Users with lists of these lengths, each playing the first artist most. */
function lists(lengths: number[]): Play[] {
  return lengths.flatMap((length, user) =>
    Array.from({ length }, (_, i) => ({ user: `user ${user}`, artist: `artist ${i}`, plays: length - i })),
  );
}

describe('sentences about plays', () => {
  it(
    'use the singular for one listener and one artist',
    async () => {
      expect(await saidOf([{ user: 'ann', artist: 'low', plays: 3 }])).toEqual({
        counts: 'Every play count is 3.',
        tail: 'An artist is played by every listener. The artist with the most listeners makes up 100 % of all listener-artist pairs.',
        lengths: 'The one listener has 1 artist.',
        first: '**low** is the first choice of 1 listener, more than any other artist.',
      });
    },
    OPENING_MS,
  );

  it('name all artists tied for the most first choices', async () => {
    const first = async (...artists: string[]) =>
      (await saidOf(artists.map((artist, u) => ({ user: `u${u}`, artist, plays: 2 })))).first;
    expect(await first('a*b', 'low', 'low', 'a*b', 'muse')).toBe(
      '**a\\*b** and **low** tie: each is the first choice of 2 listeners, more than any other artist.',
    );
    expect(await first('low', 'low', 'muse')).toBe(
      '**low** is the first choice of 2 listeners, more than any other artist.',
    );
    expect(await first('a', 'b', 'c', 'd', 'e', 'f')).toBe(
      'More than 5 artists tie for the most first choices, 1 listener each.',
    );
  });

  it('say if nobody has a first choice', async () => {
    const rows = ['low', 'muse'].map((artist) => ({ user: 'ann', artist, plays: 2 }));
    expect((await saidOf(rows)).first).toBe(
      'Nobody has a first choice: for every listener, several artists tie for the most plays.',
    );
  });

  it('report a cut-off if many lists end at the same length, and none if few do', async () => {
    const six = lists([...Array<number>(24).fill(6), 1, 2, 3]);
    // There are more artists than anybody's list is long.
    const wall = await saidOf(
      six.map((play) => (play.user === 'user 26' ? { ...play, artist: `${play.artist} too` } : play)),
    );
    expect(wall.lengths).toBe(
      '24 of 27 listeners have exactly 6 artists and nobody has more: the chart ends in a wall, most likely because the lists were cut there.',
    );
    expect((await saidOf(six)).lengths).toBe('Listeners have from 1 to 6 artists, half of them 6 or fewer.');
    const slope = await saidOf(lists(Array.from({ length: 30 }, (_, u) => 1 + (u % 10))));
    expect(slope.lengths).toBe('Listeners have from 1 to 10 artists, half of them 5 or fewer.');
    expect(slope.counts).toBe('Play counts run from 1 to 10; half of them are 4 or less.');
    expect(slope.tail).toBe(
      'An artist is played by every listener, and half of the 10 artists have 15 listeners or fewer. ' +
        'The artist with the most listeners makes up 18.2 % of all listener-artist pairs.',
    );
  });
});
