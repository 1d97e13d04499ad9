import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { breaches, type HouseRules } from './support/house-rules.js';
import { readFacts, type SourceFacts } from './support/source-facts.js';

const RULES: HouseRules = {
  layers: [
    'index.ts',
    'build',
    'cli',
    'report',
    'lab',
    'tuner',
    'jupyter',
    'display',
    'charts',
    'explore',
    'evaluate',
    'als',
    'model',
    'history',
    'dataset',
    'frame',
    'wasm',
    'matrix',
    'util',
  ],
  only: { charts: ['util'], util: [] },
  never: { report: ['charts'], 'index.ts': ['cli'] },
  browser: [
    'src/util',
    'src/matrix',
    'src/wasm',
    'src/model',
    'src/als',
    'src/evaluate',
    'src/tuner',
    'src/charts',
  ],
  node: [
    'src/util/files.ts',
    'src/util/path-of.ts',
    'src/util/read-bounded.ts',
    'src/model/file.ts',
    'src/model/load-model.ts',
    // Worker threads and DuckDB; a browser asks for one user at a time.
    'src/model/recommend-all/rank-blocks.ts',
    'src/model/recommend-all/ranked-tables.ts',
    'src/model/recommend-all/recommend-all.ts',
    'src/model/recommend-all/worker.ts',
    'src/model/recommend-all/write-file.ts',
    // The worker pool and what starts it; src/als/train-inline.ts trains in a browser.
    'src/als/train.ts',
    'src/wasm/pool.ts',
    'src/als/worker.ts',
    // src/evaluate/evaluate-inline.ts evaluates in a browser.
    'src/evaluate/evaluate.ts',
    'src/evaluate/ranking/rank-on-threads.ts',
    'src/evaluate/ranking/worker.ts',
    'src/evaluate/als-algorithm.ts',
    // Worker threads.
    'src/evaluate/baselines/fitting.ts',
    'src/evaluate/baselines/on-threads.ts',
    'src/evaluate/baselines/worker.ts',
    'src/evaluate/baselines/best-products.ts',
    'src/evaluate/baselines/invert-gram.ts',
    'src/evaluate/baselines/popularity.ts',
    'src/evaluate/baselines/item-neighbours.ts',
    'src/evaluate/baselines/user-neighbours.ts',
    'src/evaluate/baselines/ease.ts',
    'src/evaluate/baselines/bpr.ts',
    'src/evaluate/baselines/logistic-matrix-factorization.ts',
    'src/evaluate/baselines/baselines.ts',
    'src/wasm/load-kernel.ts',
    // Runs when listenlab is built.
    'src/tuner/build/pack-kernels.ts',
    'src/tuner/build/build-panel.ts',
    // The notebook's half of the panel.
    'src/tuner/tuner.ts',
    'src/tuner/try-it/try-it.ts',
    'src/tuner/kernel-sessions.ts',
    // Trains and judges on worker threads.
    'src/evaluate/quality/compare-settings.ts',
    // Sweeps train on worker threads, hash what they train on and keep results in DuckDB.
    'src/evaluate/sweep/compare-recommended.ts',
    'src/evaluate/sweep/fingerprint.ts',
    'src/evaluate/sweep/recommend-settings.ts',
    'src/evaluate/sweep/run-trial.ts',
    'src/evaluate/sweep/run-trials.ts',
    'src/evaluate/sweep/store.ts',
    'src/evaluate/sweep/sweep.ts',
  ],
  outside: [
    'src/cli',
    // A kernel is a process of its own: what it prints is what the notebook's cells print.
    'src/jupyter/kernel',
    // The text front end of a plain Node.js program is its standard output.
    'src/display/current-front-end.ts',
  ],
  oneDoor: { 'danfojs-node': 'src/frame/danfo.ts' },
};

const ROOT = path.resolve(import.meta.dirname, '..');

function sources(): SourceFacts[] {
  return readdirSync(path.join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .map((name) => `src/${name.replaceAll(path.sep, '/')}`)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFacts(file, readFileSync(path.join(ROOT, file), 'utf8')));
}

