import { distance } from 'fastest-levenshtein';
import { IdMap } from '../../engine/matrix/id-map.js';
import { readOptions, WATCH_CHECKS, wrongValue } from '../../util/checks.js';
import { InputError } from '../../util/errors.js';
import { asTyped, lettersAlone, NAME_FOLDS } from '../../util/fold-names.js';
import { letterBits, lettersApart } from '../../util/letter-bits.js';
import { inTurns, type Watch, watched } from '../../util/work.js';
import type { ListeningHistory } from './read-listening-history.js';
import type { ArtistPlays } from './tally.js';

/** An artist of a history that a catalogue has. */
export interface MatchedArtist {
  /** As the catalogue writes it. */
  artist: string;
  /** As the history writes it. */
  name: string;
  plays: number;
}

/** An artist of a history that a catalogue does not have. */
export interface UnmatchedArtist {
  /** As the history writes it. */
  artist: string;
  plays: number;
  /** A name of the catalogue that is much like it: perhaps the same artist, perhaps another. */
  nearest?: string;
}

/** A history in the names of a catalogue. */
export interface ArtistMatches {
  /** Plays by the catalogue's name: what `model.foldIn` takes. It has no prototype, as an artist may be `__proto__`. */
  plays: Record<string, number>;
  /** The most played first. */
  matched: MatchedArtist[];
  /** The most played first. */
  unmatched: UnmatchedArtist[];
  /** The matched share of all plays, 0 to 1. */
  share: number;
}

/** How many unmatched artists, the most played, get a suggestion: nobody reads long lists. */
const SUGGESTIONS = 20;
/** More than one edit (Levenshtein) in four characters is considered another name. */
const EDITS_PER_LETTER = 0.25;

/**
 * Finds a history's artists in a catalogue. A name is looked for as it is, then without regard to case; then to
 * quotes, dashes and spaces; then to accents; then to punctuation, a `The` in front, and `&` or `and`. Where
 * such a spelling fits several artists of the catalogue, or none, the artist stays unmatched: near matches are
 * suggested, never used.
 *
 * @example
 * const { plays, unmatched, share } = await matchArtists(history, model.artists);
 * model.foldIn(plays).recommend();
 * @param history what `readListeningHistory` gave, or rows by hand: `{ plays: [{ artist: 'Muse', plays: 12 }] }`
 * @param artists the catalogue: `model.artists`
 * @param options see {@link Watch}
 * @throws InputError when none of the artists is in the catalogue; the signal's reason when aborted
 * Cost: 0.7 s of a processor for a catalogue of 300,000 artists and a history of 500, most of it once there are unmatched names, on
 * the calling thread, which it yields now and then.
 * @category Open data
 */
export async function matchArtists(
  history: Pick<ListeningHistory, 'plays'>,
  artists: IdMap,
  options: Watch = {},
): Promise<ArtistMatches> {
  if (!Array.isArray(history?.plays)) {
    throw wrongValue(
      history,
      "a history of plays: await readListeningHistory(path), or { plays: [{ artist: 'Muse', plays: 12 }] }",
    );
  }
  if (!(artists instanceof IdMap)) throw wrongValue(artists, 'the names of a catalogue: model.artists');
  const given = readOptions(options, WATCH_CHECKS, {});
  return await watched('matching artists', given, (watch) => matchesOf(history.plays, artists, watch));
}

async function matchesOf(
  history: readonly ArtistPlays[],
  artists: IdMap,
  watch: Watch,
): Promise<ArtistMatches> {
  const known = new Map<string, string>();
  await inTurns('looking artists up', history.length, watch, (i) => {
    const { artist } = history[i];
    const row = artists.find(artist);
    if (row !== undefined) known.set(artist, artists.names[row]);
  });
  const others = history.map(({ artist }) => artist).filter((name) => !known.has(name));
  for (const [name, artist] of await findSpellings(others, artists.names, watch)) known.set(name, artist);
  const matched: MatchedArtist[] = [];
  const unmatched: UnmatchedArtist[] = [];
  for (const { artist: name, plays } of history) {
    const artist = known.get(name);
    if (artist !== undefined) matched.push({ artist, name, plays });
    else unmatched.push({ artist: name, plays });
  }
  if (matched.length === 0) throw noneMatched(history, artists);
  await suggest(unmatched.slice(0, SUGGESTIONS), artists.names, watch);
  const sum = (rows: readonly { plays: number }[]) => rows.reduce((total, { plays }) => total + plays, 0);
  const share = sum(matched) / sum(history);
  return { plays: addUp(matched), matched, unmatched, share };
}

/** Two spellings in a history may be the same artist. */
function addUp(matched: readonly MatchedArtist[]): Record<string, number> {
  const sums = new Map<string, number>();
  for (const { artist, plays } of matched) sums.set(artist, (sums.get(artist) ?? 0) + plays);
  const record: Record<string, number> = Object.create(null);
  for (const [artist, plays] of sums) record[artist] = plays;
  return record;
}

/** Names the nearest known artists of those that were not matched, in one pass over the catalogue. */
async function suggest(
  unmatched: readonly UnmatchedArtist[],
  names: readonly string[],
  watch: Watch,
): Promise<void> {
  if (unmatched.length === 0) return;
  const wanted = unmatched.map((row) => {
    const text = asTyped(row.artist);
    const fewest = Math.floor(text.length * EDITS_PER_LETTER) + 1;
    return { row, text, letters: letterBits(text), fewest };
  });
  await inTurns('looking for similar names', names.length, watch, (i) => {
    const candidate = asTyped(names[i]);
    const letters = letterBits(candidate);
    for (const search of wanted) {
      if (lettersApart(letters, search.letters) > 2 * (search.fewest - 1)) continue;
      // It takes at least one edit for each character that one name is longer.
      if (Math.abs(candidate.length - search.text.length) >= search.fewest) continue;
      const edits = distance(search.text, candidate);
      if (edits >= search.fewest) continue;
      search.fewest = edits;
      search.row.nearest = names[i];
    }
  });
}

function noneMatched(plays: readonly ArtistPlays[], artists: IdMap): InputError {
  const names = plays.slice(0, 3).map(({ artist }) => `'${artist}'`);
  return new InputError(
    `none of the history's ${plays.length} artists (${names.join(', ')}${plays.length > 3 ? ', ...' : ''}) is among the ${artists.size} known ones; ` +
      'expected a model trained on a catalogue with this music',
  );
}

/**
 * Finds names in a catalogue that are spelled otherwise there. Cost: one pass over the catalogue.
 *
 * @returns the catalogue's spelling for each wanted name that fits exactly one of its artists
 */
async function findSpellings(
  wanted: readonly string[],
  names: readonly string[],
  watch: Watch,
): Promise<Map<string, string>> {
  // Names that are the same by any fold are so by the last.
  const candidates = new Map<string, string[]>(wanted.map((name) => [lettersAlone(name), []]));
  const compared = wanted.length > 0 ? names.length : 0;
  await inTurns('comparing spellings', compared, watch, (i) => {
    candidates.get(lettersAlone(names[i]))?.push(names[i]);
  });
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
