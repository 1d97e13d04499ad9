import { stat } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { type AlsOptions, type AlsSettings, readAlsOptions } from '../engine/als/options.js';
import { namesHint } from '../util/checks.js';
import { InputError } from '../util/errors.js';
import type { Context } from './context.js';
import { collect, numberOrText, readSettings, type Setting } from './settings.js';

/** The trainer's options that the command line offers, in the order of the help. */
const TRAINING_OPTIONS: Partial<Record<keyof AlsSettings, string>> = {
  factors: 'latent dimensions',
  regularization: 'lambda, the strength of L2 regularization',
  iterations: 'passes over all users and all artists',
  alpha: 'how much one unit of weight adds to the confidence',
  weighting: 'how plays become weights: linear, log, binary, bm25 or tfidf',
  confidence: 'how weights become confidences: scaled (alpha r) or added (unobserved weight + alpha r)',
  unobservedWeight: 'confidence in a pair without plays',
  regularizationExponent: 'nu: lambda grows with the entries of a row to this power',
  solver: 'cg (conjugate gradients) or cholesky (exact)',
  threads: 'worker threads; they do not change the result',
  seed: 'seed of the random initial factors',
};

const NAMES = Object.keys(TRAINING_OPTIONS) as (keyof AlsSettings)[];

/** Gives a command the training options. They have no defaults here: the trainer's own apply. */
export function addTrainingOptions(command: Command): Command {
  const { settings } = readAlsOptions();
  for (const name of NAMES) {
    const kind = typeof settings[name] === 'number' ? 'number' : 'name';
    const standard = name === 'threads' ? 'one per core' : settings[name];
    const help = `${TRAINING_OPTIONS[name]} (default: ${standard})`;
    command.addOption(new Option(`--${flagOf(name)} <${kind}>`, help));
  }
  return command.option(
    '--set <@FILE>',
    'training options from a JSON file, as written by tune --output; the options above take precedence',
    collect,
    [],
  );
}

/**
 * The training options among the values commander read, checked by the trainer.
 *
 * @throws InputError that names the option, what was found and what is expected
 */
export async function readTrainingOptions(
  values: Record<string, unknown>,
  { signal }: Pick<Context, 'signal'>,
): Promise<AlsOptions> {
  const { settings } = readAlsOptions();
  const texts: Record<string, unknown> = { ...(await readSet(values, signal)), ...values };
  const given = givenNames(texts).map((name) => {
    const text = String(texts[name]);
    return [name, typeof settings[name] === 'number' ? numberOrText(text) : text];
  });
  const options: AlsOptions = Object.fromEntries(given);
  readAlsOptions(options);
  return options;
}

/**
 * Makes sure that writing settings only replaces older ones, or an empty file.
 *
 * @throws InputError when something else is there, such as a model
 */
export async function requireReplaceableSettings(
  file: string,
  context: Pick<Context, 'signal'>,
): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile() || found.size === 0) return;
  try {
    await readTrainingOptions({ set: [`@${file}`] }, context);
  } catch (cause) {
    if (!(cause instanceof InputError)) throw cause;
    throw new InputError(
      `'${file}' already exists and holds no settings as tune writes them, so writing them would destroy it; choose another name, or remove the file first`,
      { cause },
    );
  }
}

async function readSet(
  { set = [] }: { readonly set?: readonly string[] },
  signal: AbortSignal,
): Promise<Record<string, string>> {
  const texts = await readSettings(set, signal);
  const unknown = Object.keys(texts).find((name) => !(NAMES as readonly string[]).includes(name));
  if (unknown === undefined) return Object.fromEntries(Object.entries(texts).map(textOf));
  throw new InputError(
    `--set gives '${unknown}', which is not a training option; ${namesHint(unknown, NAMES)}`,
  );
}

function textOf([name, value]: [string, Setting]): [string, string] {
  if (typeof value === 'string') return [name, value];
  throw new InputError(
    `--set gives ${name} as ${JSON.stringify(value)}; expected a number, a string, or true or false`,
  );
}

/** Training options as typed: `--factors 64 --alpha 1`. */
export function trainingFlags(options: AlsOptions): string {
  const given = NAMES.filter((name) => options[name] !== undefined);
  return given.map((name) => `--${flagOf(name)} ${options[name]}`).join(' ');
}

/** @throws InputError when an option about training was given, for a command that does not train */
export function refuseTrainingOptions(values: Record<string, unknown>): void {
  const others = [
    ...(values.cache === false ? ['no-cache'] : []),
    ...((values.set as readonly string[] | undefined)?.length ? ['set'] : []),
  ];
  const [first] = [...others, ...givenNames(values)];
  if (first === undefined) return;
  throw new InputError(
    `--${flagOf(first)} was given with --model, which is already trained; leave it out, or name a --dataset to train on`,
  );
}

function givenNames(values: Record<string, unknown>): (keyof AlsSettings)[] {
  return NAMES.filter((name) => values[name] !== undefined);
}

function flagOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
