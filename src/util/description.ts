/** A value's description of itself, for a notebook or a console. Texts from data need no escaping. */
export interface Description {
  /** One line; a console shows nothing else. */
  readonly title: string;
  /** Further facts by name. */
  readonly facts?: Readonly<Record<string, unknown>>;
  /** A table: columns by name, all of equal length, of which only the first 100,000 rows are read. */
  readonly columns?: Readonly<Record<string, ArrayLike<unknown>>>;
}

/** A value that describes itself has a method under this symbol, which returns a {@link Description}. */
export const DESCRIBE = Symbol.for('listenlab.describe');

/** Node.js's symbol for custom `console.log` output. */
export const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/** Lets a plain object describe itself, without visible properties. */
export function describedBy<T extends object>(value: T, describe: () => Description): T {
  const hidden = (method: () => unknown) => ({ value: method, enumerable: false });
  return Object.defineProperties(value, {
    [DESCRIBE]: hidden(describe),
    [INSPECT]: hidden(() => describe().title),
  });
}

/** A value's description of itself; undefined if it has no such method. */
export function descriptionOf(value: object): Description | undefined {
  const describe = (value as { [DESCRIBE]?: unknown })[DESCRIBE];
  return typeof describe === 'function' ? (describe.call(value) as Description) : undefined;
}

/** Rows as the columns of a {@link Description}: all names in any row, in order of appearance. */
export function columnsOfRows(rows: readonly object[]): Record<string, unknown[]> {
  const names = new Set(rows.flatMap((row) => Object.keys(row)));
  return Object.fromEntries(
    [...names].map((name) => [name, rows.map((row) => (row as Record<string, unknown>)[name])]),
  );
}

/** Carries the type of a frame's rows; exists in types only, so that a chart knows what a frame holds. */
export declare const rowType: unique symbol;
