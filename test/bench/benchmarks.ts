import { answers } from './answers.js';
import { browser } from './browser.js';
import { explore } from './explore.js';
import { growth } from './growth.js';
import type { Benchmark } from './harness/context.js';
import { lab } from './lab.js';
import { load } from './load.js';
import { models } from './models.js';
import { notebooks } from './notebooks.js';
import { recommend } from './recommend.js';
import { search } from './search.js';
import { similar } from './similar.js';
import { standIn } from './stand-in.js';
import { train } from './train.js';
import { tuner } from './tuner.js';

/** Every benchmark by the name it has on the command line, in the order `npm run bench` runs them. */
export const BENCHMARKS: Readonly<Record<string, Benchmark>> = {
  'stand-in': standIn,
  load,
  explore,
  train,
  growth,
  recommend,
  similar,
  answers,
  models,
  search,
  browser,
  tuner,
  notebooks,
  lab,
};
