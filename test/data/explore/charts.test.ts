import { afterAll, beforeAll, expect, it } from 'vitest';
import { topArtistsChart } from '#listenlab/data/charts/artist-bars.js';
import {
  artistsPerUserChart,
  longTailChart,
  playsDistributionChart,
} from '#listenlab/data/charts/distributions.js';
import { agesChart, countriesChart, signupsChart } from '#listenlab/data/charts/profiles.js';
import {
  artistsPerUser,
  listenersPerArtist,
  playsDistribution,
} from '#listenlab/data/explore/distributions.js';
import { agesAndGenders, listenersByCountry, signupsByMonth } from '#listenlab/data/explore/profiles.js';
import { topArtists } from '#listenlab/data/explore/rankings.js';
import { Desk, OPENING_MS, type Opened } from './support.js';

let desk: Desk;
let small: Opened;

beforeAll(async () => {
  desk = await Desk.make();
  const rows = [
    { user: 'anna', artist: 'kent', plays: 9 },
    { user: 'bert', artist: 'kent', plays: 3 },
    { user: 'bert', artist: '311', plays: 1 },
  ];
  small = await desk.tsv(rows, 'anna\tf\t30\tSweden\tFeb 1, 2007\nbert\t\t\t\t\n');
}, OPENING_MS);

afterAll(() => desk.close());

it('charts accept the answers directly', async () => {
  const { dataset } = small;
  const drawn = {
    x: topArtistsChart(await topArtists(dataset)),
    y: [
      playsDistributionChart(await playsDistribution(dataset)),
      artistsPerUserChart(await artistsPerUser(dataset)),
      longTailChart(await listenersPerArtist(dataset)),
      agesChart(await agesAndGenders(dataset)),
      signupsChart(await signupsByMonth(dataset)),
    ],
    customdata: countriesChart(await listenersByCountry(dataset)),
  };
  expect(drawn.x.data[0]).toMatchObject({ x: [2, 1] });
  expect(drawn.y.map(({ data }) => data[0])).toMatchObject([
    { y: [1, 1, 0, 1] },
    { y: [1, 1] },
    { y: [2, 1] },
    { y: [1] },
    { y: [1] },
  ]);
  expect(drawn.customdata.data[0]).toMatchObject({ customdata: [1] });
});
