import { type Check, type Given, showValue } from '../../util/checks.js';
import { InputError } from '../../util/errors.js';

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
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    if (!Object.hasOwn(checks, name)) {
      throw new InputError(
        `${algorithm} has no option '${name}'; there are ${Object.keys(checks).join(', ')}`,
      );
    }
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
