import { type Command, Option } from 'commander';
import type { Split } from '../engine/evaluate/split/split.js';
import type { Interactions } from '../engine/matrix/interactions.js';
import { InputError } from '../util/errors.js';
import { countOf, numberOrText } from './settings.js';

/** How plays are held out, as typed. */
export interface SplitChoice {
  readonly split: 'random' | 'leave-k-out' | 'users';
  readonly fraction?: string;
  readonly leave?: string;
}

/** Makes splits, with a description. */
export interface Splitter {
  /** `random 0.2 of all entries`. */
  readonly description: string;
  split(interactions: Interactions, seed: number): Promise<Split>;
}

const FRACTION = 0.2;

/** Gives a command the options that say how plays are held out. */
export function addSplitChoice(command: Command): Command {
  return command
    .addOption(
      new Option('--split <kind>', 'how plays are held out')
        .choices(['random', 'leave-k-out', 'users'])
        .default('random'),
    )
    .option(
      '--fraction <number>',
      `share of the entries, or of the users, to hold out (default: ${FRACTION})`,
    )
    .option('--leave <number>', 'with leave-k-out: artists to hold out per user (default: 1)');
}

/** @throws InputError for an option that does not belong to the split; the splits' own errors come when one is made */
export function chosenSplitter({ split, fraction, leave }: SplitChoice): Splitter {
  const unused = split === 'leave-k-out' ? { '--fraction': fraction } : { '--leave': leave };
  for (const [flag, value] of Object.entries(unused)) {
    if (value !== undefined) {
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
          const { holdOutUsers } = await import('../engine/evaluate/split/random-splits.js');
          return holdOutUsers(interactions, { users: share, fraction: 0.8, seed });
        },
      };
  }
}