describe('the house', () => {
  const files = sources();

  it('keeps its rules', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(breaches(files, RULES)).toEqual([]);
  });

  it.each(['src/als/assembly/', 'src/model/assembly/'])(
    'lets the AssemblyScript kernel in %s import nothing from outside',
    (folder) => {
      const kernel = files.filter(({ file }) => file.startsWith(folder));
      expect(kernel.length).toBeGreaterThan(0);
      const out = kernel.flatMap(({ imports }) => imports.filter(({ target }) => !target.startsWith(folder)));
      expect(out).toEqual([]);
    },
  );

  it('exports explicit names from src/index.ts and nothing else', () => {
    const index = files.find(({ file }) => file === 'src/index.ts');
    expect(index?.imports.length).toBeGreaterThan(5);
    expect(index?.otherStatements).toEqual([]);
  });

  it('is told by rules about files that exist', () => {
    const names = files.map(({ file }) => file);
    expect([...RULES.node, ...Object.values(RULES.oneDoor)].filter((file) => !names.includes(file))).toEqual(
      [],
    );
  });
});

describe('the check of the house', () => {
  const check = (made: Record<string, string>) =>
    breaches(
      Object.entries(made).map(([file, text]) => readFacts(file, text)),
      RULES,
    );

  it('lets imports run down', () => {
    expect(check({ 'src/als/train.ts': "import { Model } from '../model/model.js';" })).toEqual([]);
  });

  it.each([
    ["import { trainAls } from '../als/train.js';"],
    ["import type { AlsOptions } from '../als/train.js';"],
    ["export { trainAls } from '../als/train.js';"],
    ["export const train = () => import('../als/train.js');"],
    ["export type Train = import('../als/train.js').AlsOptions;"],
    ["const script = new URL('../als/train.js', import.meta.url);"],
  ])('names both files of an import upwards: %s', (text) => {
    expect(check({ 'src/model/model.ts': text })).toContain(
      'src/model/model.ts imports upwards from src/als/train.ts',
    );
  });

  it('does not take comments and strings for imports', () => {
    const text = "// import '../als/train.js';\nconst text = `import '../als/train.js'`;";
    expect(check({ 'src/model/model.ts': text })).toEqual([]);
  });

  it('finds a folder that has no place, and neighbours that must not know each other', () => {
    const found = check({
      'src/extra/a.ts': '',
      'src/charts/bars.ts': "import { frame } from '../frame/frame.js';",
      'src/report/page.ts': "import { bars } from '../charts/bars.js';",
      'src/cli/main.ts': "import { Model } from '../index.js';",
    });
    expect(found).toEqual([
      'src/extra/a.ts is in no layer',
      'src/charts/bars.ts must not import src/frame/frame.ts',
      'src/charts/bars.ts runs in browsers and imports src/frame/frame.ts, which does not',
      'src/report/page.ts must not import src/charts/bars.ts',
      'src/cli/main.ts imports upwards from src/index.ts',
    ]);
  });

  it('finds a circle of files, also of types', () => {
    const found = check({
      'src/model/a.ts': "import { b } from './b.js';",
      'src/model/b.ts': "import type { C } from './c.js';",
      'src/model/c.ts': "import { a } from './a.js';",
    });
    expect(found).toEqual(['circle: src/model/a.ts > src/model/b.ts > src/model/c.ts > src/model/a.ts']);
  });

  it('finds Node.js in what a browser runs, also through another file', () => {
    const found = check({
      'src/matrix/csr.ts': "import { readFile } from 'node:fs/promises';",
      'src/model/model.ts': "import { loadModel } from './file.js';",
      'src/als/options.ts': "import type { WorkerData } from './worker.js';",
    });
    expect(found).toEqual([
      'src/matrix/csr.ts runs in browsers and imports node:fs/promises',
      'src/model/model.ts runs in browsers and imports src/model/file.ts, which does not',
    ]);
  });

  it('finds printing, arguments and exits outside the command line', () => {
    const text = 'console.log(process.argv); process.exit(1); process.env.HOME;';
    expect(check({ 'src/dataset/open.ts': text })).toEqual([
      'src/dataset/open.ts uses console.log',
      'src/dataset/open.ts uses process.argv',
      'src/dataset/open.ts uses process.exit',
    ]);
    expect(check({ 'src/cli/main.ts': text })).toEqual([]);
  });

  it('finds a second door to Danfo', () => {
    expect(check({ 'src/explore/head.ts': "import { DataFrame } from 'danfojs-node';" })).toEqual([
      'src/explore/head.ts loads danfojs-node, which only src/frame/danfo.ts may',
    ]);
  });

  it('finds an index that exports everything or does something', () => {
    const text = "export * from './a.js';\nexport { b } from './b.js';\nstart();";
    expect(readFacts('src/index.ts', text).otherStatements).toEqual(["export * from './a.js';", 'start();']);
  });
});
