import type { Random } from '#listenlab/util/random.js';

/** Syllables that strung together read like names; some are not ASCII, as in the real data. */
const STARTS =
  'ba be bo bra ca che co da de do dra el fa fi fo ga go gra ha hel i ja jo ka ke kri la le li lo ma me mi mo na ne no o pa pe po ra re ri ro sa se sha si so sta ta te ti to tri u va ve vi wa we wi ya yo za ze zo ö å é ñu Ø Ж 東 小'.split(
    ' ',
  );
const ENDS =
  'ban ber bit by cas cus da dan del der don dy fer fin ga gan gor ka ken ko la lan lor ly man mar mel mer mon my na nen nor ny ra ran ren ric ron ry sa sen son ta tan ter ton ty va van ver wen wood xa ya zen zio øn ära ès ço ński ов ка 京 林'.split(
    ' ',
  );
const NOUNS =
  'birds boys brothers cats children circus clouds dolls engines fathers fires ghosts girls hands hearts horses houses islands kings lights lovers machines mirrors monks mothers oceans orchestra parade people queens rivers roads saints shadows sisters soldiers stars stones strangers streets teeth things trains trees voices walls waves wolves'.split(
    ' ',
  );
/** Names that break careless readers: numbers, missing values, markup, formulas, stray quotes. */
const TRAPS = [
  '311',
  '1984',
  'NA',
  'nan',
  'null',
  'None',
  '<b>bold</b>',
  '&amp;',
  '=1+1',
  '"',
  '"unpaired',
  "don't",
  '#1',
  '[unknown]',
  'a/b\\c',
  '100%',
  'TRUE',
  '-',
  '*',
  "'; drop table plays; --",
];

const FIRST_TRAP = 200;
const TRAP_STEP = 40;

/** Draws unique names of artists; the difficult ones are spread among those of medium popularity. */
export function drawNames(random: Random, count: number): string[] {
  const names = new Set<string>();
  while (names.size < count) {
    const trap = TRAPS[(names.size - FIRST_TRAP) / TRAP_STEP];
    const name = trap !== undefined && !names.has(trap) ? trap : drawName(random);
    names.add(names.has(name) ? `${name} ${pick(random, ENDS)}${names.size.toString(36)}` : name);
  }
  return [...names];
}

function drawName(random: Random): string {
  const chance = random.uniform();
  if (chance < 0.25) return word(random);
  if (chance < 0.5) return `${word(random)} ${word(random)}`;
  if (chance < 0.68) return `the ${word(random)} ${pick(random, NOUNS)}`;
  if (chance < 0.8) return `${word(random)} ${pick(random, NOUNS)}`;
  if (chance < 0.88) return `${word(random)} & the ${pick(random, NOUNS)}`;
  if (chance < 0.93) return `dj ${word(random)}`;
  if (chance < 0.95) return `${word(random)} "${word(random)}" ${word(random)}`;
  if (chance < 0.97) return `${word(random)}, ${word(random)} and ${word(random)}`;
  return `${word(random)} feat. ${word(random)}'s ${pick(random, NOUNS)}`;
}

function word(random: Random): string {
  const middle = random.uniform() < 0.5 ? pick(random, STARTS) : '';
  return pick(random, STARTS) + middle + pick(random, ENDS);
}

function pick(random: Random, choices: readonly string[]): string {
  return choices[random.integer(choices.length)];
}
