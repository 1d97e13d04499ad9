import { readFileSync } from 'node:fs';
import { allocateShared } from '../../../../engine/matrix/csr.js';
import { wasm } from '../../../../util/web-assembly.js';

/** Columns of a window, as the kernel numbers them; an artist takes the place of each pair. */
const COLUMN = { pairs: 0, plays: 1, users: 2, starts: 3, odd: 4 } as const;

/** As in assembly/index.ts: of so many bytes of a window one may be an odd line. */
const ODD_SHARE = 64;

interface Exports {
  readonly rows: { readonly value: number };
  readonly runs: { readonly value: number };
  readonly odd: { readonly value: number };
  setUp(bytes: number): number;
  readWindow(bytes: number): void;
  columnAt(column: number): number;
  sort(kind: number): number;
  order(): number;
  texts(): number;
  textBytes(kind: number): number;
  takeArtists(): number;
  sortRuns(rows: number, runs: number): void;
}

/** A line that is unlike most. */
export interface OddLine {
  /** How many rows and odd lines of the window come before it. */
  readonly line: number;
  /** Without its end. */
  readonly text: Uint8Array<ArrayBuffer>;
}

/** Rows in the order of the file, on memory that threads share. Names have the numbers in which they come first. */
export interface ScannedWindow {
  /** (rows) numbers of artists together with an id */
  readonly pairs: Int32Array;
  /** (rows) */
  readonly plays: Int32Array;
  /** (runs) users: a run is rows of one user after another */
  readonly users: Int32Array;
  /** (runs) the first row of each */
  readonly starts: Int32Array;
  readonly odd: readonly OddLine[];
}

/** Names of one kind. */
export interface SortedNames {
  /** In byte order, each with a line end behind it, in UTF-8; of pairs the artist, a tab and the id. */
  readonly texts: Uint8Array;
  /** (names) the number of each in that order */
  readonly order: Int32Array;
}

/**
 * Reads lines of user, id, artist and plays, a window of bytes after the other. It remembers all names.
 *
 * Cost: about 0.1 microseconds a line on a core of an AMD EPYC.
 */
export class ScanKernel {
  readonly #memory: { readonly buffer: ArrayBuffer };
  readonly #exports: Exports;
  readonly #windowAt: number;

  /** @param windowBytes how much is read at once; no line may be longer */
  constructor(readonly windowBytes: number) {
    this.#memory = new wasm.Memory({ initial: 1, maximum: 65536 });
    const module = new wasm.Module(readFileSync(new URL('./scan.wasm', import.meta.url)));
    this.#exports = new wasm.Instance(module, { env: { memory: this.#memory } }).exports as Exports;
    this.#windowAt = this.#exports.setUp(windowBytes);
  }

  /** The window's bytes; those of an earlier call may be gone after {@link read}. */
  get window(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#memory.buffer, this.#windowAt, this.windowBytes);
  }

  /**
   * Reads the first bytes of the window, which end with the end of a line.
   *
   * @returns undefined where more of the lines are odd than there is room for
   */
  read(bytes: number): ScannedWindow | undefined {
    this.#exports.readWindow(bytes);
    const { rows, runs, odd } = this.#exports;
    if (odd.value > Math.floor(this.windowBytes / ODD_SHARE)) return undefined;
    return {
      pairs: shared(this.#column(COLUMN.pairs, rows.value)),
      plays: shared(this.#column(COLUMN.plays, rows.value)),
      users: shared(this.#column(COLUMN.users, runs.value)),
      starts: shared(this.#column(COLUMN.starts, runs.value)),
      odd: this.#oddLines(odd.value),
    };
  }

  #column(column: number, length: number): Int32Array<ArrayBuffer> {
    return new Int32Array(this.#memory.buffer, this.#exports.columnAt(column), length);
  }

  #oddLines(count: number): OddLine[] {
    const places = this.#column(COLUMN.odd, 3 * count);
    return Array.from({ length: count }, (_, i) => {
      const [line, start, end] = places.subarray(3 * i);
      return { line, text: this.window.slice(start, end) };
    });
  }

  /** All names that were read. */
  sortedNames(kind: 'users' | 'pairs'): SortedNames {
    const number = kind === 'users' ? 0 : 1;
    const count = this.#exports.sort(number);
    const { buffer } = this.#memory;
    return {
      order: new Int32Array(buffer, this.#exports.order(), count).slice(),
      texts: new Uint8Array(buffer, this.#exports.texts(), this.#exports.textBytes(number)).slice(),
    };
  }

  /** @param artistOf (pairs) the number of the artist among those of the whole file */
  nameArtists(artistOf: Int32Array): void {
    const at = this.#exports.takeArtists();
    new Int32Array(this.#memory.buffer, at, artistOf.length).set(artistOf);
  }

  /**
   * The artists of a window's rows and their plays, each run in rising order of artists; call {@link nameArtists} before.
   * Both arrays hold until the next call.
   */
  sortRuns({ pairs, plays, starts }: ScannedWindow): { artists: Int32Array; plays: Int32Array } {
    this.#column(COLUMN.pairs, pairs.length).set(pairs);
    this.#column(COLUMN.plays, plays.length).set(plays);
    this.#column(COLUMN.starts, starts.length).set(starts);
    this.#exports.sortRuns(pairs.length, starts.length);
    return {
      artists: this.#column(COLUMN.pairs, pairs.length),
      plays: this.#column(COLUMN.plays, plays.length),
    };
  }
}

function shared(numbers: Int32Array): Int32Array {
  const copy = new Int32Array(allocateShared(numbers.byteLength));
  copy.set(numbers);
  return copy;
}
