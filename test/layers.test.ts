import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { isFastTest, slowImports } from './support/fast-tests.js';
import { breaches, type HouseRules } from './support/house-rules.js';
import { readFacts, type SourceFacts } from './support/source-facts.js';

const RULES: HouseRules = {
  layers: [
    'index.ts',
    'browser.ts',
    'describe.ts',
    'build',
    'cli',
    'tuner',
    'notebook/export',
    'notebook/kernel',
    'notebook/pictures',
    'notebook/report',
    'notebook/lab',
    'notebook/page',
    'notebook/widgets',
    'notebook/jupyter',
    'notebook/chrome',
    'notebook/display',
    'notebook/table',
    'data/charts',
    'data/explore',
    'data/history',
    'data/dataset',
    'data/frame',
    'engine/describe.ts',
    'engine/evaluate',
    'engine/baselines',
    'engine/als',
    'engine/model',
    'engine/ranking',
    'engine/kernels',
    'engine/matrix',
    'duckdb',
    'util',
  ],
  // Three houses that do not import each other, on common ground. Data is passed on as a matrix of plays.
  only: {
    notebook: ['util'],
    data: ['engine/matrix', 'duckdb', 'util'],
    engine: ['duckdb', 'util'],
    'data/charts': ['util'],
    'notebook/page': ['notebook/table', 'util'],
    'notebook/table': ['util'],
    duckdb: ['util'],
    util: [],
  },
  never: { 'index.ts': ['cli'], 'describe.ts': ['cli', 'tuner', 'notebook'] },
  browser: [
    'src/browser.ts',
    'src/util',
    'src/engine',
    'src/notebook/page',
    'src/notebook/table',
    'src/tuner',
    'src/data/charts',
  ],
  // Beside every folder named `node`.
  node: [
    // Worker threads; a browser asks for one user at a time.
    'src/engine/ranking/all-users',
    // Algorithms are fitted on worker threads, from which evaluateInline in a browser needs none.
    'src/engine/baselines',
    // Settings are searched on worker threads, and what was found is kept in DuckDB.
    'src/engine/evaluate/settings',
    'src/engine/evaluate/sweep',
    // The notebook's half of the panels.
    'src/tuner/kernel',
  ],
  outside: [
    'src/cli',
    // A kernel is a process of its own: what it prints is what the notebook's cells print.
    'src/notebook/kernel',
    // The text front end of a plain Node.js program is its standard output.
    'src/notebook/display/front-end.ts',
  ],
  oneDoor: { 'danfojs-node': 'src/data/frame/danfo/danfojs.cts' },
};

const ROOT = path.resolve(import.meta.dirname, '..');

/** The command line as a whole; a test that runs it in its own process chooses what it starts. */
const COMMAND_LINE = 'src/cli/program.ts';

