import { InputError } from '../util/errors.js';
import { readSettingsFile, type Setting } from './settings-file.js';

/**
 * Reads `--set name=value` and `--set @FILE`, once for each time it is given. A name that is typed goes before the
 * same in a file.
 *
 * @throws InputError for one without a name or an equals sign, a name that comes twice, or a file that holds no
 * settings
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
      throw new InputError(`--set ${setting} is not readable; ${advice}`);
    }
    const name = setting.slice(0, at);
    if (Object.hasOwn(texts, name)) throw new InputError(`--set gives ${name} twice; leave one of them out`);
    texts[name] = setting.slice(at + 1);
  }
  return texts;
}
