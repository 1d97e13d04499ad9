import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { charts } from '#listenlab/index.js';
import { layoutText, traces } from './traces.js';

describe('charts.playsDistribution', () => {
  it('draws each bin from its start to its end', () => {
    const [trace] = traces(
      charts.playsDistribution({ from: [1, 2, 4], to: [2, 4, 8], rows: [120, 90, 310] }),
    );
    expect(trace.x.map((x, bin) => [x - trace.width[bin] / 2, x + trace.width[bin] / 2])).toEqual([
      [1, 2],
      [2, 4],
      [4, 8],
    ]);
    expect(trace.customdata).toEqual(['1 play', '2 to 3 plays', '4 to 7 plays']);
  });
});

describe('charts.listenersPerArtist', () => {
  it('ranks artists from the most listeners down', () => {
    const figure = charts.listenersPerArtist({ listeners: [1, 5, 2], artists: [10, 1, 3] });
    expect(traces(figure)[0]).toMatchObject({ x: [1, 4, 14], y: [5, 2, 1] });
    expect(layoutText(figure).subtitle).toBe(
      'the 4 most heard of 14 artists make up half of all listening pairs',
    );
  });

  it('states how many artists make up half of the pairs, as counted one by one', () => {
    const bin = fc.record({
      listeners: fc.integer({ min: 1, max: 50 }),
      artists: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(bin, { selector: (b) => b.listeners, minLength: 1, maxLength: 12 }),
        (bins) => {
          const each = bins.flatMap((b) => Array<number>(b.artists).fill(b.listeners)).sort((a, b) => b - a);
          const total = each.reduce((sum, listeners) => sum + listeners, 0);
          let sum = 0;
          const sums = each.map((listeners) => {
            sum += listeners;
            return sum;
          });
          const rank = sums.findIndex((reached) => reached >= total / 2) + 1;
          const figure = charts.listenersPerArtist({
            listeners: bins.map((b) => b.listeners),
            artists: bins.map((b) => b.artists),
          });
          const most = rank === 1 ? 'the most heard' : `the ${rank} most heard`;
          expect(layoutText(figure).subtitle).toContain(`${most} of ${each.length} artists make`);
        },
      ),
    );
  });
});

describe('charts.agesAndGenders', () => {
  const columns = {
    age: [30, null, 22, 22, 22],
    gender: ['m', null, 'f', null, 'm'],
    users: [3, 1222, 41, 5, 63],
  };

  it('draws one trace per gender, ordered by age, with unknown gender last', () => {
    const drawn = traces(charts.agesAndGenders(columns)).map(({ name, x, y }) => ({ name, x, y }));
    expect(drawn).toEqual([
      { name: 'female', x: [22], y: [41] },
      { name: 'male', x: [22, 30], y: [63, 3] },
      { name: 'not given', x: [22], y: [5] },
    ]);
  });

  it('states for how many listeners the age is unknown', () => {
    expect(layoutText(charts.agesAndGenders(columns, { subtitle: 'simulated' })).subtitle).toBe(
      'simulated; age unknown for 1,222 more listeners',
    );
  });
});

describe('charts.listenersByCountry', () => {
  it('colours by powers of ten and shows the original country names on hover', () => {
    const [trace] = traces(
      charts.listenersByCountry({ country: ['Libyan Arab Jamahiriya', 'Fiji'], users: [1000, 1] }),
    );
    expect(trace).toMatchObject({
      locations: ['Libya', 'Fiji'],
      text: ['Libyan Arab Jamahiriya', 'Fiji'],
      z: [3, 0],
      colorbar: { tickvals: [0, 1, 2, 3], ticktext: ['1', '10', '100', '1,000'] },
    });
  });
});

describe('charts.signupsByMonth', () => {
  it('counts months and days from the first of the month', () => {
    const [trace] = traces(charts.signupsByMonth({ month: ['2007-02', '2007-03-15'], users: [1, 2] }));
    expect(trace.x).toEqual(['2007-02-01', '2007-03-01']);
  });
});
