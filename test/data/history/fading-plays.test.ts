import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FadingPlays } from '#listenlab/data/history/fading-plays.js';
import { readListeningHistory } from '#listenlab/data/history/read-listening-history.js';
import { fixture, historyFolder } from './support.js';

const DAY = 86_400_000;
const { write } = historyFolder();

const anyPlays = fc.array(
  fc.record({
    artist: fc.constantFrom('kent', 'muse', '__proto__'),
    plays: fc.integer({ min: 1, max: 3 }),
    day: fc.option(fc.integer({ min: 0, max: 300 }), { nil: undefined }),
  }),
  { minLength: 1 },
);

describe('plays of a history that fade', () => {
  it('count for half after each half-life, in any order, and those without a date like the oldest', () => {
    fc.assert(
      fc.property(anyPlays, fc.integer({ min: 5, max: 400 }), (plays, halfLife) => {
        const days = plays.flatMap(({ day }) => day ?? []);
        const [first, last] = [Math.min(...days), Math.max(...days)];
        const sums = new Map<string, number>();
        for (const { artist, plays: count, day = days.length > 0 ? first : undefined } of plays) {
          const weight = day === undefined ? 1 : 0.5 ** ((last - day) / halfLife);
          sums.set(artist, (sums.get(artist) ?? 0) + count * weight);
        }
        const faded = new FadingPlays(halfLife);
        for (const { artist, plays: count, day } of plays)
          faded.add(artist, count, day === undefined ? undefined : day * DAY);
        const totals = new Map(faded.totals());
        expect([...totals.keys()]).toEqual([...sums.keys()]);
        for (const [artist, sum] of sums) expect((totals.get(artist) as number) / sum).toBeCloseTo(1, 9);
      }),
      { seed: 1 },
    );
  });

  it('are whole without a half-life, and never fade to nothing', () => {
    const plain = new FadingPlays();
    const faded = new FadingPlays(1);
    for (const plays of [plain, faded]) {
      plays.add('kent', 2, 0);
      plays.add('kent', 1, undefined);
      plays.add('muse', 1, 9000 * DAY);
    }
    expect([...plain.totals()]).toEqual([
      ['kent', 3],
      ['muse', 1],
    ]);
    expect([...faded.totals()]).toEqual([
      ['kent', 2 ** -100],
      ['muse', 1],
    ]);
  });

  it('put what was played lately first, and are counted as before', async () => {
    const rows = [
      '2020-01-01,kent',
      '2020-01-02,kent',
      '2020-01-03,kent',
      '2021-01-01,muse',
      '2021-01-02,muse',
    ];
    const file = write(
      'scrobbles.csv',
      `date,artist,track\n${rows.map((row) => `${row},song`).join('\n')}\n`,
    );
    const plain = await readListeningHistory(file);
    const faded = await readListeningHistory(file, { halfLife: 30 });
    expect(plain.plays.map(({ artist }) => artist)).toEqual(['kent', 'muse']);
    expect(faded.plays.map(({ artist }) => artist)).toEqual(['muse', 'kent']);
    expect(faded.plays[0].plays).toBeCloseTo(1 + 0.5 ** (1 / 30), 9);
    expect({ ...faded, plays: plain.plays }).toEqual(plain);
    await expect(readListeningHistory(fixture('spotify-account'), { halfLife: 0 })).rejects.toThrow(
      'halfLife is 0; expected a finite number above 0',
    );
  });
});
