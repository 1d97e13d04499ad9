import { checkOneOf, type Given, type OneOf } from '../../../util/checks.js';
import { InputError } from '../../../util/errors.js';
import { formatCount } from '../../../util/format.js';
import { type Random, seededRandom } from '../../../util/random.js';
import { type AlsOptions, type AlsSettings, readAlsOptions } from '../../als/options.js';

/** What a sweep tries: all settings of `trainAls` except those that do not affect results. */
export type SweepSettings = { -readonly [Name in SweepName]?: AlsSettings[Name] };

/** Names of settings a sweep may try. */
export type SweepName = Exclude<keyof AlsSettings, 'threads' | 'computeLoss'>;

/** Numbers between two bounds, for random search; integers if the setting is an integer. */
export interface SettingRange {
  readonly from: number;
  readonly to: number;
  /** Drawn uniformly or log-uniformly, so that 0.1 to 1 is as likely as 1 to 10. Default `linear`. */
  readonly scale?: OneOf<'linear' | 'log'>;
}

/** What to try for one setting: one fixed value, a list of values, or, for random search, a range. */
export type SettingChoices<Value> = Value | readonly Value[] | (Value extends number ? SettingRange : never);

/**
 * Settings to try; omitted ones have the trainer's defaults.
 *
 * @example const space: SweepSpace = { factors: [16, 32], alpha: { from: 0.1, to: 40, scale: 'log' }, weighting: 'log' };
 */
export type SweepSpace = {
  readonly [Name in SweepName]?: SettingChoices<NonNullable<Given<AlsSettings>[Name]>>;
};

/** One setting's checked choices: its values, or the range to draw them from. */
type CheckedChoices = { readonly values: readonly unknown[] } | { readonly range: Required<SettingRange> };

/** Checked choices by setting name. */
type CheckedSpace = ReadonlyMap<SweepName, CheckedChoices>;

/** Settings with integer values. */
const WHOLE_SETTINGS: ReadonlySet<SweepName> = new Set<SweepName>(['factors', 'iterations', 'seed']);

const SAME_RESULT = ['threads', 'computeLoss', 'onIteration', 'onProgress', 'signal', 'start'];

/**
 * Checks a space, each value as the trainer does.
 *
 * @throws InputError that names the setting, what was found and what is expected
 */
export function checkSpace(space: SweepSpace): CheckedSpace {
  const given = Object.entries(space ?? {}).filter(([, choices]) => choices !== undefined);
  if (given.length === 0) {
    throw new InputError(
      'the search space has no settings; expected at least one, such as { alpha: [1, 15] }',
    );
  }
  return new Map(given.map(([name, choices]) => [name as SweepName, checkChoices(name, choices)]));
}

function checkChoices(name: string, choices: unknown): CheckedChoices {
  if (SAME_RESULT.includes(name)) {
    throw new InputError(
      `${name} cannot be searched: it does not make a model better; leave it out of the space` +
        (name === 'threads' ? ' and pass it as an option' : ''),
    );
  }
  if (Array.isArray(choices)) return { values: checkList(name, choices) };
  if (isRange(choices)) return { range: checkRange(name, choices) };
  checkValue(name, choices);
  return { values: [choices] };
}

function checkList(name: string, values: readonly unknown[]): readonly unknown[] {
  // An unknown name is reported first, whatever its values.
  checkValue(name, undefined);
  if (values.length === 0) {
    throw new InputError(`${name} is an empty list; expected at least one value to try, or leave it out`);
  }
  for (const value of values) checkValue(name, value ?? null);
  const again = values.find((value, i) => values.indexOf(value) < i);
  if (again !== undefined) {
    throw new InputError(`${name} lists ${again} twice; expected different values`);
  }
  return values;
}

function checkRange(name: string, { from, to, scale = 'linear' }: SettingRange): Required<SettingRange> {
  checkOneOf(`the scale of ${name}`, scale, ['linear', 'log']);
  checkValue(name, from ?? null);
  checkValue(name, to ?? null);
  const wrong = typeof from !== 'number' || !(from < to) || (scale === 'log' && from <= 0);
  if (!wrong) return { from, to, scale };
  throw new InputError(
    `${name} goes from ${from} to ${to} on a ${scale} scale; expected two numbers, the smaller first` +
      (scale === 'log' ? ' and above 0' : ''),
  );
}

function isRange(choices: unknown): choices is SettingRange {
  return typeof choices === 'object' && choices !== null && 'from' in choices && 'to' in choices;
}

/** @throws InputError as the trainer does, for an unknown name (also with value undefined) or an impossible value */
function checkValue(name: string, value: unknown): void {
  readAlsOptions(value === undefined ? knownName(name) : ({ [name]: value } as AlsOptions));
}

/** Options that are valid exactly if the name is. */
function knownName(name: string): AlsOptions {
  const { settings } = readAlsOptions();
  return Object.hasOwn(settings, name) ? {} : ({ [name]: null } as AlsOptions);
}

/** A larger grid is probably a typo: at a second each, this many take three hours. */
const MOST_SETTINGS = 10_000;

/**
 * Every combination of a space's values, the last named setting changing fastest.
 *
 * @throws InputError for a range, which has infinitely many values, and for too many combinations
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

/** Draws per trial; a space that has given no new settings by then has hardly any left. */
const DRAWS = 50;

/** Digits of a drawn number: more make no difference, and settings should be readable. */
const DIGITS = 3;

/**
 * Different settings drawn at random from a space (Bergstra and Bengio, "Random search for hyper-parameter
 * optimization", 2012): if few settings matter, each trial tries new values of those.
 *
 * @param trials how many; fewer are returned if the space has no more
 * @param seed the same seed draws the same settings
 */
export function drawSettings(space: CheckedSpace, trials: number, seed: number): SweepSettings[] {
  const random = seededRandom(seed);
  const drawn = new Map<string, SweepSettings>();
  for (let draw = 0; draw < trials * DRAWS && drawn.size < trials; draw++) {
    const settings: SweepSettings = Object.fromEntries(
      [...space].map(([name, choices]) => [name, drawValue(name, choices, random)]),
    );
    drawn.set(JSON.stringify(settings), settings);
  }
  return [...drawn.values()];
}

function drawValue(name: SweepName, choices: CheckedChoices, random: Random): unknown {
  if ('values' in choices) return choices.values[random.integer(choices.values.length)];
  const { from, to, scale } = choices.range;
  const share = random.uniform();
  const value = scale === 'log' ? from * (to / from) ** share : from + (to - from) * share;
  const rounded = WHOLE_SETTINGS.has(name) ? Math.round(value) : Number(value.toPrecision(DIGITS));
  return Math.min(to, Math.max(from, rounded));
}
