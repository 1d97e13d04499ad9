import { isObject, isText, showValue, wrongValue } from '../../../util/checks.js';
import { InputError } from '../../../util/errors.js';
import { PANEL_WORDS, type PanelWord } from '../../page/panel-words.js';
import { TABLE_WORDS, type TableWord } from '../../page/table/table-words.js';
import { ENGLISH, type ReportWords } from './words-english.js';
import { GERMAN } from './words-german.js';

export { fill } from '../../../util/fill.js';
export { ENGLISH, type ReportWords } from './words-english.js';

/** What the page's scripts say: the page holds it as JSON. */
const OF_SCRIPTS = [
  'contents',
  'searchFound',
  'searchFoundNone',
  'chartFailed',
  'panelFailed',
  'downloadAs',
  'zoom',
  'pan',
  'zoomIn',
  'zoomOut',
  'resetAxes',
  'copy',
  'copied',
  'notCopied',
  'columnsOnPaper',
  ...(Object.keys(TABLE_WORDS) as TableWord[]),
  ...(Object.keys(PANEL_WORDS) as PanelWord[]),
] as const;

/** The words that the page's scripts need. */
export function scriptWords(words: ReportWords): Partial<ReportWords> {
  return Object.fromEntries(OF_SCRIPTS.map((name) => [name, words[name]]));
}

const BUILT_IN = [ENGLISH, GERMAN];

/** What an author says of a report's language. */
export interface LanguageChoice {
  /** Such as `de`. */
  readonly language?: string;
  /** All words, of any language. */
  readonly words?: unknown;
}

/**
 * The words of a report: those given, or else the built-in ones of the language that was asked for, or else of the
 * notebook's, or else English.
 *
 * @param ofNotebook the `language` in a notebook's metadata, if any
 * @throws InputError for a language without words, and for words that are not a complete table
 */
export function chooseWords({ language, words }: LanguageChoice, ofNotebook: unknown): ReportWords {
  if (words !== undefined) return { ...readWords(words), ...(language === undefined ? {} : { language }) };
  if (language === undefined) return (isText(ofNotebook) && builtInWords(ofNotebook)) || ENGLISH;
  const builtIn = builtInWords(language);
  if (builtIn !== undefined) return builtIn;
  const known = BUILT_IN.map((table) => table.language).join(' and ');
  throw new InputError(
    `listenlab has no words for the language "${language}", only for ${known}; give your own, with --words FILE.json or the option words`,
  );
}

function builtInWords(language: string): ReportWords | undefined {
  const words = BUILT_IN.find((table) => table.language === language.toLowerCase().split('-')[0]);
  return words && isLanguage(language) ? { ...words, language } : undefined;
}

/**
 * A complete table of words from outside, such as a file's.
 *
 * @throws InputError naming the words that are missing or unknown, that are no texts, or that have unknown places
 */
function readWords(value: unknown): ReportWords {
  if (!isObject(value)) throw wrongValue(value, 'an object with all the words of a report');
  const unknown = Object.keys(value).filter((name) => !Object.hasOwn(ENGLISH, name));
  if (unknown.length > 0) throw new InputError(`the words of a report have no ${unknown.join(', ')}`);
  const missing = Object.entries(ENGLISH).filter(([name]) => !Object.hasOwn(value, name));
  if (missing.length > 0) {
    const named = missing.map(([name, english]) => `"${name}" (in English "${english}")`);
    throw new InputError(`the words of a report lack a text for ${named.join(', ')}`);
  }
  for (const [name, english] of Object.entries(ENGLISH)) requireText(name, value[name], english);
  return requireLanguage(value as ReportWords);
}

/** @throws InputError unless it is a text with none but the places of the English one */
function requireText(name: string, given: unknown, english: string): void {
  const expected = `expected a text, in English "${english}"`;
  if (!isText(given) || given.trim() === '') {
    throw new InputError(`the word "${name}" of a report is ${showValue(given)}; ${expected}`);
  }
  const places = placesIn(english);
  const odd = placesIn(given).filter((place) => !places.includes(place));
  if (odd.length > 0) {
    throw new InputError(
      `the word "${name}" of a report has ${odd.join(' and ')}, which nothing fills in; ${expected}`,
    );
  }
}

/** Such as `{count}`. */
function placesIn(sentence: string): readonly string[] {
  return sentence.match(/\{\w+\}/g) ?? [];
}

function requireLanguage(words: ReportWords): ReportWords {
  if (isLanguage(words.language)) return words;
  throw new InputError(
    `the words of a report are in the language "${words.language}"; expected a tag such as "de"`,
  );
}

/** Whether it is a tag of a language as browsers know them: `de`, `pt-BR`. */
function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}
