import { declaredParameters, injectedParameters } from '../jupyter/parameters.js';
import type { NamedNotebook } from './outline.js';

/**
 * The settings of a run, by name: the defaults of the notebooks' parameters and over them what this run was
 * given. Empty texts are left out, they stand for a choice the notebook makes. Where notebooks differ, each
 * value says whose it is: `15 (02-train), 1 (03-similar-artists)`.
 */
export function settingsOf(notebooks: readonly NamedNotebook[]): Map<string, string> {
  const owners = new Map<string, Map<string, string[]>>();
  for (const { name, notebook } of notebooks) {
    for (const [setting, value] of valuesIn(notebook)) {
      const values = owners.get(setting) ?? new Map<string, string[]>();
      values.set(value, [...(values.get(value) ?? []), name.replace(/\.ipynb$/, '')]);
      owners.set(setting, values);
    }
  }
  return new Map([...owners].map(([setting, values]) => [setting, describe(values)]));
}

function valuesIn(notebook: NamedNotebook['notebook']): [string, string][] {
  const parameters = [...declaredParameters(notebook), ...injectedParameters(notebook)];
  const values = new Map(parameters.map((parameter) => [parameter.name, readable(parameter.default)]));
  return [...values].filter(([, value]) => value !== '');
}

function describe(values: Map<string, string[]>): string {
  if (values.size === 1) return [...values.keys()][0];
  return [...values].map(([value, names]) => `${value} (${names.join(', ')})`).join(', ');
}

/** A literal as a person writes it: texts without their quotes, `500_000` with commas. */
function readable(literal: string): string {
  const quoted = /^(['"`])(.*)\1$/s.exec(literal);
  if (quoted) return quoted[2].replace(/\\(['"`\\])/g, '$1');
  return /^\d[\d_]*$/.test(literal) ? literal.replaceAll('_', ',') : literal;
}
