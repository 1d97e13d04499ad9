// The examples of the gallery: what runs is what the page shows.
import {
  als,
  artistMap,
  baselines,
  charts,
  evaluate,
  explore,
  metrics,
  openDataset,
  splits,
  sweep,
  trainAls,
} from 'listenlab';

/** What the examples have in common. */
export async function prepare() {
  const raw = await openDataset('sample'); // its plays are simulated
  const { dataset: plays } = await raw.clean();
  const subtitle = plays.title;
  const interactions = await plays.interactions();
  const model = await trainAls(interactions, {
    weighting: 'log',
    alpha: 1,
    factors: 32,
    iterations: 12,
    seed: 1,
    computeLoss: true,
  });
  const listener = interactions.users.names[0];
  const split = splits.random(interactions, { fraction: 0.2, seed: 1 });
  const grid = {
    weighting: ['log', 'binary', 'bm25'],
    alpha: [0.3, 1, 4, 15],
    factors: [8, 16, 32],
    iterations: [6],
  };
  const { trials } = await sweep(split, grid, { k: 10 });
  return { plays, subtitle, interactions, model, listener, split, trials };
}

/** Each chart with its call. */
export const EXAMPLES = [
  {
    name: 'topArtists',
    about: 'How many listeners the best known artists have. Counts begin at zero, so these are bars.',
    draw: async ({ plays, subtitle }) => {
      return charts.topArtists(await explore.topArtists(plays, { count: 15 }), { subtitle });
    },
  },
  {
    name: 'playsDistribution',
    about: 'How often listeners play an artist; bins that double, on a logarithmic axis.',
    draw: async ({ plays, subtitle }) => {
      return charts.playsDistribution(await explore.playsDistribution(plays), { subtitle });
    },
  },
  {
    name: 'listenersPerArtist',
    about: 'The long tail: how many listeners an artist has, by rank.',
    draw: async ({ plays }) => {
      return charts.listenersPerArtist(await explore.listenersPerArtist(plays));
    },
  },
  {
    name: 'artistsPerUser',
    about: 'How many artists listeners have. A logarithm has no zero, so these are dots.',
    draw: async ({ plays, subtitle }) => {
      return charts.artistsPerUser(await explore.artistsPerUser(plays), { subtitle });
    },
  },
  {
    name: 'agesAndGenders',
    about: 'Who listens, where a dataset has profiles. Each panel has its name, so no legend is needed.',
    draw: async ({ plays, subtitle }) => {
      return charts.agesAndGenders(await explore.agesAndGenders(plays), { subtitle });
    },
  },
  {
    name: 'listenersByCountry',
    about: 'Where listeners are, from few to many.',
    draw: async ({ plays, subtitle }) => {
      return charts.listenersByCountry(await explore.listenersByCountry(plays), { subtitle });
    },
  },
  {
    name: 'signupsByMonth',
    about: 'When listeners signed up.',
    draw: async ({ plays, subtitle }) => {
      return charts.signupsByMonth(await explore.signupsByMonth(plays), { subtitle });
    },
  },
  {
    name: 'loss',
    about: 'What training minimizes, after each iteration.',
    draw: async ({ model, subtitle }) => {
      return charts.loss({ loss: model.losses }, { subtitle });
    },
  },
  {
    name: 'artistMap',
    about: 'Artists that the same people hear lie near each other. The best known ones have their names.',
    draw: async ({ model, subtitle }) => {
      return charts.artistMap(artistMap(model, { count: 300, seed: 1 }), { subtitle });
    },
  },
  {
    name: 'similarArtists',
    about: 'Similarities lie near one: dots, on an axis that begins near the lowest.',
    draw: async ({ model, subtitle }) => {
      return charts.similarArtists(model.similarArtists('radiohead', { count: 10 }), {
        of: 'radiohead',
        subtitle,
      });
    },
  },
  {
    name: 'recommendations',
    about: 'What a listener might like who does not know it yet.',
    draw: async ({ model, listener, subtitle }) => {
      return charts.recommendations(model.recommend(listener, { count: 10 }), {
        user: 'a simulated listener',
        subtitle,
      });
    },
  },
  {
    name: 'explanation',
    about:
      'What each artist that was played adds to the score of one that was recommended, or takes from it.',
    draw: async ({ model, listener, subtitle }) => {
      const [first] = model.recommend(listener, { count: 1 });
      const { artist, contributions } = model.explain(listener, first.artist, { count: 12 });
      return charts.explanation(contributions, { of: artist, subtitle });
    },
  },
  {
    name: 'metricBars',
    about: 'Models judged on plays that none of them has seen, with the intervals of their means.',
    draw: async ({ split, subtitle }) => {
      const rows = [];
      for (const algorithm of [baselines.popularity(), baselines.itemNeighbours(), baselines.ease()]) {
        const model = await algorithm.fit(split.train);
        const { means } = await evaluate(model, split, { k: 10, metrics: ['ndcg', 'recall', 'precision'] });
        rows.push(...means.map((row) => ({ model: algorithm.name, ...row })));
      }
      return charts.metricBars(rows, { subtitle });
    },
  },
  {
    name: 'metricByGroup',
    about: 'How good the lists of groups of listeners are, beside the mean of all.',
    draw: async ({ split, subtitle }) => {
      const model = await trainAls(split.train, { weighting: 'log', alpha: 1, seed: 1 });
      const { rows, label, mean } = await metrics.byGroup(await evaluate(model, split), 'mainstream');
      return charts.metricByGroup(rows, { label, overall: mean, subtitle });
    },
  },
  {
    name: 'popularityByGroup',
    about: 'How popular lists are, beside what their listeners play.',
    draw: async ({ split, subtitle }) => {
      const model = await trainAls(split.train, { weighting: 'log', alpha: 1, seed: 1 });
      const { rows } = await metrics.byGroup(await evaluate(model, split), 'mainstream');
      return charts.popularityByGroup(rows, { subtitle });
    },
  },
  {
    name: 'hitsByPopularity',
    about: 'How much of the lists, and of the hits, is well known.',
    draw: async ({ split, subtitle }) => {
      const model = await trainAls(split.train, { weighting: 'log', alpha: 1, seed: 1 });
      return charts.hitsByPopularity(await metrics.byPopularity(await evaluate(model, split)), { subtitle });
    },
  },
  {
    name: 'modelDifferences',
    about:
      'Which models are behind the best by more than chance: on 60 listeners, not the ones with hollow dots.',
    draw: async ({ split, subtitle }) => {
      const { train } = split;
      const models = { popularity: await baselines.popularity().fit(train) };
      for (const factors of [4, 16, 20]) {
        const options = { weighting: 'log', alpha: 1, factors, seed: 1 };
        models[`ALS, ${factors} factors`] = await trainAls(train, options);
      }
      const judged = {};
      for (const [name, model] of Object.entries(models)) {
        judged[name] = await evaluate(model, split, { k: 10, users: 60 });
      }
      const comparison = await metrics.compare(judged, { metric: 'ndcg' });
      return charts.modelDifferences(comparison.rows, { metric: comparison.label, subtitle });
    },
  },
  {
    name: 'byKnownPlays',
    about: 'Listeners who are new to the models, by how many of their artists are known.',
    draw: async ({ interactions, subtitle }) => {
      const algorithms = [
        als({ weighting: 'log', alpha: 1 }),
        baselines.itemNeighbours(),
        baselines.popularity(),
      ];
      return charts.byKnownPlays(await metrics.byKnownPlays(algorithms, interactions), { subtitle });
    },
  },
  {
    name: 'settingsCurves',
    about: 'How good models are along one setting. Lines have their names at their ends.',
    draw: async ({ trials, subtitle }) => {
      return charts.settingsCurves(trials, { setting: 'alpha', subtitle });
    },
  },
  {
    name: 'settingsHeatmap',
    about: 'Two settings at a time.',
    draw: async ({ trials, subtitle }) => {
      return charts.settingsHeatmap(trials, { subtitle });
    },
  },
  {
    name: 'settingsParallel',
    about: 'All settings at a time: a line for each trial.',
    draw: async ({ trials, subtitle }) => {
      return charts.settingsParallel(trials, { subtitle });
    },
  },
  {
    name: 'metricAgainstTime',
    about: 'What more time buys. Seconds differ from run to run; these are made up.',
    draw: async ({ trials, subtitle }) => {
      const timed = trials.map(({ mean, factors, weighting, alpha }, i) => ({
        mean,
        seconds: factors / 20 + ((i * 7) % 5) / 10,
        label: `${factors} factors, ${weighting}, alpha ${alpha}`,
      }));
      return charts.metricAgainstTime(timed, { subtitle });
    },
  },
];

/** The text of a function's body, as it stands in this file, without its indentation. */
export function codeOf(draw) {
  const lines = draw.toString().split('\n').slice(1, -1);
  const indent = Math.min(...lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/)));
  return lines
    .map((line) => line.slice(indent))
    .join('\n')
    .replace(/^return (.*);$/ms, 'show($1);');
}
