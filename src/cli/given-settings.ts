import { readSettings, type ScriptSetting, settingsHelp } from '../notebook/export/script/read-settings.js';
import { InputError } from '../util/errors.js';

/**
 * The settings that an exported script is given on its command line, as `listenlab run --set` reads them. With `--help`
 * it lists them, and with one that it does not have, or a value of another type, it says so in a sentence; both end the
 * process.
 *
 * @example const given = givenSettings('02-train.ts', [{ name: 'factors', type: 'number', default: '32' }])
 * @param script its name, for messages
 * @param settings those that it has
 * @returns values by name, of those that were given
 */
export function givenSettings(
  script: string,
  settings: readonly ScriptSetting[],
  // biome-ignore lint/suspicious/noExplicitAny: the type of each is its parameter's, which its value was checked for.
): Record<string, any> {
  const words = process.argv.slice(2);
  if (words.includes('--help') || words.includes('-h')) {
    process.stdout.write(settingsHelp(script, settings));
    process.exit(0);
  }
  try {
    return readSettings(script, settings, words);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    process.stderr.write(`error: ${error.message}\n`);
    process.exit(1);
  }
}
