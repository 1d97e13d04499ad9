import { type Check, type Given, showValue } from '../../util/checks.js';
import { InputError } from '../../util/errors.js';
import { checkOptionNames } from '../../util/option-names.js';

/**
 * Options with their defaults, checked.
 *
 * @param algorithm whose options they are, for errors
 * @throws InputError that names the option, the value found and the values expected
 */
export function readOptions<Settings extends object>(
  algorithm: string,
  given: Given<Settings>,
  defaults: Settings,
  checks: Readonly<Record<keyof Settings, Check>>,
): Settings {
  checkOptionNames<Given<Settings>>(given, checks, `option of ${algorithm}`);
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const expected = checks[name as keyof Settings](value);
    if (expected === undefined) continue;
    throw new InputError(
      `${name} of ${algorithm} is ${showValue(value)}; expected ${expected}, or leave it out for ` +
        `${defaults[name as keyof Settings]}`,
    );
  }
  const present = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(present) };
}
