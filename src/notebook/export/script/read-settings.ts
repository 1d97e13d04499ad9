import { parseArgs } from 'node:util';
import { namesHint } from '../../../util/checks.js';
import { InputError } from '../../../util/errors.js';
import type { Parameter } from '../../jupyter/parameter-declarations.js';
import { readParameter } from '../../jupyter/parameters.js';

/** A setting of a script: a parameter of its notebook. */
export type ScriptSetting = Omit<Parameter, 'keyword'>;

/**
 * The values of settings by name, from the words of a command line.
 *
 * @throws InputError for a word that is no setting, and a value of another type
 */
export function readSettings(
  script: string,
  settings: readonly ScriptSetting[],
  words: readonly string[],
): Record<string, unknown> {
  const { tokens } = parseArgs({
    args: [...words],
    options: Object.fromEntries(
      settings.map(({ name, type }) => [name, { type: type === 'boolean' ? 'boolean' : 'string' } as const]),
    ),
    // A value may start with a hyphen, as -3 does; what is no setting is refused below, with a suggestion.
    strict: false,
    tokens: true,
  });
  const given = tokens.map((token): [string, unknown] => {
    if (token.kind !== 'option') throw strayWord(token.kind === 'positional' ? token.value : '--', script);
    const name = token.name.replace(/^no-/, '');
    const isOff =
      name !== token.name && settings.some((each) => each.name === name && each.type === 'boolean');
    const setting = settings.find((each) => each.name === (isOff ? name : token.name));
    if (!setting) throw unknownSetting(token.name, settings, script);
    const text = token.value ?? (setting.type === 'boolean' ? String(!isOff) : undefined);
    if (token.value !== undefined && !token.inlineValue && /^--[^-]/.test(token.value)) {
      throw new InputError(
        `${token.rawName} is followed by ${token.value}; expected ${exampleOf(setting)}, or ${token.rawName}=${token.value} if that is its value`,
      );
    }
    if (text === undefined)
      throw new InputError(`${token.rawName} has no value; expected ${exampleOf(setting)}`);
    return [setting.name, readParameter(setting, text)];
  });
  return Object.fromEntries(given);
}

function unknownSetting(name: string, settings: readonly ScriptSetting[], script: string): InputError {
  const names = settings.map((each) => each.name);
  return new InputError(`${script} has no parameter '${name}'; ${namesHint(name, names)}`);
}

function strayWord(word: string, script: string): InputError {
  return new InputError(
    `'${word}' belongs to no setting; expected settings as in --name value; ${script} --help lists them`,
  );
}

function exampleOf({ name, type, elements, default: preset }: ScriptSetting): string {
  if (type === 'array') return `--${name} '${elements === 'string' ? '["a", "b"]' : '[1, 2]'}'`;
  if (type === 'object') return `--${name} '{"a": 1}'`;
  return `--${name} ${type === 'string' ? 'text' : preset === 'undefined' ? type : preset}`;
}

/** What `--help` says of a script. */
export function settingsHelp(script: string, settings: readonly ScriptSetting[]): string {
  const shown = settings.map((setting): [string, string] => {
    const { name, type, choices, default: preset } = setting;
    const kind = choices ? choices.join('|') : isJson(setting) ? `JSON ${type}` : type;
    return [type === 'boolean' ? `--[no-]${name}` : `--${name} <${kind}>`, preset];
  });
  const width = Math.max(...shown.map(([option]) => option.length));
  const lines = shown.map(([option, preset]) =>
    preset === 'undefined' ? `  ${option}` : `  ${option.padEnd(width)}  default: ${preset}`,
  );
  const json = settings.find(isJson);
  const note = json ? `\nArrays and objects are JSON: ${exampleOf(json)}\n` : '';
  return `Usage: node ${script} [options]\n\nOptions:\n${lines.join('\n')}\n${note}`;
}

function isJson({ type }: ScriptSetting): boolean {
  return type === 'array' || type === 'object';
}
