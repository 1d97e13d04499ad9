import { stat } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { type AlsSettings, readAlsOptions } from '../engine/als/options.js';
import { readTrainOptions, type TrainOptions } from '../engine/als/train-seeds.js';
import { namesHint } from '../util/checks.js';
import { InputError } from '../util/errors.js';
import type { Context } from './context.js';
import { collect, numberOrText, readSettings, type Setting } from './settings.js';

type TrainingOption = keyof AlsSettings | 'seeds';

/** The trainer's options that the command line offers, in the order of the help. */
const TRAINING_OPTIONS: Partial<Record<TrainingOption, string>> = {
  factors: 'latent dimensions',
  regularization: 'lambda, the strength of L2 regularization',
  iterations: 'passes over all users and all artists',
  alpha: 'how much one unit of weight adds to the confidence',
  weighting: 'how plays become weights: linear, log, binary, bm25 or tfidf',
  confidence: 'how weights become confidences: scaled (alpha r) or added (unobserved weight + alpha r)',
  unobservedWeight: 'confidence in a pair without plays',
  regularizationExponent: 'nu: lambda grows with the entries of a row to this power',
  solver: 'cg (conjugate gradients), sor (over-relaxed, fewer iterations) or cholesky (exact)',
  threads: 'worker threads; they do not change the result',
  seed: 'seed of the random initial factors',
  seeds: 'how many models to train, from --seed and the numbers after it; scores are the mean of theirs',
};

const NAMES = Object.keys(TRAINING_OPTIONS) as TrainingOption[];

/** What the trainer does without options; the number of threads depends on the machine. */
const STANDARD = { ...readAlsOptions().settings, seeds: readTrainOptions({}).seeds };

/** Gives a command the training options. They have no defaults here: the trainer's own apply. */
export function addTrainingOptions(command: Command): Command {
  for (const name of NAMES) {
    const kind = typeof STANDARD[name] === 'number' ? 'number' : 'name';
    const standard = name === 'threads' ? 'one per core' : STANDARD[name];
    const help = `${TRAINING_OPTIONS[name]} (default: ${standard})`;
    command.addOption(new Option(`--${flagOf(attributeOf(name))} <${kind}>`, help));
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
): Promise<TrainOptions> {
  const fromFiles = await readSet(values, signal);
  const given = NAMES.flatMap((name) => {
    const text = values[attributeOf(name)] ?? fromFiles[name];
    if (text === undefined) return [];
    return [[name, typeof STANDARD[name] === 'number' ? numberOrText(String(text)) : String(text)]];
  });
  const options: TrainOptions = Object.fromEntries(given);
  readAlsOptions(readTrainOptions(options).training);
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
export function trainingFlags(options: TrainOptions): string {
  const given = NAMES.filter((name) => options[name] !== undefined);
  return given.map((name) => `--${flagOf(attributeOf(name))} ${options[name]}`).join(' ');
}

/** @throws InputError when an option about training was given, for a command that does not train */
export function refuseTrainingOptions(values: Record<string, unknown>): void {
  const others = [
    ...(values.cache === false ? ['no-cache'] : []),
    ...((values.set as readonly string[] | undefined)?.length ? ['set'] : []),
  ];
  const given = NAMES.map(attributeOf).filter((attribute) => values[attribute] !== undefined);
  const [first] = [...others, ...given];
  if (first === undefined) return;
  throw new InputError(
    `--${flagOf(first)} was given with --model, which is already trained; leave it out, or name a --dataset to train on`,
  );
}

/** What commander calls an option: its name, but for one that `evaluate` has another option of. */
function attributeOf(name: TrainingOption): string {
  return name === 'seeds' ? 'modelSeeds' : name;
}

function flagOf(attribute: string): string {
  return attribute.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
