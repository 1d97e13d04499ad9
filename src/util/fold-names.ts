/** Plain ASCII, as in nine names of ten, which needs no normalization. */
const PLAIN = /^[!-_a-~]+(?: [!-_a-~]+)*$/;

/**
 * A case-folded name. Through upper case, since some letters have two small forms (ß and ss, ς and σ); composed last,
 * so that a letter with an accent is the same however it was typed.
 */
export function fold(name: string): string {
  if (PLAIN.test(name)) return name.toLowerCase();
  return name.toUpperCase().toLowerCase().normalize('NFC');
}

/** A case-folded name, letter by letter: ß stays ß. */
export function caseless(name: string): string {
  return name.toLowerCase().normalize('NFC');
}

/** Without case, with plain quotes, dashes and spaces, and with full-width letters as ordinary ones. */
export function asTyped(name: string): string {
  if (PLAIN.test(name)) return name.toLowerCase();
  // Quotes first: compatibility decomposition turns ´ into a space and an accent.
  return name
    .replace(/[‘’‛ʼ´′`]/g, "'")
    .replace(/[“”„″]/g, '"')
    .replace(/[‐‑‒–—―−]/g, '-')
    .normalize('NFKC')
    .replace(/\s+/g, ' ')
    .trim()
    .toUpperCase()
    .toLowerCase();
}

/** Letters with a stroke and ligatures, which Unicode does not decompose. */
const LETTERS: Readonly<Record<string, string>> = {
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
};

/** Without case and accents; Latin, Greek and Cyrillic ones only: other scripts' marks (が, ไ) are letters. */
export function withoutAccents(name: string): string {
  if (PLAIN.test(name)) return name.toLowerCase();
  return asTyped(name)
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[øłđðþæœı]/g, (letter) => LETTERS[letter])
    .normalize('NFC');
}

/**
 * Without `The` in front (or, as in a card index, behind), punctuation and spaces, and with `and` for `&`; empty for
 * `!!!`, which matches nothing.
 */
export function lettersAlone(name: string): string {
  return withoutAccents(name)
    .replace(/^the (?=\S)|(?<=\S), the$/g, '')
    .replace(/[&+]/g, ' and ')
    .replace(/[\p{P}\p{S}\s]/gu, '');
}

/** From the weakest to the strongest: each treats more spellings as the same name. */
export const NAME_FOLDS: readonly ((name: string) => string)[] = [asTyped, withoutAccents, lettersAlone];
