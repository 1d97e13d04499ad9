import { InputError } from '../../../util/errors.js';
import { formatCount } from '../../../util/format.js';
import type { CheckedSpace, SweepName, SweepSettings } from './space.js';

/** Beyond it a grid is a slip of the keyboard: at a second each these take three hours. */
const MOST_SETTINGS = 10_000;

/**
 * Every combination of a space's values, the last named setting changing fastest.
 *
 * @throws InputError for a range, which has no end of values, and for too many combinations
 */
export function gridOf(space: CheckedSpace): SweepSettings[] {
  const lists = [...space].map(([name, choices]) => {
    if ('values' in choices) return { name, values: choices.values };
    const { from, to } = choices.range;
    throw new InputError(
      `${name} goes from ${from} to ${to}, and a grid needs values, such as ${name}: [${from}, ${to}]; ` +
        "list some, or choose search: 'random'",
    );
  });
  const count = lists.reduce((product, { values }) => product * values.length, 1);
  if (count > MOST_SETTINGS) {
    throw new InputError(
      `the grid has ${formatCount(count)} settings; expected at most ${formatCount(MOST_SETTINGS)}: ` +
        "list fewer values, or choose search: 'random'",
    );
  }
  return lists.reduce<SweepSettings[]>(combine, [{}]);
}

function combine(
  settings: SweepSettings[],
  { name, values }: { name: SweepName; values: readonly unknown[] },
): SweepSettings[] {
  return settings.flatMap((chosen) => values.map((value) => ({ ...chosen, [name]: value })));
}