function sources(folder = 'src'): SourceFacts[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll(path.sep, '/')}`)
    .filter((file) => /\.c?ts$/.test(file))
    .map((file) => readFacts(file, readFileSync(path.join(ROOT, file), 'utf8')));
}

describe('the source tree', () => {
  const files = sources();

  it('keeps its rules', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(breaches(files, RULES)).toEqual([]);
  });

  it('imports nothing from outside into the AssemblyScript kernels', () => {
    const folder = 'src/engine/kernels/assembly/';
    const kernels = files.filter(({ file }) => file.startsWith(folder));
    expect(kernels.length).toBeGreaterThan(0);
    const out = kernels.flatMap(({ imports }) => imports.filter(({ target }) => !target.startsWith(folder)));
    expect(out).toEqual([]);
  });

  it.each([
    'src/index.ts',
    'src/browser.ts',
    'src/describe.ts',
    'src/data/charts/index.ts',
    'src/data/explore/index.ts',
    'src/engine/baselines/index.ts',
    'src/engine/evaluate/metrics/index.ts',
    'src/engine/evaluate/split/index.ts',
    'src/notebook/widgets/index.ts',
  ])('exports explicit names and groups from %s and nothing else', (name) => {
    const index = files.find(({ file }) => file === name);
    expect(index?.imports.length).toBeGreaterThan(1);
    expect(index?.otherStatements).toEqual([]);
  });

  it('has rules only about files and folders that exist, and names what needs Node.js by folder only', () => {
    const names = files.map(({ file }) => file);
    const told = [...RULES.node, ...Object.values(RULES.oneDoor)];
    const exists = (place: string) => names.some((name) => name === place || name.startsWith(`${place}/`));
    expect(told.filter((place) => !exists(place))).toEqual([]);
    expect(RULES.node.filter((place) => names.includes(place))).toEqual([]);
  });
});

describe('the fast tests', () => {
  it('start no program, server, kernel or browser', () => {
    const files = [...sources(), ...sources('test')];
    expect(files.filter(({ file }) => isFastTest(file)).length).toBeGreaterThan(50);
    expect(files.some(({ file }) => file === COMMAND_LINE)).toBe(true);
    expect(slowImports(files, [COMMAND_LINE])).toEqual([]);
  });

  const found = (made: Record<string, string>) =>
    slowImports(
      Object.entries(made).map(([file, text]) => readFacts(file, text)),
      [COMMAND_LINE],
    );

  it('are reported if they do, directly or through a helper or a module', () => {
    const files = {
      'src/notebook/jupyter/kernel-client.ts': "import { spawn } from 'node:child_process';",
      'src/util/ports.ts': "import { isIP } from 'node:net';",
      'test/support/kernel.ts':
        "import { KernelClient } from '#listenlab/notebook/jupyter/kernel-client.js';",
      'test/a.test.ts': "import { chromium } from 'playwright-core';",
      'test/b.test.ts': "import { kernel } from './support/kernel.js';",
      'test/c.test.ts': "import { freePort } from '#listenlab/util/ports.js';",
      'test/d.test.ts': "import { createServer } from 'node:net';",
      'test/e.system.test.ts': "import { chromium } from 'playwright-core';",
      'test/e2e/f.test.ts': "import { chromium } from 'playwright-core';",
    };
    expect(found(files)).toEqual([
      'test/a.test.ts is no fast test: playwright-core',
      'test/b.test.ts is no fast test: test/support/kernel.ts > src/notebook/jupyter/kernel-client.ts > node:child_process',
      'test/d.test.ts is no fast test: node:net',
    ]);
  });

  it('may import the types of what they do not start', () => {
    expect(found({ 'test/a.test.ts': "import type { Page } from 'playwright-core';" })).toEqual([]);
  });
});

describe('the checker of the source tree', () => {
  const check = (made: Record<string, string>) =>
    breaches(
      Object.entries(made).map(([file, text]) => readFacts(file, text)),
      RULES,
    );

  it('accepts imports that run down', () => {
    expect(check({ 'src/engine/als/train.ts': "import { Model } from '../model/model.js';" })).toEqual([]);
  });

  it.each([
    ["import { trainAls } from '../als/train.js';"],
    ["import type { AlsOptions } from '../als/train.js';"],
    ["export { trainAls } from '../als/train.js';"],
    ["export const train = () => import('../als/train.js');"],
    ["export type Train = import('../als/train.js').AlsOptions;"],
    ["const script = new URL('../als/train.js', import.meta.url);"],
  ])('names both files of an import that runs up: %s', (text) => {
    expect(check({ 'src/engine/model/model.ts': text })).toContain(
      'src/engine/model/model.ts imports upwards from src/engine/als/train.ts',
    );
  });

  it('does not take comments and strings for imports', () => {
    const text = "// import '../als/train.js';\nconst text = `import '../als/train.js'`;";
    expect(check({ 'src/engine/model/model.ts': text })).toEqual([]);
  });

  it('finds a folder without a place, and neighbours that must not import each other', () => {
    const found = check({
      'src/extra/a.ts': '',
      'src/data/charts/bars.ts': "import { frame } from '../frame/frame.js';",
      'src/notebook/report/page.ts': "import { bars } from '../../data/charts/bars.js';",
      'src/cli/main.ts': "import { Model } from '../index.js';",
    });
    expect(found).toEqual([
      'src/extra/a.ts is in no layer',
      'src/data/charts/bars.ts must not import src/data/frame/frame.ts',
      'src/data/charts/bars.ts runs in browsers and imports src/data/frame/frame.ts, which does not',
      'src/notebook/report/page.ts must not import src/data/charts/bars.ts',
      'src/cli/main.ts imports upwards from src/index.ts',
    ]);
  });

  it('finds circular imports, including type imports', () => {
    const found = check({
      'src/engine/model/a.ts': "import { b } from './b.js';",
      'src/engine/model/b.ts': "import type { C } from './c.js';",
      'src/engine/model/c.ts': "import { a } from './a.js';",
    });
    expect(found).toEqual([
      'circle: src/engine/model/a.ts > src/engine/model/b.ts > src/engine/model/c.ts > src/engine/model/a.ts',
    ]);
  });

  it('finds Node.js in browser code, even through another file', () => {
    const found = check({
      'src/engine/matrix/csr.ts': "import { readFile } from 'node:fs/promises';",
      'src/engine/model/model.ts': "import { loadModel } from './node/load-model.js';",
      'src/engine/als/options.ts': "import type { WorkerData } from './worker.js';",
    });
    expect(found).toEqual([
      'src/engine/matrix/csr.ts runs in browsers and imports node:fs/promises',
      'src/engine/model/model.ts runs in browsers and imports src/engine/model/node/load-model.ts, which does not',
    ]);
  });

  it('finds printing, arguments and exits outside the command line', () => {
    const text = 'console.log(process.argv); process.exit(1); process.env.HOME;';
    expect(check({ 'src/data/dataset/open.ts': text })).toEqual([
      'src/data/dataset/open.ts uses console.log',
      'src/data/dataset/open.ts uses process.argv',
      'src/data/dataset/open.ts uses process.exit',
    ]);
    expect(check({ 'src/cli/main.ts': text })).toEqual([]);
  });

  it('finds a second import of Danfo', () => {
    expect(check({ 'src/data/explore/head.ts': "import { DataFrame } from 'danfojs-node';" })).toEqual([
      'src/data/explore/head.ts loads danfojs-node, which only src/data/frame/danfo/danfojs.cts may',
    ]);
  });

  it('finds an index that exports everything or has statements', () => {
    const text =
      "export * from './a.js';\nexport * as a from './a.js';\nexport { b } from './b.js';\nstart();";
    expect(readFacts('src/index.ts', text).otherStatements).toEqual(["export * from './a.js';", 'start();']);
  });
});
