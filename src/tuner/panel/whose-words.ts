import { say } from './say.js';

/** Whose plays a panel has, as `chooseSubset` says it in English. */
const WHOSE = /^(a sample of )?those with (\d+) or more artists(?:, at least (\d+) of them popular)?$/;

/** Whose plays a panel has, in the language of the page; the data may be from another release, and say something else. */
export function whoseInWords(english: string): string {
  const said = WHOSE.exec(english);
  if (!said) return english;
  const [, sample, least, popular] = said;
  const whose = popular ? say('whosePopular', { least, popular }) : say('whoseArtists', { least });
  return sample ? say('aSampleOf', { whose }) : whose;
}
