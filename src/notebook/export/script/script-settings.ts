import type { Notebook } from '../../jupyter/nbformat.js';
import { declaredParameters, typedParameter } from '../../jupyter/parameters.js';
import type { ScriptSetting } from './read-settings.js';

/** How a script takes its settings from the command line. */
export interface ScriptSettings {
  /** Code for below the notebook's parameters. */
  readonly code: string;
  /** An example of options: `--factors 64`. */
  readonly example: string;
}

/** The names that a script's code uses. */
interface SettingNames {
  /** All that the script has already. */
  readonly taken: ReadonlySet<string>;
  /** What `givenSettings` is called in it. */
  readonly givenSettings: string;
}

/**
 * Options for a notebook's parameters that can be assigned.
 *
 * @param file the script's name
 * @returns undefined if there are none
 */
export function scriptSettings(
  notebook: Notebook,
  file: string,
  { taken, givenSettings }: SettingNames,
): ScriptSettings | undefined {
  const settings = declaredParameters(notebook, {})
    .filter(({ keyword }) => keyword !== 'const')
    .map((parameter) => typedParameter(notebook, parameter))
    .filter(({ type }) => !['bigint', 'date', 'unknown'].includes(type));
  if (settings.length === 0) return undefined;
  const given = ['given', 'settingsGiven', '$given'].find((name) => !taken.has(name)) ?? '$given';
  return {
    code: [
      '// Settings given on the command line.',
      `const ${given} = ${givenSettings}(${JSON.stringify(file)}, [`,
      ...settings.map(({ keyword: _, ...setting }) => `  ${JSON.stringify(setting)},`),
      ']);',
      ...settings.map(({ name }) => `if ('${name}' in ${given}) ${name} = ${given}.${name};`),
    ].join('\n'),
    example: exampleOf(settings),
  };
}

function exampleOf(settings: readonly ScriptSetting[]): string {
  const told = settings.find(({ type }) => type === 'number') ?? settings[0];
  return told.type === 'boolean'
    ? `--${told.name}`
    : `--${told.name} ${told.type === 'number' ? told.default.replaceAll('_', '') : "'…'"}`;
}
