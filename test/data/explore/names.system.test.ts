import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { artistIndex } from '#listenlab/data/explore/ask.js';
import { head } from '#listenlab/data/explore/overview.js';
import {
  agesAndGenders,
  listenersByCountry,
  profileSummary,
  signupsByMonth,
} from '#listenlab/data/explore/profiles.js';
import {
  exampleArtist,
  firstChoices,
  listenersOf,
  listenersWithFirstChoice,
  rankByPlays,
  topArtists,
  userHistory,
} from '#listenlab/data/explore/rankings.js';
import { columnsOf } from '#listenlab/data/frame/frame.js';
import { IdMap } from '#listenlab/engine/matrix/id-map.js';
import { InputError } from '#listenlab/util/errors.js';
import { byBytes, Desk, OPENING_MS, type Opened } from './support.js';

const HOSTILE = [
  "'; drop table plays; --",
  '"; drop table "users"; --',
  '</script><script>alert(1)</script>',
  'guns n\' "roses"',
  'a\ttab and a\nnew line',
  '$1 and ? and %s and \\',
  '50% _ underscore',
  'null',
  'NaN',
  '[unknown]',
  '311',
];

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.make();
});
afterAll(() => desk.close());

describe('hostile artist names', () => {
  let hostile: Opened;
  beforeAll(async () => {
    hostile = await desk.json(
      HOSTILE.map((name, i) => ({ user: `${name} fan`, artist: name, plays: i + 1 })),
    );
  }, OPENING_MS);

  it.each(HOSTILE)('%j can be queried like any other', async (name) => {
    const expected = { user: [`${name} fan`], artist: [name], plays: [HOSTILE.indexOf(name) + 1] };
    expect(columnsOf(await listenersOf(hostile.dataset, name))).toEqual(expected);
    expect(columnsOf(await listenersWithFirstChoice(hostile.dataset, name))).toEqual(expected);
    expect(columnsOf(await userHistory(hostile.dataset, `${name} FAN`)).artist).toEqual([name]);
  });

  it('leave the tables unchanged', async () => {
    const { artist } = columnsOf(await topArtists(hostile.dataset));
    expect(artist).toEqual([...HOSTILE].sort(byBytes));
  });
});

describe('looking up a name', () => {
  let bands: Opened;
  beforeAll(async () => {
    bands = await desk.tsv([
      { user: '2', artist: 'red hot chili peppers', plays: 3 },
      { user: '3', artist: 'die Ärzte', plays: 3 },
      { user: '3', artist: 'ΟΔΟΣ', plays: 1 },
    ]);
  }, OPENING_MS);

  it('fails with the nearest suggestion if it is unknown', async () => {
    const { dataset } = bands;
    const unknownArtist = "no artist 'red hot chilli peppers'; did you mean 'red hot chili peppers'?";
    for (const answer of [listenersOf, listenersWithFirstChoice]) {
      await expect(answer(dataset, 'red hot chilli peppers')).rejects.toThrow(new InputError(unknownArtist));
    }
    const unknownUser = new InputError(
      "no user '33'; the data has 2 users; expected the full name of one, in upper or lower case",
    );
    await expect(userHistory(dataset, '33')).rejects.toThrow(unknownUser);
    await expect(rankByPlays(dataset, { user: '33' })).rejects.toThrow(unknownUser);
    await expect(listenersOf(dataset, "'; drop table plays; --")).rejects.toThrow(
      "no artist ''; drop table plays; --'; none has a similar spelling",
    );
  });

  it('ignores case, even if only full case folding matches', async () => {
    for (const [spelling, name] of [
      ['DIE ÄRZTE', 'die Ärzte'],
      ['die A\u0308rzte', 'die Ärzte'],
      ['Red Hot Chili Peppers', 'red hot chili peppers'],
      ['οδος', 'ΟΔΟΣ'],
    ]) {
      expect(columnsOf(await listenersOf(bands.dataset, spelling)).artist).toEqual([name]);
    }
  });

  it('asks for the exact spelling if several names differ only in case', async () => {
    const { dataset } = await desk.tsv([
      { user: 'ann', artist: 'Korn', plays: 3 },
      { user: 'Ann', artist: 'KoRn', plays: 2 },
    ]);
    expect(columnsOf(await userHistory(dataset, 'Ann')).artist).toEqual(['KoRn']);
    await expect(userHistory(dataset, 'ANN')).rejects.toThrow(
      /^no user 'ANN'; .* spelled exactly: 2 differ only in case$/,
    );
    await expect(listenersOf(dataset, 'korn')).rejects.toThrow(
      /^no artist 'korn'; did you mean 'Ko[rR]n' or 'Ko[rR]n'\?$/,
    );
    expect(['KoRn', 'Korn']).toContain(await exampleArtist(dataset, '', 'korn'));
  });

  it('refuses what is no text, and says so of a name that is missing', async () => {
    await expect(userHistory(bands.dataset, undefined as never)).rejects.toThrow(
      new InputError('user is undefined; expected a name'),
    );
    await expect(exampleArtist(bands.dataset, '', undefined as never)).rejects.toThrow(
      new InputError('example is undefined; expected a text, the name of an artist'),
    );
    await expect(userHistory(bands.dataset, 2 as never)).rejects.toThrow(
      new InputError("user is 2; expected a name, as text: '2'"),
    );
  });
});

