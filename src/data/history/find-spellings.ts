import { asTyped, lettersAlone, NAME_FOLDS } from './name-folds.js';

/**
 * Finds names in a catalogue that are spelled otherwise there. Cost: one pass over the catalogue.
 *
 * @returns the catalogue's spelling for each wanted name that fits exactly one of its artists
 */
export function findSpellings(wanted: readonly string[], names: readonly string[]): Map<string, string> {
  // Names that are the same by any fold are so by the last.
  const candidates = new Map<string, string[]>(wanted.map((name) => [lettersAlone(name), []]));
  if (candidates.size > 0) for (const name of names) candidates.get(lettersAlone(name))?.push(name);
  const found = new Map<string, string>();
  for (const name of wanted) {
    const spelling = onlySpelling(name, candidates.get(lettersAlone(name)) ?? []);
    if (spelling !== undefined) found.set(name, spelling);
  }
  return found;
}

/** The one candidate that is the same by the first fold by which any is; of those that differ in case or quotes only, the first. */
function onlySpelling(name: string, candidates: readonly string[]): string | undefined {
  for (const fold of NAME_FOLDS) {
    const folded = fold(name);
    const same = folded === '' ? [] : candidates.filter((candidate) => fold(candidate) === folded);
    if (same.length > 0) return new Set(same.map(asTyped)).size === 1 ? same[0] : undefined;
  }
  return undefined;
}
