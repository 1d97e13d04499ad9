import { stat } from 'node:fs/promises';
import { isObject, wholeNumber } from '../util/checks.js';
import { InputError, isSystemError } from '../util/errors.js';
import { formatBytes } from '../util/format.js';
import { readBounded } from '../util/node/files.js';

/**
 * Reads `--set name=value` and `--set @FILE`, both repeatable. A typed setting overrides one from a file.
 *
 * @throws InputError for one without a name or an equals sign, a duplicate name, or a file without settings
 */
export async function readSettings(
  settings: readonly string[],
  signal: AbortSignal,
): Promise<Record<string, Setting>> {
  const [files, typed] = [true, false].map((isFile) =>
    settings.filter((each) => each.startsWith('@') === isFile),
  );
  const fromFiles: Record<string, Setting> = Object.create(null);
  for (const file of files) {
    for (const [name, text] of Object.entries(await readSettingsFile(file.slice(1), signal))) {
      if (Object.hasOwn(fromFiles, name)) {
        throw new InputError(`--set gives ${name} in two files; leave one of them out`);
      }
      fromFiles[name] = text;
    }
  }
  return { ...fromFiles, ...readTyped(typed) };
}

function readTyped(settings: readonly string[]): Record<string, string> {
  const texts: Record<string, string> = Object.create(null);
  for (const setting of settings) {
    const at = setting.indexOf('=');
    if (at < 1) {
      const advice = setting.endsWith('.json')
        ? `for the settings in a file write --set @${setting}`
        : 'expected name=value, as in --set alpha=1';
      throw new InputError(`--set ${setting} cannot be read; ${advice}`);
    }
    const name = setting.slice(0, at);
    if (Object.hasOwn(texts, name)) throw new InputError(`--set gives ${name} twice; leave one of them out`);
    texts[name] = setting.slice(at + 1);
  }
  return texts;
}

/** A setting as typed; an array, an object or null from a file. */
export type Setting = string | object | null;

/** Larger files are something else, and the largest do not fit into a string. */
const MOST_BYTES = 1e6;

/**
 * The settings in a JSON file by name: one object of numbers, texts and true or false, as the panel of a report saves
 * it, and `listenlab tune --output`; arrays, objects and null are for notebooks that have such parameters.
 *
 * @throws InputError for a file that cannot be read, or holds something else
 */
async function readSettingsFile(file: string, signal: AbortSignal): Promise<Record<string, Setting>> {
  const settings = parse(file, await read(file, signal));
  const expected = 'expected an object of settings, as in {"alpha": 1, "weighting": "log"}';
  if (!isObject(settings)) {
    throw new InputError(`${file} contains no settings; ${expected}`);
  }
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => {
      return [name, typeof value === 'object' ? value : String(value)];
    }),
  );
}

async function read(file: string, signal: AbortSignal): Promise<string> {
  try {
    const { size } = await stat(file);
    // Devices and pipes have no size, and perhaps no end.
    const text = size > MOST_BYTES ? undefined : await readBounded(file, MOST_BYTES, signal);
    if (text !== undefined) return text;
    const found = size > MOST_BYTES ? formatBytes(size) : `more than ${formatBytes(MOST_BYTES)}`;
    throw new InputError(`${file} contains no settings: it has ${found}; name a file that tune wrote`);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (file !== '' && error.code === 'ENOENT') {
      throw new InputError(`no file ${file}; expected, after --set @, a JSON file of settings`);
    }
    throw new InputError(`cannot read settings from ${file || 'a file without a name'}: ${error.message}`);
  }
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError(`${file} is not a file of settings in JSON: ${(error as Error).message}`);
  }
}

/** A typed number; anything else stays text, so that later checks can show it. */
export function numberOrText(text: string): number | string {
  const number = text.trim() === '' ? Number.NaN : Number(text);
  return Number.isNaN(number) ? text : number;
}

/** A whole number of 1 or more: how many rows to answer with, unless another option is named. */
export function countOf(text: string, flag = '--count'): number {
  const count = numberOrText(text);
  const expected = wholeNumber(1)(count);
  if (expected === undefined) return count as number;
  throw new InputError(`${flag} is '${text}'; expected ${expected}`);
}

/** A half-life in days. */
export function daysOf(text: string): number {
  const days = numberOrText(text);
  if (typeof days === 'number' && days > 0 && Number.isFinite(days)) return days;
  throw new InputError(`--half-life is '${text}'; expected a number of days above 0, such as 30`);
}

/**
 * The beginning of a day, in UTC, as times in data are read. No other form is understood: 1/7/2024 is in July for some and
 * in January for others.
 */
export function dayOf(text: string, flag: string): Date {
  const day = new Date(`${text}T00:00:00Z`);
  // The 31st of June would become the 1st of July.
  if (/^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text))
    return day;
  throw new InputError(`${flag} is '${text}'; expected a day as year-month-day, such as 2009-01-31`);
}

/** Collects the values of a repeatable option; commander calls it with each. */
export function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}
