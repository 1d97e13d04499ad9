import type { Random } from '../../../../util/random.js';

/** A made-up listener, in the words of Last.fm 360K's profile file. */
export interface Person {
  readonly user: string;
  readonly gender: string;
  readonly age: string;
  readonly country: string;
  readonly signup: string;
}

/** Listeners of each hundred or so by country, roughly as Last.fm's were. */
const COUNTRIES: readonly (readonly [string, number])[] = [
  ['United States', 190],
  ['Germany', 95],
  ['United Kingdom', 90],
  ['Poland', 58],
  ['Russian Federation', 48],
  ['Brazil', 38],
  ['Sweden', 38],
  ['Finland', 32],
  ['Spain', 32],
  ['Canada', 28],
  ['Netherlands', 26],
  ['France', 24],
  ['Italy', 22],
  ['Japan', 22],
  ['Australia', 20],
  ['Norway', 18],
  ['Mexico', 16],
  ['Turkey', 14],
  ['Ukraine', 14],
  ['Portugal', 13],
  ['Belgium', 11],
  ['Switzerland', 10],
  ['Austria', 10],
  ['Czech Republic', 10],
  ['Chile', 10],
  ['Argentina', 9],
  ['Denmark', 9],
  ['Ireland', 6],
  ['Hungary', 5],
  ['Greece', 5],
  ['New Zealand', 4],
  ['Romania', 4],
  ['Croatia', 4],
  ['Israel', 3],
  ['China', 3],
  ['India', 3],
  ['Korea, Republic of', 2],
  ['South Africa', 2],
  ['Iceland', 2],
  ['Antarctica', 1],
];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const FIRST_SIGNUP = Date.UTC(2002, 9, 29);
const LAST_SIGNUP = Date.UTC(2009, 7, 31);
const JOKE_AGES = ['-1337', '1', '2', '3', '107', '115'];

/** Draws a person whose id looks like the SHA-1 of a name, but is the name of nobody. */
export function drawPerson(random: Random): Person {
  return {
    user: hexDigits(random, 40),
    gender: drawGender(random),
    age: drawAge(random),
    country: drawCountry(random),
    signup: drawSignup(random),
  };
}

/** A line of usersha1-profile.tsv. */
export function profileLine({ user, gender, age, country, signup }: Person): string {
  return `${[user, gender, age, country, signup].join('\t')}\n`;
}

export function hexDigits(random: Random, count: number): string {
  let digits = '';
  while (digits.length < count) digits += random.integer(16).toString(16);
  return digits;
}

function drawGender(random: Random): string {
  const chance = random.uniform();
  if (chance < 0.1) return '';
  return chance < 0.4 ? 'f' : 'm';
}

function drawAge(random: Random): string {
  const chance = random.uniform();
  const age = 14 + Math.round(Math.exp(2.2 + 0.6 * random.normal()));
  if (chance < 0.2) return '';
  if (chance < 0.205) return JOKE_AGES[random.integer(JOKE_AGES.length)];
  return String(Math.min(age, 80));
}

function drawCountry(random: Random): string {
  const total = COUNTRIES.reduce((sum, [, weight]) => sum + weight, 0);
  let rest = random.uniform() * total;
  for (const [country, weight] of COUNTRIES) {
    rest -= weight;
    if (rest < 0) return country;
  }
  return COUNTRIES[0][0];
}

/** Days crowd towards the later years, as Last.fm grew. */
function drawSignup(random: Random): string {
  const date = new Date(FIRST_SIGNUP + (LAST_SIGNUP - FIRST_SIGNUP) * random.uniform() ** 0.6);
  return `${MONTHS[date.getUTCMonth()]} ${date.getUTCDate()}, ${date.getUTCFullYear()}`;
}
