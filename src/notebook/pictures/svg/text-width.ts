/** Advance widths of Helvetica, which Arial, Liberation Sans and Nimbus Sans share, in thousandths of the font's size, from the space to `~`. */
const ASCII = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
  556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
  500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
  556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
  278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

const OTHERS: Readonly<Record<string, number>> = {
  '…': 1000,
  '—': 1000,
  '·': 278,
  '×': 584,
  '−': 584,
  '°': 400,
  ß: 611,
  æ: 889,
  ø: 611,
  Æ: 1000,
  Ø: 778,
  œ: 944,
  '‘': 222,
  '’': 222,
  '“': 333,
  '”': 333,
  '•': 350,
};

/** Of other scripts, on the average: Greek and Cyrillic; Chinese, Japanese, Korean and emoji are as wide as high. */
const LETTER = 600;
const IDEOGRAPH = 1000;
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303f\uff00-\uff60]/u;

/** Letters of the bold font are wider by this, on the average. */
const BOLD = 1.06;

/** How wide a text is, in the unit of the font's size. */
export function textWidth(text: string, fontSize: number, isBold: boolean): number {
  // Accents have no width of their own.
  const letters = text.normalize('NFD').replace(/\p{Mark}/gu, '');
  let thousandths = 0;
  for (const letter of letters) {
    thousandths +=
      ASCII[letter.charCodeAt(0) - 32] ?? OTHERS[letter] ?? (WIDE.test(letter) ? IDEOGRAPH : LETTER);
  }
  return (thousandths / 1000) * fontSize * (isBold ? BOLD : 1);
}
