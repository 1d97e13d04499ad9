import { describe, expect, it } from 'vitest';
import { tellingUserNames, userMask } from '#listenlab/data/explore/user-mask.js';
import { columnsOf, frame } from '#listenlab/data/frame/frame.js';
import { Desk, OPENING_MS } from './support.js';

const fans = () => frame({ user: ['ann', 'bo', 'ann', null], plays: [3, 2, 1, 0] });

describe('a mask of users', () => {
  it('numbers users in order of appearance, in frames and in text', () => {
    const mask = userMask();
    expect(mask.name('bo')).toBe('listener 1');
    expect(columnsOf(mask.frame(fans()))).toEqual({
      listener: ['listener 2', 'listener 1', 'listener 2', null],
      plays: [3, 2, 1, 0],
    });
    expect(mask.name('ann')).toBe('listener 2');
  });

  it('leaves frames without users unchanged', () => {
    const artists = frame({ artist: ['kent'] });
    expect(userMask().frame(artists)).toBe(artists);
  });

  it.each([
    [1, 0],
    [5, 4],
    [10, 9],
    [11, 9],
    [50, 10],
  ])('shows for a list of %i artists the first %i', (length, shown) => {
    const plays = Array.from({ length }, (_, i) => 100 - i);
    const list = columnsOf(userMask().list(frame({ plays })));
    expect(list.plays).toEqual(plays.slice(0, shown));
  });

  it.each([
    [1, '**listener 1** plays 1 artist; a list this short is shown only with `includeUsers`.'],
    [5, 'Of the 5 artists that **listener 1** plays, the 4 most played:'],
    [50, 'Of the 50 artists that **listener 1** plays, the 10 most played:'],
  ])('says for a list of %i artists how much of it is shown', (length, heading) => {
    const list = frame({ plays: Array.from({ length }, (_, i) => 100 - i) });
    expect(userMask().heading('b*b', list)).toBe(heading);
    expect(userMask({ includeUsers: true }).heading('b*b', list)).toBe(
      `**b\\*b** plays ${length === 1 ? '1 artist' : `${length} artists`}:`,
    );
  });

  it('shows everything if users are included', () => {
    const mask = userMask({ includeUsers: true });
    const frameOfFans = fans();
    expect(mask.name('ann')).toBe('ann');
    expect(mask.frame(frameOfFans)).toBe(frameOfFans);
    expect(mask.list(frameOfFans)).toBe(frameOfFans);
  });
});

describe('user names distinctive enough to search for', () => {
  const rows = [
    { user: 'radiohead', artist: 'Radiohead', plays: 1 },
    { user: 'carl1975', artist: 'kent', plays: 2 },
    { user: 'bo', artist: 'kent', plays: 2 },
  ];

  it(
    "have eight characters or more and are not artists' names, before and after cleaning",
    async () => {
      const desk = await Desk.make();
      const { raw, dataset } = await desk.json(rows);
      for (const each of [raw, dataset]) expect(await tellingUserNames(each)).toEqual(['carl1975']);
      await desk.close();
    },
    OPENING_MS,
  );

  it(
    'include all users of the sample',
    async () => {
      const desk = await Desk.make();
      const { raw } = await desk.open('sample');
      const { columns } = await raw.query('SELECT DISTINCT "user" FROM plays');
      expect(columns.user).toHaveLength(3000);
      expect(new Set(await tellingUserNames(raw))).toEqual(new Set(columns.user));
      await desk.close();
    },
    OPENING_MS,
  );
});
