import type { BenchContext, Benchmark, BenchRow } from './harness/context.js';
import { row, sampleOf } from './harness/measure.js';
import { runInNode } from './harness/node.js';
import { ensureModel, RECIPES, WIDE_RECIPE } from './ranking-models.js';

/** Artists of a listener's history. */
const HISTORY = 500;

/** Names of what a process measures, in its order. */
const WAITS = {
  open: 'open the file',
  similar: 'the first similarArtists',
  similarAgain: 'the next',
  recommend: 'the first recommend',
  recommendAgain: 'the longest of the next hundred',
  foldIn: 'the first foldIn, with its recommendations',
  foldInAgain: 'the next',
  matchArtists: `matchArtists of ${HISTORY} names`,
} as const;

type Wait = keyof typeof WAITS;

/** Milliseconds, and those of processors. */
type Waits = Record<Wait, { readonly wall: number; readonly processors: number }>;

/** What a user waits for who opens a model and asks it: nothing has been asked, or compiled, before. */
export const answers: Benchmark = {
  title: 'First answers',
  about:
    'What one waits for after opening a saved model of the stand-in, each in a process of its own in which nothing has been asked ' +
    `before; of ${HISTORY} names of a history a third is in capitals, a seventh has other punctuation and a tenth is ` +
    'misspelt. The note has milliseconds of processors.',
  async run(context) {
    const rows: BenchRow[] = [];
    for (const recipe of [RECIPES[1], WIDE_RECIPE]) {
      const { path } = await ensureModel(context, recipe);
      rows.push(...(await measure(context, recipe.name, path)));
    }
    return rows;
  },
};

async function measure({ runs }: BenchContext, name: string, path: string): Promise<BenchRow[]> {
  const found: Waits[] = [];
  // The first brings the file into memory.
  for (let run = -1; run < runs; run++) {
    const args = [path, String(HISTORY), import.meta.resolve('#listenlab/index.js')];
    const waits = await runInNode<Waits>(ASK, args);
    if (run >= 0) found.push(waits);
  }
  return (Object.keys(WAITS) as Wait[]).map((wait) => {
    const processors = Math.min(...found.map((waits) => waits[wait].processors));
    const wall = sampleOf(found.map((waits) => waits[wait].wall));
    return row(`${name}: ${WAITS[wait]}`, 'ms', wall, undefined, `${processors.toPrecision(3)} ms`);
  });
}

const ASK = `
  const [path, history, url] = process.argv.slice(1);
  const { loadModel, matchArtists } = await import(url);
  const waits = {};
  async function wait(name, work) {
    const before = process.cpuUsage();
    const start = performance.now();
    const result = await work();
    const wall = performance.now() - start;
    const { user, system } = process.cpuUsage(before);
    waits[name] = { wall, processors: (user + system) / 1000 };
    return result;
  }
  const model = await wait('open', () => loadModel(path));
  const artist = (i) => model.artists.names[(i * 7919 + 13) % model.artists.size];
  const user = (i) => model.users.names[(i * 7919 + 13) % model.users.size];
  await wait('similar', () => model.similarArtists(artist(1)));
  await wait('similarAgain', () => model.similarArtists(artist(2)));
  await wait('recommend', () => model.recommend(user(1)));
  let longest = { wall: 0 };
  for (let i = 2; i < 102; i++) {
    await wait('recommendAgain', () => model.recommend(user(i)));
    if (waits.recommendAgain.wall > longest.wall) longest = waits.recommendAgain;
  }
  waits.recommendAgain = longest;
  const likes = (i) => [[artist(i), 10], [artist(i + 1), 50], [artist(i + 2), 5]];
  await wait('foldIn', () => model.foldIn(likes(10)).recommend());
  await wait('foldInAgain', () => model.foldIn(likes(20)).recommend());
  const plays = Array.from({ length: Number(history) }, (_, i) => {
    const name = artist(100 + i);
    const typed = i % 3 === 0 ? name.toUpperCase() : i % 7 === 0 ? 'The ' + name + '!' : name;
    return { artist: i % 10 === 0 ? typed.replace(/[aeiou]/i, '') + 'x' : typed, plays: 1000 - i };
  });
  const { matched } = await wait('matchArtists', () => matchArtists({ plays }, model.artists));
  if (matched.length < 0.7 * Number(history)) throw new Error(matched.length + ' artists were matched');
  console.log(JSON.stringify(waits));
`;
