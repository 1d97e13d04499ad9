import { InputError } from './errors.js';
import { namesHint } from './names-hint.js';
import { wrongValue } from './wrong-value.js';

/**
 * Refuses names that no option has, which plain JavaScript would ignore.
 *
 * @example checkOptionNames<SimilarOptions>(options, { count: true })
 * @param names has every name there is; its values do not count
 * @param kind what an option is called in the error
 * @throws InputError with the nearest name; for what is no object of options
 */
export function checkOptionNames<Options extends object>(
  given: Options,
  names: Readonly<Record<keyof Options, unknown>>,
  kind = 'option',
): void {
  const known = Object.keys(names);
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw wrongValue(given, `options, as in { ${known[0]}: ... }`);
  }
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || Object.hasOwn(names, name)) continue;
    throw new InputError(`unknown ${kind} '${name}'; ${namesHint(name, known)}`);
  }
}
