import { isObject } from '../../../util/checks.js';
import { PLOTLY_TYPE } from '../../display/figure.js';
import { METRICS_TYPE } from '../../display/headline.js';
import type { Cell, JsonObject, Output } from '../../jupyter/nbformat.js';
import type { NamedNotebook } from '../outline.js';
import { figureInLanguage } from './figure.js';
import { type Translator, translatorTo } from './sentences.js';
import type { ReportWords } from './words.js';

/**
 * Notebooks for a report in another language than English: in what their cells have shown, the words of charts, headline
 * numbers and findings are translated, those of their authors stay. Cells run in English whatever the language, so that
 * one notebook can be read in several, also after it ran.
 *
 * A figure's picture, which was drawn in English, is left out.
 */
export function inLanguage<Named extends NamedNotebook>(
  notebooks: readonly Named[],
  words: ReportWords,
): Named[] {
  const translator = translatorTo(words);
  if (translator === undefined) return [...notebooks];
  return notebooks.map((named) => ({
    ...named,
    notebook: { ...named.notebook, cells: named.notebook.cells.map((cell) => cellIn(cell, translator)) },
  }));
}

function cellIn(cell: Cell, translator: Translator): Cell {
  if (cell.cell_type !== 'code') return cell;
  return { ...cell, outputs: cell.outputs.map((output) => outputIn(output, translator)) };
}

function outputIn(output: Output, translator: Translator): Output {
  if (!('data' in output)) return output;
  const { data } = output;
  const figure = data[PLOTLY_TYPE];
  if (figure !== undefined)
    return { ...output, data: figureData(data, figureInLanguage(figure, translator)) };
  const markdown = data['text/markdown'];
  const numbers = data[METRICS_TYPE];
  return {
    ...output,
    data: {
      ...data,
      ...(typeof markdown === 'string' && { 'text/markdown': translator.markdown(markdown) }),
      ...(isObject(numbers) && { [METRICS_TYPE]: headlineIn(numbers, translator) as JsonObject }),
    },
  };
}

function figureData(data: JsonObject, translated: unknown): JsonObject {
  if (translated === data[PLOTLY_TYPE]) return data;
  const { 'image/svg+xml': _, 'image/png': __, ...others } = data;
  return { ...others, [PLOTLY_TYPE]: translated as JsonObject };
}

/** A model's number behind its name. */
const SHARE = /(?<=: )-?[\d.,]+(?: %)?/g;

function headlineIn(numbers: Readonly<Record<string, unknown>>, { sentence, names, number }: Translator) {
  const entries = Object.entries(numbers).map(([name, told]) => {
    if (!isObject(told)) return [name, told];
    const { comparison } = told;
    return [
      name,
      {
        ...told,
        ...(typeof told.sentence === 'string' && { sentence: sentence(told.sentence) }),
        ...(isObject(comparison) &&
          typeof comparison.name === 'string' && {
            comparison: { ...comparison, name: names(comparison.name).replace(SHARE, number) },
          }),
      },
    ];
  });
  return Object.fromEntries(entries);
}
