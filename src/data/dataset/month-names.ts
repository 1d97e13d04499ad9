/** Languages in whose words exporters write months. */
const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'sv', 'pl'];

/** Numbers of months, from 1, by their names and abbreviations: `jan`, `january`, `marz`, `mai`, `dez`. */
export function monthNumbers(): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  for (const language of LANGUAGES) {
    for (const month of ['long', 'short'] as const) {
      const format = new Intl.DateTimeFormat(language, { day: 'numeric', month, timeZone: 'UTC' });
      for (let i = 0; i < 12; i++) {
        const parts = format.formatToParts(Date.UTC(2024, i, 1));
        const name = plainLetters(parts.find(({ type }) => type === 'month')?.value ?? '');
        if (!numbers.has(name)) numbers.set(name, i + 1);
      }
    }
  }
  numbers.set('sept', 9);
  return numbers;
}

/** Small letters without accents and points, as months and titles of columns are compared. */
export function plainLetters(text: string): string {
  return text
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
