import type { Split } from '../engine/evaluate/split/split.js';
import { countByColumn } from '../engine/matrix/csr.js';
import type { Listens } from '../engine/matrix/listens/listens.js';
import { InputError } from '../util/errors.js';
import { countOf, dayOf, daysOf } from './settings.js';

/** How listens are divided, as typed. */
export interface TimeSplitChoice {
  readonly split: string;
  readonly fraction?: string;
  readonly leave?: string;
  readonly from?: string;
  readonly repeats?: boolean;
  readonly halfLife?: string;
}

/** Makes splits of listens, with a description. */
export interface TimeSplitter {
  /** `the last 0.2 of all listens held out`. */
  readonly description: string;
  splitListens(listens: Listens): Promise<Split>;
}

/** @throws InputError for an option that is not as it should be; the splits' own errors come when one is made */
export function timeSplitter(choice: TimeSplitChoice, share: number): TimeSplitter {
  const { repeats = false, halfLife } = choice;
  const days = halfLife === undefined ? undefined : daysOf(halfLife);
  const { held, split } = choice.split === 'time' ? byDate(choice, share) : byUser(choice);
  const known = repeats ? ', known artists included' : '';
  const faded = days === undefined ? '' : `; known plays fade with a half-life of ${days} days`;
  return {
    description: `${held} held out${known}${faded}`,
    splitListens: async (listens) => {
      const made = await split(listens, repeats);
      if (days === undefined) return made;
      const { decayPlays } = await import('../engine/matrix/listens/decay-plays.js');
      return { ...made, known: decayPlays(made.past, { halfLife: days }) };
    },
  };
}

function byDate({ from, fraction }: TimeSplitChoice, share: number) {
  const date = from === undefined ? undefined : dayOf(from, '--from');
  if (date !== undefined && fraction !== undefined)
    throw new InputError('--from and --fraction were both given; expected one of them');
  const options = date === undefined ? { fraction: share } : { from: date };
  return {
    held: date === undefined ? `the last ${share} of all listens` : `listens from ${from} on`,
    split: async (listens: Listens, repeats: boolean) => {
      const { splitByTime } = await import('../engine/evaluate/split/split-by-time.js');
      return splitByTime(listens, { ...options, repeats });
    },
  };
}

function byUser({ leave }: TimeSplitChoice) {
  const k = leave === undefined ? 1 : countOf(leave, '--leave');
  return {
    held: k === 1 ? "each user's last new artist" : `each user's last ${k} new artists`,
    split: async (listens: Listens, repeats: boolean) => {
      const { lastK } = await import('../engine/evaluate/split/last-k.js');
      return lastK(listens, { k, repeats });
    },
  };
}

/** Share of the held-out pairs, 0 to 1, whose artist nobody plays in training: no model can find them. */
export function unheardShare({ train, test }: Split): number {
  const listeners = countByColumn(train.byUser);
  const { indices } = test.byUser;
  return indices.reduce((sum, artist) => sum + (listeners[artist] === 0 ? 1 : 0), 0) / indices.length;
}
