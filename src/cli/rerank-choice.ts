import type { Command } from 'commander';
import type { RerankOptions } from '../engine/evaluate/reranked.js';
import { numberOrText } from './settings.js';

/** As the command line gives it. */
export interface RerankChoice {
  readonly diversity?: string;
  readonly popularityDamper?: string;
  readonly calibration?: string;
}

/** Adds `--diversity`, `--popularity-damper` and `--calibration`. */
export function addRerankChoice(command: Command): Command {
  return command
    .option(
      '--diversity <share>',
      'how strongly to penalize similarity to artists higher in the list (default: 0)',
    )
    .option(
      '--popularity-damper <share>',
      'how strongly to penalize artists with many listeners (default: 0)',
    )
    .option(
      '--calibration <share>',
      "how strongly the list follows the user's own mix of popular and rare artists (default: 0)",
    );
}

/** What was given, each still to be checked; no value where nothing was. */
export function chosenReranking({ diversity, popularityDamper, calibration }: RerankChoice): RerankOptions {
  const given = Object.entries({ diversity, popularityDamper, calibration }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return Object.fromEntries(given.map(([name, text]) => [name, numberOrText(text)]));
}
