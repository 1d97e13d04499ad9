import { isObject } from '../../../util/checks.js';
import { numbersIn } from './numbers.js';
import type { Translator } from './sentences.js';

type Part = Readonly<Record<string, unknown>>;

/**
 * A figure, as it stands in a notebook, in another language: the numbers that are texts in it, and if it is a chart of
 * ours, its words. It then has a `language`, and is not translated again.
 */
export function figureInLanguage(figure: unknown, translator: Translator): unknown {
  if (!isObject(figure) || figure.language !== undefined) return figure;
  const { data, layout = {} } = figure;
  if (!Array.isArray(data) || !isObject(layout)) return figure;
  const say = sayer(translator);
  const [traces, rest] = isOurs(figure)
    ? [data.map((trace) => traceIn(trace, say)), layoutIn(layout, say)]
    : [data, layout];
  const numbered = (part: unknown) => numbersIn(part, translator.number);
  const separators = separatorsOf(translator.language);
  return {
    ...figure,
    language: translator.language,
    data: traces.map(numbered),
    layout: { separators, ...(numbered(rest) as Part) },
  };
}

/** The decimal and the thousands separator, as Plotly has them. */
function separatorsOf(language: string): string {
  const parts = new Intl.NumberFormat(language).formatToParts(1234567.8);
  return ['decimal', 'group'].map((type) => parts.find((part) => part.type === type)?.value ?? '').join('');
}

/** As the charts configure all they draw. */
function isOurs({ config }: Part): boolean {
  return isObject(config) && config.responsive === true && config.displaylogo === false;
}

interface Say extends Translator {
  /** A text as Plotly reads it: sentences, or names of models, between its elements. */
  readonly text: (text: string) => string;
}

function sayer(translator: Translator): Say {
  const part = (text: string) => {
    const said = translator.sentence(text);
    return said === text ? translator.names(text) : said;
  };
  return { ...translator, text: (text) => text.replace(/[^<>]+(?![^<]*>)/g, part) };
}

function layoutIn(layout: Part, say: Say): Part {
  return mapped(layout, (value, name) => {
    if (name === 'title') return titleIn(value, say);
    if (name === 'annotations' && Array.isArray(value)) return value.map((each) => annotationIn(each, say));
    return /^[xy]axis\d*$/.test(name) && isObject(value) ? axisIn(value, say) : value;
  });
}

/** Below a title, ours stand beside an author's. */
function titleIn(title: unknown, say: Say): unknown {
  if (!isObject(title)) return title;
  return mapped(title, (value, name) => {
    if (name === 'text' && typeof value === 'string') return say.sentence(value);
    if (name !== 'subtitle' || !isObject(value) || typeof value.text !== 'string') return value;
    return { ...value, text: value.text.split('; ').map(say.sentence).join('; ') };
  });
}

function axisIn(axis: Part, say: Say): Part {
  return mapped(axis, (value, name) => {
    if (name === 'title') return titleIn(value, say);
    return name === 'ticktext' && Array.isArray(value) ? tickTexts(value, say) : value;
  });
}

/** A group of listeners with its size. */
const GROUP = / \(n = [\d,]+\)$/;

/** Groups of listeners, words of ours, or names, of which only those of models are. */
function tickTexts(values: readonly unknown[], say: Say): readonly unknown[] {
  if (values.every((text) => GROUP.test(String(text)))) return texts(values, say.sentence);
  return allOurs(values, say) ?? texts(values, say.names);
}

function annotationIn(annotation: unknown, say: Say): unknown {
  if (!isObject(annotation)) return annotation;
  return mapped(annotation, (value, name) =>
    typeof value === 'string' && /^(?:hover)?text$/.test(name) ? say.text(value) : value,
  );
}

function traceIn(trace: unknown, say: Say): unknown {
  if (!isObject(trace)) return trace;
  return mapped(trace, (value, name) => {
    if (name === 'customdata' && Array.isArray(value)) return hoverValues(value, say);
    if (name === 'colorbar' && isObject(value)) return axisIn(value, say);
    if (typeof value !== 'string') return value;
    if (name === 'name') return say.text(value);
    return name === 'hovertemplate' ? hoverIn(value, say) : value;
  });
}

/** Lines, of which some begin with what a value is. */
function hoverIn(template: string, say: Say): string {
  const line = (text: string) => {
    const said = say.text(text);
    return said === text ? text.replace(/^[^:<>]+(?=: )/, say.sentence) : said;
  };
  return template
    .split(/(<br>|<extra>)/)
    .map((part) => line(part))
    .join('');
}

function hoverValues(values: readonly unknown[], say: Say): unknown {
  if (values.some(Array.isArray)) {
    return values.map((row) => (Array.isArray(row) ? texts(row, say.text) : row));
  }
  return allOurs(values, say) ?? values;
}

/** Names of artists stay: a list is taken for ours if each of its texts is; otherwise it is undefined. */
function allOurs(values: readonly unknown[], say: Say): readonly unknown[] | undefined {
  const said = texts(values, say.sentence);
  return said.every((text, i) => text !== values[i]) ? said : undefined;
}

function texts(values: readonly unknown[], say: (text: string) => string): unknown[] {
  return values.map((value) => (typeof value === 'string' ? say(value) : value));
}

function mapped(part: Part, change: (value: unknown, name: string) => unknown): Part {
  return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, change(value, name)]));
}
