import { escapeHtml } from '../../../util/escape.js';
import { declaredParameters, injectedParameters } from '../../jupyter/parameters.js';
import { scrollBox } from '../../page/elements.js';
import type { ReportWords } from '../language/words.js';
import type { NamedNotebook } from '../outline.js';

/** A setting of some notebooks. */
export interface NotebookSetting {
  readonly name: string;
  /** In plain words: texts without their quotes. */
  readonly value: string;
  /** The notebooks that ran with this value, counted from 1. */
  readonly notebooks: readonly number[];
}

/**
 * The settings of a run, in the order of the notebooks: the defaults of their parameters, or what this run was given.
 * Empty texts and objects are left out: there the notebook chooses.
 */
export function settingsIn(notebooks: readonly NamedNotebook[], language: string): NotebookSetting[] {
  const byName = new Map<string, Map<string, number[]>>();
  notebooks.forEach(({ notebook }, i) => {
    for (const [name, value] of valuesIn(notebook, language)) {
      const values = byName.get(name) ?? new Map<string, number[]>();
      values.set(value, [...(values.get(value) ?? []), i + 1]);
      byName.set(name, values);
    }
  });
  return [...byName].flatMap(([name, values]) =>
    [...values].map(([value, numbers]) => ({ name, value, notebooks: numbers })),
  );
}

/**
 * The settings by name, for comparing reports. If notebooks differ, each value says where it is from: `15 (02-train),
 * 1 (03-similar-artists)`.
 */
export function settingsByName(
  settings: readonly NotebookSetting[],
  notebooks: readonly NamedNotebook[],
): Map<string, string> {
  const byName = new Map<string, NotebookSetting[]>();
  for (const setting of settings) byName.set(setting.name, [...(byName.get(setting.name) ?? []), setting]);
  const names = notebooks.map(({ name }) => name.replace(/\.ipynb$/, ''));
  const said = ({ value, notebooks: numbers }: NotebookSetting) =>
    `${value} (${numbers.map((number) => names[number - 1]).join(', ')})`;
  return new Map(
    [...byName].map(([name, values]) => [
      name,
      values.length === 1 ? values[0].value : values.map(said).join(', '),
    ]),
  );
}

function valuesIn(notebook: NamedNotebook['notebook'], language: string): [string, string][] {
  const parameters = [...declaredParameters(notebook), ...injectedParameters(notebook)];
  const values = new Map(
    parameters.map((parameter) => [parameter.name, readable(parameter.default, language)]),
  );
  return [...values].filter(([, value]) => value !== '' && value !== '{}');
}

/** A literal for human readers: texts without quotes, `500_000` as its language writes it. */
function readable(literal: string, language: string): string {
  const quoted = /^(['"`])(.*)\1$/s.exec(literal);
  if (quoted) return quoted[2].replace(/\\(['"`\\])/g, '$1');
  if (!/^-?\d[\d_]*(\.\d+)?$/.test(literal)) return literal;
  return new Intl.NumberFormat(language, { maximumFractionDigits: 15 }).format(
    Number(literal.replaceAll('_', '')),
  );
}

/** The settings as a table: one row for each value. */
export function renderSettings(settings: readonly NotebookSetting[], words: ReportWords): string {
  if (settings.length === 0) return '';
  const rows = settings.map(
    ({ name, value, notebooks }, i) =>
      `<tr><th scope="row">${settings[i - 1]?.name === name ? `<span class="same">${escapeHtml(name)}</span>` : escapeHtml(name)}</th>` +
      `<td>${escapeHtml(value)}</td><td>${notebooks.join(', ')}</td></tr>`,
  );
  const head = [words.setting, words.value, words.inNotebooks].map(
    (word) => `<th scope="col">${escapeHtml(word)}</th>`,
  );
  return `<div class="scroll" ${scrollBox(words.settings)}><table class="settings-table">
<thead><tr>${head.join('')}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table></div>`;
}
