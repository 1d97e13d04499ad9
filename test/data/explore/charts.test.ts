import { afterAll, beforeAll, expect, it } from 'vitest';
import { agesChart } from '#listenlab/data/charts/ages.js';
import { artistsPerUserChart } from '#listenlab/data/charts/artists-per-user.js';
import { countriesChart } from '#listenlab/data/charts/countries.js';
import { longTailChart } from '#listenlab/data/charts/long-tail.js';
import { playsDistributionChart } from '#listenlab/data/charts/plays-distribution.js';
import { signupsChart } from '#listenlab/data/charts/signups.js';
import { topArtistsChart } from '#listenlab/data/charts/top-artists.js';
import { artistsPerUser, listenersPerArtist } from '#listenlab/data/explore/list-lengths.js';
import { playsDistribution } from '#listenlab/data/explore/plays-distribution.js';
import { agesAndGenders, listenersByCountry, signupsByMonth } from '#listenlab/data/explore/profiles.js';
import { topArtists } from '#listenlab/data/explore/top-artists.js';
import { columnsOf } from '#listenlab/data/frame/columns-of.js';
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

it('charts take the answers as they are', async () => {
  const { dataset } = small;
  const drawn = {
    x: topArtistsChart(columnsOf(await topArtists(dataset))),
    y: [
      playsDistributionChart(columnsOf(await playsDistribution(dataset))),
      artistsPerUserChart(columnsOf(await artistsPerUser(dataset))),
      longTailChart(columnsOf(await listenersPerArtist(dataset))),
      agesChart(columnsOf(await agesAndGenders(dataset))),
      signupsChart(columnsOf(await signupsByMonth(dataset))),
    ],
    customdata: countriesChart(columnsOf(await listenersByCountry(dataset))),
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
