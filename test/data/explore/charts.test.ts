import { afterAll, beforeAll, expect, it } from 'vitest';
import * as charts from '#listenlab/data/charts/index.js';
import * as explore from '#listenlab/data/explore/index.js';
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
    x: charts.topArtists(await explore.topArtists(dataset)),
    y: [
      charts.playsDistribution(await explore.playsDistribution(dataset)),
      charts.artistsPerUser(await explore.artistsPerUser(dataset)),
      charts.listenersPerArtist(await explore.listenersPerArtist(dataset)),
      charts.agesAndGenders(await explore.agesAndGenders(dataset)),
      charts.signupsByMonth(await explore.signupsByMonth(dataset)),
    ],
    customdata: charts.listenersByCountry(await explore.listenersByCountry(dataset)),
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
