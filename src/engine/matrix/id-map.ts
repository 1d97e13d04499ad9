import { distance } from 'fastest-levenshtein';
import { checkOneOf, isNear, isText, wrongValue } from '../../util/checks.js';
import { DESCRIBE, type Description, INSPECT } from '../../util/description.js';
import { InputError } from '../../util/errors.js';
import { caseless, fold, lettersAlone } from '../../util/fold-names.js';
import { formatPlural } from '../../util/format.js';
import { indexNames } from './name-index.js';

/** At most this many names that differ only in case are listed in an error. */
const ALIKE_SHOWN = 5;

/**
 * Names and their row numbers, both ways. Name i of `names` is row i.
 *
 * Names are matched exactly first, then without regard to case, letter by letter before ß is taken for ss. Where several
 * names match equally well, none of them is taken.
 *
 * Creating one costs nothing: an index of the exact names is built when the first is looked up, one without case when a
 * name has no exact match (about 0.1 s each for 300,000 names).
 *
 * @example
 * const artists = new IdMap('artist', ['die Ärzte', 'red hot chili peppers']);
 * artists.index('DIE ÄRZTE') // 0
 */
export class IdMap {
  #exactRows: ((name: string) => number[]) | undefined;
  #foldedRows: ((name: string) => number[]) | undefined;

  /**
   * @param kind what the names are, for errors: `artist` or `user`
   * @param names (rows) one name a row, all different
   * @throws InputError for another kind; unless the names are an array of strings
   */
  constructor(
    readonly kind: 'artist' | 'user',
    readonly names: readonly string[],
  ) {
    checkOneOf('kind', kind, ['artist', 'user']);
    if (!Array.isArray(names) || !names.every(isText))
      throw wrongValue(names, "names, as in ['kent', 'muse']");
  }

  /** How many names there are. */
  get size(): number {
    return this.names.length;
  }

  /** @internal */
  [DESCRIBE](): Description {
    return { title: this[INSPECT]() };
  }

  /** @internal */
  [INSPECT](): string {
    return `The names of ${formatPlural(this.size, this.kind)}, by row`;
  }

  /** The row of a name, or undefined where none or several are spelled like it. Cost: constant, after the first calls. */
  find(name: string): number | undefined {
    if (typeof name !== 'string') {
      throw wrongValue(name, this.kind === 'artist' ? 'the name of an artist' : 'the name of a user');
    }
    this.prepare();
    const [exact] = this.#exactRows!(name);
    if (exact !== undefined) return exact;
    const alike = this.#alikeRows(name);
    return alike.length === 1 ? alike[0] : undefined;
  }

  /** The rows of names that differ from one in case alone; where there are none, in what {@link fold} levels. */
  #alikeRows(name: string): readonly number[] {
    this.#foldedRows ??= indexNames(this.names, fold);
    const rows = this.#foldedRows(name);
    const same = rows.filter((row) => caseless(this.names[row]) === caseless(name));
    return same.length > 0 ? same : rows;
  }

  /** @internal Builds the index of the exact names, so that the first look-up need not. */
  prepare(): void {
    this.#exactRows ??= indexNames(this.names, (name) => name);
  }

  /**
   * The row of a name.
   *
   * @throws InputError, for an artist with the names spelled like it or the nearest one; see {@link nearest}. Other users are never
   * named: an error in a notebook or a report would reveal a stranger
   */
  index(name: string): number {
    const index = this.find(name);
    if (index !== undefined) return index;
    throw new InputError(`no ${this.kind} '${name}'; ${this.#advice(name)}`);
  }

  /** What to do about a name that is not found. */
  #advice(name: string): string {
    if (this.size === 0) return 'there are none in the data';
    if (fold(name).trim() === '') return 'expected the name of one';
    const alike = this.#alikeRows(name).map((row) => this.names[row]);
    const spelling =
      alike.length > 0 ? `spelled exactly: ${alike.length} differ only in case` : 'in upper or lower case';
    return this.kind === 'user'
      ? `the data has ${formatPlural(this.size, 'user')}; expected the full name of one, ${spelling}${maskHint(name)}`
      : nearestHint(alike.slice(0, ALIKE_SHOWN).join("' or '") || this.nearest(name));
  }

  /**
   * The known name that was probably meant: one of the same letters, without accents, punctuation, spaces and `The`; else the
   * one with the fewest edits (Levenshtein distance) from this one, case aside, when they are few enough for a
   * typing error. The first of several. Cost: a pass over all names, tenths of a second for 300,000.
   */
  nearest(name: string): string | undefined {
    // Refuses anything but a text.
    this.find(name);
    const letters = lettersAlone(name);
    const same = letters === '' ? undefined : this.names.find((each) => lettersAlone(each) === letters);
    return same ?? this.#fewestEdits(fold(name));
  }

  #fewestEdits(wanted: string): string | undefined {
    let nearest: string | undefined;
    let fewest = Number.POSITIVE_INFINITY;
    for (const name of this.names) {
      const candidate = fold(name);
      // It takes at least one edit for each character that one name is longer.
      if (Math.abs(candidate.length - wanted.length) >= fewest) continue;
      const edits = distance(wanted, candidate);
      if (edits >= fewest || !isNear(wanted, candidate, edits)) continue;
      fewest = edits;
      nearest = name;
    }
    return nearest;
  }
}

function nearestHint(nearest: string | undefined): string {
  return nearest === undefined ? 'none has a similar spelling' : `did you mean '${nearest}'?`;
}

/** Notebooks show users under other names, which are then tried as names. */
function maskHint(name: string): string {
  if (!/^listener \d+$/i.test(name)) return '';
  return (
    `. '${name}' is an alias that notebooks use to keep names out of reports; real names are in users.names ` +
    'of a model or of interactions, and in the tables of a notebook whose includeUsers is true'
  );
}
