import { CHART_WORDS } from '../../../util/chart-words.js';
import { DESCRIPTION_WORDS } from '../../../util/description-words.js';
import { FINDING_WORDS, MODEL_WORDS } from '../../../util/finding-words.js';
import { numberWriter } from './numbers.js';
import { ENGLISH, fill, type ReportWords } from './words.js';

/** What charts and evaluations say in English, in another language. */
export interface Translator {
  /** A tag such as `de`. */
  readonly language: string;
  /** A number as English writes it; any other text stays. */
  readonly number: (text: string) => string;
  /** A sentence of ours; any other text stays. */
  readonly sentence: (text: string) => string;
  /** Names of models of ours; what stands beside them behind a comma or colon, and any other text, stays. */
  readonly names: (text: string) => string;
  /** Markdown, sentence by sentence. */
  readonly markdown: (text: string) => string;
}

/** An English sentence, as a pattern that finds what was filled in. */
interface Pattern {
  readonly word: keyof ReportWords;
  /** Of `one|others`. */
  readonly form: number;
  readonly found: RegExp;
}

/** Places of names from the data, and of settings. */
const NOT_OURS = new Set(['artist', 'names', 'user', 'title', 'setting', 'trial', 'reason']);

/** Places of models. */
const OF_MODELS = new Set(['one', 'other', 'best', 'settings']);

/** Places of other texts of ours, such as a mean with its interval. */
const OF_TEXTS = new Set([
  'gender',
  'group',
  'metric',
  'mean',
  'otherMean',
  'evidence',
  'percentage',
  'weight',
  'who',
  'listenersCounted',
  'artistsCounted',
  'pairsCounted',
]);

/** Places of several texts of ours, between commas. */
const OF_LISTS = new Set(['groups']);

/** In all other places are numbers, or what Plotly writes there: nothing else is taken for a sentence of ours. */
const NUMBER = '%\\{[^}]+\\}|[-+−]?\\d[\\d.,e+-]*';

const CHARACTERS_OF_PATTERNS = /[.*+?^$()|[\]\\]/g;

function patternsOf(sentences: object): Pattern[] {
  const all = Object.entries(sentences).flatMap(([word, english]: [string, string]) =>
    english.split('|').map((text, form) => ({ word: word as keyof ReportWords, form, text })),
  );
  // Where several fit, the one that says most is meant.
  const literal = (text: string) => text.replace(/\{\w+\}/g, '').length;
  return all
    .sort((a, b) => literal(b.text) - literal(a.text))
    .map(({ word, form, text }) => {
      const pattern = text
        .replace(CHARACTERS_OF_PATTERNS, '\\$&')
        .replace(/\{(\w+)\}/g, (_, place: string) => `(?<${place}>${patternOf(place)})`);
      return { word, form, found: new RegExp(`^${pattern}$`, 'u') };
    });
}

/** Before the first letter of another sentence. */
const NEXT_SENTENCE = ' (?=\\p{Lu}|\\*\\*|⚠)';

function patternOf(place: string): string {
  if (place === 'setting') return '\\w+';
  // `Dr. Dre` is a name, and no warning is in one.
  if (NOT_OURS.has(place)) return '[^⚠]+?';
  return [OF_MODELS, OF_TEXTS, OF_LISTS].some((places) => places.has(place))
    ? `(?:(?!\\.${NEXT_SENTENCE}).)+?`
    : NUMBER;
}

const { popularity, recipe, andMore } = ENGLISH;
const NAMES = patternsOf({ ...MODEL_WORDS, popularity, recipe, andMore });
const SENTENCES = patternsOf({ ...CHART_WORDS, ...FINDING_WORDS, ...DESCRIPTION_WORDS });

/** Between names of models, and between one and its number. */
const BETWEEN_NAMES = /(, |: )/;

const BETWEEN_SENTENCES = new RegExp(`(?<=\\.)${NEXT_SENTENCE}`, 'u');

/** What translates to the language of a report; undefined if that is English. */
export function translatorTo(words: ReportWords): Translator | undefined {
  if (/^en\b/.test(words.language)) return undefined;
  const number = numberWriter(words.language);
  const translated = (patterns: readonly Pattern[], text: string): string | undefined => {
    for (const { word, form, found } of patterns) {
      const match = found.exec(text);
      if (match === null) continue;
      const forms = words[word].split('|');
      const values = Object.entries(match.groups ?? {}).map(([place, value]) => [
        place,
        filled(place, value),
      ]);
      return fill(forms[form] ?? forms[0], Object.fromEntries(values));
    }
    return undefined;
  };
  const filled = (place: string, value: string): string => {
    if (NOT_OURS.has(place)) return value;
    if (OF_LISTS.has(place)) return value.split(', ').map(sentence).join(', ');
    return OF_MODELS.has(place) ? names(value) : sentence(number(value));
  };
  const names = (text: string) =>
    text
      .split(BETWEEN_NAMES)
      .map((part) => {
        const [, mark, name] = /^(\**)(.*?)\1$/.exec(part) ?? ['', '', part];
        return `${mark}${translated(NAMES, name) ?? name}${mark}`;
      })
      .join('');
  const sentence = (text: string): string => {
    const whole = translated(SENTENCES, text);
    if (whole !== undefined || !text.endsWith('.')) return whole ?? text;
    const open = translated(SENTENCES, text.slice(0, -1));
    return open === undefined ? text : `${open}.`;
  };
  const line = (text: string) => {
    const parts = text.split(BETWEEN_SENTENCES);
    const said: string[] = [];
    for (let from = 0, to: number; from < parts.length; from = to) {
      // What looks like two sentences may be one of ours, with a name such as `Dr. Dre`.
      for (to = parts.length; to > from; to--) {
        const written = parts.slice(from, to).join(' ');
        const found = sentence(written);
        if (found === written && to > from + 1) continue;
        said.push(found);
        break;
      }
    }
    return said.join(' ');
  };
  const markdown = (text: string) => text.replace(/^(- )?(.+)$/gm, (_, mark = '', rest) => mark + line(rest));
  return { language: words.language, number, sentence, names, markdown };
}
