import { PANEL_WORDS, type PanelWord } from '../../notebook/page/panel-words.js';
import { wordsInPage } from '../../notebook/page/words-in-page.js';
import { fill } from '../../util/fill.js';

/** A sentence in the language of the report around the panel; in English where there is none, as in a notebook. */
export function say(word: PanelWord, values: Readonly<Record<string, string | number>> = {}): string {
  return fill(wordsInPage()?.words[word] ?? PANEL_WORDS[word], values);
}

/**
 * A number as the language of the panel writes it.
 *
 * @param decimals how many it has; default: as many as it needs
 */
export function inWords(value: number, decimals?: number): string {
  return numberFormat(
    decimals === undefined
      ? { maximumSignificantDigits: 15 }
      : { minimumFractionDigits: decimals, maximumFractionDigits: decimals },
  ).format(value);
}

/** A number as it is typed, without thousands set apart. */
export function asTyped(value: number): string {
  return numberFormat({ maximumSignificantDigits: 15, useGrouping: false }).format(value);
}

/** A share in percent. */
export function inPercent(share: number): string {
  return numberFormat({ style: 'percent', maximumFractionDigits: 0 }).format(share);
}

/** What Plotly puts before decimals and between thousands. */
export function separators(): string {
  const parts = numberFormat({ useGrouping: true }).formatToParts(1234567.8);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
  return part('decimal') + part('group');
}

function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return new Intl.NumberFormat(wordsInPage()?.language ?? 'en', options);
}
