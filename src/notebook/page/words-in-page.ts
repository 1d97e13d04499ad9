/** The words that a report gives to the scripts in it. */
interface WordsInPage {
  /** A tag such as `de`. */
  readonly language: string;
  readonly words: Readonly<Record<string, string | undefined>>;
}

/** The words in the page, in its language; undefined where the page is no report. */
export function wordsInPage(): WordsInPage | undefined {
  const source = globalThis.document?.getElementById('page_words')?.textContent;
  return source ? { language: document.documentElement.lang || 'en', words: JSON.parse(source) } : undefined;
}
