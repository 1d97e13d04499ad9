import { weightPlays } from '#listenlab/engine/model/equations/weighting.js';
import { type Split, type SweepTrial, sweep } from '#listenlab/index.js';

type Weighting = 'binary' | 'log' | 'tfidf' | 'bm25';

/** Settings of the grid, as ratios: of the weight of all artists to that of a user's entries, and of lambda to that. */
interface Point {
  readonly weighting: Weighting;
  readonly kappa: number;
  readonly penalty: number;
  readonly factors: number;
}

/** A point, and the best of its iterations. */
interface Judged {
  readonly point: Point;
  readonly trial: SweepTrial;
}

/** The best of a wide grid. */
export interface GridBest extends Judged {
  readonly trainings: number;
}

const WEIGHTINGS: readonly Weighting[] = ['binary', 'log', 'tfidf', 'bm25'];
const KAPPAS = [5, 15, 45];
const PENALTIES = [0.15, 0.3, 0.6, 1.2];
const FIRST_FACTORS = 32;
const FACTORS = [16, 64, 128, 192];
const FINER = [0.7, 0.85, 1.2, 1.4];
const ITERATIONS = [4, 8, 16];

/** Points whose sizes are tried, and whose penalties are. */
const SIZED = 4;
const REFINED = 2;

/**
 * What somebody with patience finds by hand: every combination of weightings, unobserved weights and penalties, sizes of
 * the best of them, and finer penalties of the best of those, each judged by its mean over all splits.
 *
 * @param splits on which the search is judged, too, so that the grid is chosen by what it is judged by
 */
export async function bestOfGrid(splits: readonly Split[], say: (line: string) => void): Promise<GridBest> {
  let all: Judged[] = [];
  const judge = async (points: readonly Point[]) => {
    for (const point of points) {
      if (all.some((each) => JSON.stringify(each.point) === JSON.stringify(point))) continue;
      all.push({ point, trial: await judged(point, splits) });
    }
    all = all.sort((a, b) => b.trial.mean - a.trial.mean);
    say(
      `  grid: ${all.length} settings, best ${JSON.stringify(all[0].point)} ${all[0].trial.mean.toFixed(4)}`,
    );
  };
  await judge(
    WEIGHTINGS.flatMap((weighting) =>
      KAPPAS.flatMap((kappa) =>
        PENALTIES.map((penalty) => ({ weighting, kappa, penalty, factors: FIRST_FACTORS })),
      ),
    ),
  );
  await judge(all.slice(0, SIZED).flatMap(({ point }) => FACTORS.map((factors) => ({ ...point, factors }))));
  await judge(
    all
      .slice(0, REFINED)
      .flatMap(({ point }) => FINER.map((times) => ({ ...point, penalty: times * point.penalty }))),
  );
  return { ...all[0], trainings: all.length * splits.length };
}

/** Absolute settings are those for the first split: the others have their own plays, but nearly as many. */
async function judged(
  { weighting, kappa, penalty, factors }: Point,
  splits: readonly Split[],
): Promise<SweepTrial> {
  const [{ train }] = splits;
  const weights = weightPlays(train.byUser, weighting);
  const { best, trials } = await sweep(
    splits,
    {
      weighting,
      confidence: 'added',
      alpha: weights.length / weights.reduce((sum, weight) => sum + weight, 0),
      unobservedWeight: (kappa * train.size) / train.users.size / train.artists.size,
      regularization: penalty / (1 + kappa),
      regularizationExponent: 1,
      factors,
      iterations: ITERATIONS,
    },
    { onProgress: () => {} },
  );
  return trials.find(({ mean }) => mean === best.mean) as SweepTrial;
}
