import type { HeightAt } from '../../notebook/page/report/live-heights.js';

// As measured in the sample's report, in pixels, with ten artists in each list. Lists stand beside each other from 608 on,
// the tuner's knobs and results from 800.
const TUNER: readonly HeightAt[] = [
  { width: 358, height: 3172 },
  { width: 468, height: 2602 },
  { width: 728, height: 2314 },
  { width: 799, height: 2314 },
  { width: 800, height: 1597 },
];
const SIMILAR: readonly HeightAt[] = [
  { width: 358, height: 617 },
  { width: 608, height: 580 },
];
const SIMILAR_AND_RECOMMENDED: readonly HeightAt[] = [
  { width: 358, height: 1730 },
  { width: 468, height: 1299 },
  { width: 607, height: 1281 },
  { width: 608, height: 1000 },
  { width: 728, height: 981 },
];

/** How high the panel of `tuner` becomes. */
export function tunerHeights(): readonly HeightAt[] {
  return TUNER;
}

/** How high the panel of `tryIt` becomes. */
export function tryHeights({ recommend }: Readonly<Record<string, unknown>>): readonly HeightAt[] {
  return recommend === false ? SIMILAR : SIMILAR_AND_RECOMMENDED;
}
