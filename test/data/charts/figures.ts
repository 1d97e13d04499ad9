import type { PlotlyFigure } from '#listenlab/data/charts/figure.js';
import { charts } from '#listenlab/index.js';

/** A name that breaks any output that does not escape it. */
export const HOSTILE = `</script><img src=x onerror=alert(1)>"'&\t<b>bold</b>`;

/**
 * Every chart, drawn from the first `rows` rows of made-up data with hostile and harmless names.
 *
 * @param as converts the columns to the form that the chart gets
 */
export function allCharts(
  rows: number,
  as: (columns: Record<string, ArrayLike<unknown>>) => unknown = (columns) => columns,
): Record<string, PlotlyFigure> {
  const given = <Given extends Record<string, ArrayLike<unknown>>>(columns: Given) => as(columns) as Given;
  const column = <Value>(value: (row: number) => Value) =>
    Array.from({ length: rows }, (_, row) => value(row));
  const artist = column((row) => (row === 0 ? HOSTILE : `artist ${row}`));
  const falling = Float32Array.from(column((row) => 1 - row / 100));
  const count = column((row) => 1000 - row);
  return {
    ages: charts.agesAndGenders(
      given({
        age: column((row) => 20 + row),
        gender: column((row) => ['f', 'm', null][row % 3]),
        users: count,
      }),
    ),
    artistMap: charts.artistMap(
      given({
        artist,
        x: column((row) => Math.cos(row)),
        y: column((row) => Math.sin(row)),
        cluster: column((row) => row % 12),
        listeners: count,
      }),
    ),
    artistsPerUser: charts.artistsPerUser(given({ artists: column((row) => row + 1), users: count })),
    countries: charts.listenersByCountry(
      given({ country: column((row) => COUNTRIES[row % COUNTRIES.length]), users: count }),
    ),
    explanation: charts.explanation(given({ artist, contribution: falling }), { of: HOSTILE }),
    longTail: charts.listenersPerArtist(given({ listeners: column((row) => row + 1), artists: count })),
    loss: charts.loss(given({ loss: falling })),
    metricBars: charts.metricBars(
      given({
        model: column((row) => `${artist[row % 5]}`),
        label: column((row) => (row < 5 ? 'NDCG@10' : row < 10 ? HOSTILE : `metric ${Math.floor(row / 5)}`)),
        mean: falling,
        low: column((row) => (row === 1 ? Number.NaN : 0.9 - row / 100)),
        high: column((row) => 1.1 - row / 100),
      }),
    ),
    metricAgainstTime: charts.metricAgainstTime(
      given({
        seconds: column((row) => 1 + ((row * 7) % 11)),
        mean: column((row) => 0.2 + Math.sin(row) / 20),
        label: artist,
      }),
    ),
    metricByGroup: charts.metricByGroup(
      given({
        group: artist,
        users: count,
        mean: falling,
        low: column((row) => (row === 1 ? Number.NaN : 0.9 - row / 100)),
        high: column((row) => 1.1 - row / 100),
        verdict: column((row) => (row === 2 ? 'higher' : 'too few')),
      }),
      { label: `NDCG ${HOSTILE}`, overall: 0.9 },
    ),
    popularityByGroup: charts.popularityByGroup(
      given({ group: artist, users: count, profilePopularity: falling, listPopularity: falling }),
    ),
    hitsByPopularity: charts.hitsByPopularity(
      given({ stratum: artist, artists: falling, known: falling, recommended: falling, hits: falling }),
    ),
    modelDifferences: charts.modelDifferences(
      given({
        model: column(() => HOSTILE),
        other: column((row) => `kent ${row}`),
        difference: falling,
        low: column((row) => (row === 1 ? Number.NaN : 0.9 - row / 100)),
        high: column((row) => 1.1 - row / 100),
        verdict: column((row) => (row % 3 === 0 ? HOSTILE : 'better')),
      }),
      { metric: HOSTILE },
    ),
    playsDistribution: charts.playsDistribution(
      given({
        from: column((row) => 2 ** row),
        to: column((row) => 2 ** (row + 1)),
        rows: count,
      }),
    ),
    recommendations: charts.recommendations(given({ artist, score: falling }), { user: HOSTILE }),
    byKnownPlays: charts.byKnownPlays(
      given({ model: artist, known: column((row) => 1 + (row % 4)), mean: falling }),
      { metric: HOSTILE },
    ),
    settingsCurves: charts.settingsCurves(
      given({
        value: column((row) => row + 1),
        mean: falling,
        weighting: column((row) => (row % 2 === 0 ? HOSTILE : 'log')),
      }),
      { metric: HOSTILE },
    ),
    settingsHeatmap: charts.settingsHeatmap(
      given({
        alpha: column((row) => 1 + (row % 5)),
        factors: column((row) => 8 * (row + 1)),
        mean: falling,
      }),
      { metric: HOSTILE },
    ),
    settingsParallel: charts.settingsParallel(
      given({
        factors: column((row) => 8 * (1 + (row % 3))),
        alpha: column((row) => row / 3),
        [HOSTILE]: artist,
        mean: falling,
      }),
    ),
    signups: charts.signupsByMonth(
      given({
        month: column((row) => `2007-${String(1 + (row % 12)).padStart(2, '0')}`),
        users: count,
      }),
    ),
    similarArtists: charts.similarArtists(given({ artist, similarity: falling }), { subtitle: HOSTILE }),
    topArtists: charts.topArtists(given({ artist, listeners: count }), {
      subtitle: 'Last.fm sample (simulated)',
    }),
  };
}

const COUNTRIES = ['Germany', 'Korea, Republic of', 'United States', 'Russian Federation', "Côte D'Ivoire"];
