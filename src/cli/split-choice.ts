import { type Command, Option } from 'commander';
import type { Split } from '../engine/evaluate/split/split.js';
import type { Interactions } from '../engine/matrix/interactions.js';
import type { Listens } from '../engine/matrix/listens/listens.js';
import { InputError } from '../util/errors.js';
import { countOf, numberOrText } from './settings.js';
import { type TimeSplitChoice, timeSplitter } from './time-splitter.js';

/** How plays are held out, as typed. */
export interface SplitChoice extends TimeSplitChoice {
  readonly split: SplitKind;
}

const KINDS = ['random', 'leave-k-out', 'users', 'time', 'last-k'] as const;
type SplitKind = (typeof KINDS)[number];

/** Makes splits, with a description. */
export interface Splitter {
  /** `0.2 of all entries held out at random`. */
  readonly description: string;
  /** Whether it divides listens by their times, which draws nothing at random. */
  readonly byTime?: boolean;
  split(interactions: Interactions, seed: number, listens?: Listens): Promise<Split>;
}

/** The kinds of split that use each option. */
const USED_BY: Readonly<Record<string, readonly SplitKind[]>> = {
  '--fraction': ['random', 'users', 'time'],
  '--leave': ['leave-k-out', 'last-k'],
  '--from': ['time'],
  '--repeats': ['time', 'last-k'],
  '--half-life': ['time', 'last-k'],
};

const FRACTION = 0.2;

/** The option that says how plays are held out. */
export function splitOption(choices: readonly string[]): Option {
  return new Option('--split <kind>', 'how plays are held out').choices(choices).default('random');
}

/** Gives a command the options that say how plays are held out. */
export function addSplitChoice(command: Command): Command {
  return command
    .addOption(splitOption(KINDS))
    .option(
      '--fraction <number>',
      `share of the entries, the users or (time) the listens to hold out (default: ${FRACTION})`,
    )
    .option('--leave <number>', 'with leave-k-out and last-k: artists to hold out per user (default: 1)')
    .option(
      '--from <date>',
      'with time: the first day held out (UTC), such as 2009-01-31, instead of a share',
    )
    .option('--repeats', 'with time and last-k: ask for known artists, too: what is played next')
    .option('--half-life <days>', 'with time and last-k: known plays count for half after so many days');
}

/** @throws InputError for an option that does not belong to the split; the splits' own errors come when one is made */
export function chosenSplitter(choice: SplitChoice): Splitter {
  const { split, fraction, leave, from, repeats, halfLife } = choice;
  const given = {
    '--fraction': fraction,
    '--leave': leave,
    '--from': from,
    '--repeats': repeats,
    '--half-life': halfLife,
  };
  for (const [flag, value] of Object.entries(given)) {
    if (value !== undefined && !USED_BY[flag].includes(split)) {
      throw new InputError(`${flag} was given with --split ${split}, which does not use it; leave it out`);
    }
  }
  // Anything but a number is refused by the split, which names it.
  const share = fraction === undefined ? FRACTION : (numberOrText(fraction) as number);
  switch (split) {
    case 'random':
      return {
        description: `${share} of all entries held out at random`,
        split: async (interactions, seed) => {
          const { randomSplit } = await import('../engine/evaluate/split/random-splits.js');
          return randomSplit(interactions, { fraction: share, seed });
        },
      };
    case 'leave-k-out': {
      const k = leave === undefined ? 1 : countOf(leave, '--leave');
      return {
        description: `${k} of each user's artists held out`,
        split: async (interactions, seed) => {
          const { leaveKOut } = await import('../engine/evaluate/split/random-splits.js');
          return leaveKOut(interactions, { k, seed });
        },
      };
    }
    case 'users':
      if (typeof share !== 'number' || !(share > 0 && share < 1)) {
        throw new InputError(
          `--fraction is ${fraction}; expected a number above 0 and below 1, such as ${FRACTION}`,
        );
      }
      return {
        description: `${share} of the users held out, with 0.2 of their artists hidden`,
        split: async (interactions, seed) => {
          const { holdOutUsers } = await import('../engine/evaluate/split/hold-out-users.js');
          return holdOutUsers(interactions, { users: share, fraction: 0.8, seed });
        },
      };
    case 'time':
    case 'last-k': {
      const { description, splitListens } = timeSplitter(choice, share);
      return {
        description,
        byTime: true,
        split: (_interactions, _seed, listens) => splitListens(listens as Listens),
      };
    }
  }
}
