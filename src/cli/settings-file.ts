import { stat } from 'node:fs/promises';
import { InputError, isSystemError } from '../util/errors.js';
import { readBounded } from '../util/files.js';
import { formatBytes } from '../util/format.js';

/** A setting as it was typed; an array, an object or null from a file. */
export type Setting = string | object | null;

/** Larger files are something else, and the largest fit in no string. */
const MOST_BYTES = 1e6;

/**
 * The settings in a JSON file by name: one object of numbers, texts and true or false, as the panel of a report saves
 * it, and `listenlab tune --output`; arrays, objects and null are for notebooks that have such parameters.
 *
 * @throws InputError for a file that cannot be read, or holds something else
 */
export async function readSettingsFile(file: string, signal: AbortSignal): Promise<Record<string, Setting>> {
  const settings = parse(file, await read(file, signal));
  const expected = 'expected an object of settings, as in {"alpha": 1, "weighting": "log"}';
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) {
    throw new InputError(`${file} holds no settings; ${expected}`);
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
    throw new InputError(`${file} holds no settings: it has ${found}; name a file that tune wrote`);
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
