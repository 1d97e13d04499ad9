import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ListenerGroups, listenerGroups } from '#listenlab/data/explore/listener-groups.js';
import { sharedFile } from '../../support/shared.js';
import { Desk, OPENING_MS, type Opened } from './support.js';

const HOSTILE = `=cmd|' /C calc'!A0<img src=x onerror=alert(1)>`;

const PROFILES = `ann\tf\t17\tNorway\tFeb 1, 2007
bob\tm\t18\tPeru\tDec 4, 2005
cid\t\t24\tPeru\tSep 1, 2006
dan\tx\t55\t${HOSTILE}\tSep 1, 2006
eve\tf\t-1337\t\tJan 1, 2006
fay\tm\t54\tPeru\tJan 2, 2006
`;

const profileFile = sharedFile('data/lastfm-360k/usersha1-profile-1000.tsv');

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.make();
}, OPENING_MS);
afterAll(() => desk.close());

/** Each group with its users, in order. */
function listed({ user, group }: ListenerGroups): [string | null, string[]][] {
  const groups = new Map<string | null, string[]>();
  user.forEach((name, i) => {
    groups.set(group[i], [...(groups.get(group[i]) ?? []), name]);
  });
  return [...groups];
}

describe('groups of listeners', () => {
  let small: Opened;
  beforeAll(async () => {
    small = await desk.tsv([{ user: 'ann', artist: 'kent', plays: 1 }], PROFILES);
  }, OPENING_MS);

  it('are what profiles say, in the order in which people read them, null where they say nothing', async () => {
    const of = async (by: 'gender' | 'age' | 'country' | 'signup') =>
      listed(await listenerGroups(small.dataset, by));
    expect(await of('gender')).toEqual([
      ['female', ['ann', 'eve']],
      ['male', ['bob', 'fay']],
      ['x', ['dan']],
      [null, ['cid']],
    ]);
    expect(await of('age')).toEqual([
      ['under 18 years', ['ann']],
      ['18 to 24 years', ['bob', 'cid']],
      ['45 to 54 years', ['fay']],
      ['55 years and over', ['dan']],
      [null, ['eve']],
    ]);
    expect(await of('country')).toEqual([
      ['Peru', ['bob', 'cid', 'fay']],
      [HOSTILE, ['dan']],
      ['Norway', ['ann']],
      [null, ['eve']],
    ]);
    expect(await of('signup')).toEqual([
      ['2005', ['bob']],
      ['2006', ['eve', 'fay', 'cid', 'dan']],
      ['2007', ['ann']],
    ]);
  });

  it('are asked of the data before it is cleaned, too, and refused where there are no profiles', async () => {
    expect(await listenerGroups(small.raw, 'age')).toEqual(await listenerGroups(small.dataset, 'age'));
    const { dataset } = await desk.tsv([{ user: 'ann', artist: 'kent', plays: 1 }]);
    await expect(listenerGroups(dataset, 'age')).rejects.toThrow(
      'listenerGroups needs profiles of listeners',
    );
    await expect(listenerGroups(small.dataset, 'mood' as never)).rejects.toThrow(
      "by is 'mood'; expected one of 'gender', 'age', 'country', 'signup'",
    );
  });
});

describe.skipIf(!profileFile)('the first 1,000 profiles of Last.fm 360K', () => {
  it('are all in one group of each kind, those without a word in none', async () => {
    const lines = readFileSync(profileFile as string, 'utf8')
      .split('\n')
      .filter(Boolean);
    const profiles = lines.map((line) => line.split('\t'));
    const { dataset } = await desk.tsv([{ user: 'ann', artist: 'kent', plays: 1 }], lines.join('\n'));
    const countries = new Map(listed(await listenerGroups(dataset, 'country')));
    expect(countries.size).toBe(new Set(profiles.map(([, , , country]) => country)).size);
    for (const [country, users] of countries) {
      expect(users.sort()).toEqual(
        profiles
          .filter(([, , , name]) => name === country)
          .map(([user]) => user)
          .sort(),
      );
    }
    const genders = new Map(listed(await listenerGroups(dataset, 'gender')));
    expect(genders.get(null)).toHaveLength(100);
    const ages = await listenerGroups(dataset, 'age');
    expect(ages.user).toHaveLength(1000);
    // 222 say nothing, and some what cannot be.
    expect(ages.group.filter((group) => group === null).length).toBeGreaterThan(222);
  });
});