describe('names resolve as in IdMap', () => {
  const names = fc.uniqueArray(fc.stringMatching(/^[aAbBäÄ é1]{1,4}$/), {
    minLength: 1,
    maxLength: 80,
    size: 'max',
  });
  const asked = fc.array(fc.stringMatching(/^[aAbBäÄ éÉ1]{1,4}$/), {
    minLength: 1,
    maxLength: 40,
    size: 'max',
  });

  it('to the same row or the same error', async () => {
    await fc.assert(
      fc.asyncProperty(names, asked, async (known, spellings) => {
        const { dataset } = await desk.json(known.map((artist) => ({ user: 'u', artist, plays: 1 })));
        const { columns } = await dataset.query('SELECT artist FROM artists ORDER BY artist_index');
        const map = new IdMap('artist', columns.artist as string[]);
        const outcome = (find: () => unknown) =>
          Promise.resolve()
            .then(find)
            .catch((error) => String(error));
        for (const spelling of [...spellings, ...known]) {
          const expected = await outcome(() => map.index(spelling));
          expect(await outcome(() => artistIndex(dataset, spelling))).toBe(expected);
        }
      }),
      { numRuns: 4, seed: 6, endOnFailure: true },
    );
  });
});

describe('a question that a dataset cannot answer', () => {
  let plain: Opened;
  beforeAll(async () => {
    plain = await desk.tsv([{ user: 'anna', artist: 'kent', plays: 1 }]);
  }, OPENING_MS);

  it('before cleaning, the error suggests clean()', async () => {
    const message =
      `needs a cleaned dataset, and '${plain.raw.name}' is not cleaned; ` +
      'call clean() first: const { dataset } = await raw.clean()';
    await expect(topArtists(plain.raw)).rejects.toThrow(new InputError(`topArtists ${message}`));
    await expect(userHistory(plain.raw, 'anna')).rejects.toThrow(new InputError(`userHistory ${message}`));
  });

  it('without profiles, the error says where to get them', async () => {
    for (const question of [profileSummary, agesAndGenders, listenersByCountry, signupsByMonth]) {
      await expect(question(plain.dataset)).rejects.toThrow(
        new InputError(
          `${question.name} needs profiles of listeners, and dataset '${plain.raw.name}' has none; ` +
            "'sample', 'lastfm-360k', and 'lastfm-1k' have them, or name a profile file: " +
            "openDataset(path, { profiles: 'usersha1-profile.tsv' })",
        ),
      );
    }
  });

  it('with an invalid count or order, the error says what is allowed', async () => {
    const { dataset } = plain;
    await expect(head(dataset, 5 as never)).rejects.toThrow(
      new InputError('5 was given; expected options, as in { count: ... }'),
    );
    for (const count of [0, -1, 2.5, Number.NaN, 100_001]) {
      const message = `count is ${count}; expected a whole number from 1 to 100000`;
      const refusal = (standard: number) => new InputError(`${message}, or leave it out for ${standard}`);
      await expect(head(dataset, { count })).rejects.toThrow(refusal(5));
      await expect(rankByPlays(dataset, { count })).rejects.toThrow(new InputError(message));
      await expect(firstChoices(dataset, { count })).rejects.toThrow(refusal(20));
      await expect(topArtists(dataset, { count })).rejects.toThrow(refusal(20));
    }
    await expect(topArtists(dataset, { by: 'fame; drop table users' })).rejects.toThrow(
      new InputError(
        "by is 'fame; drop table users'; expected one of 'listeners', 'plays', or leave it out for listeners",
      ),
    );
    await expect(topArtists(dataset, { cuont: 3 } as object)).rejects.toThrow(
      new InputError("unknown option 'cuont'; did you mean 'count'? There are by, count"),
    );
  });
});
