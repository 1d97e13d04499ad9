/** What a value says of itself, for a notebook or a console to show. Texts from data may be in it as they are. */
export interface Description {
  /** One line, which is all that a console shows. */
  readonly title: string;
  /** More about it, a name and a value each. */
  readonly facts?: Readonly<Record<string, unknown>>;
  /** A table: the columns by their names, all of one length, which only the first rows of are read. */
  readonly columns?: Readonly<Record<string, ArrayLike<unknown>>>;
}

/** A value that describes itself has a method under this symbol, which returns a {@link Description}. */
export const DESCRIBE = Symbol.for('listenlab.describe');

/** Where Node.js looks for what `console.log` writes of a value. */
export const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/** Lets an object without a class describe itself; to code that reads its properties it stays as it was. */
export function describedBy<T extends object>(value: T, describe: () => Description): T {
  const hidden = (method: () => unknown) => ({ value: method, enumerable: false });
  return Object.defineProperties(value, {
    [DESCRIBE]: hidden(describe),
    [INSPECT]: hidden(() => describe().title),
  });
}

/** What a value says of itself; undefined where it has no such method. */
export function descriptionOf(value: object): Description | undefined {
  const describe = (value as { [DESCRIBE]?: unknown })[DESCRIBE];
  return typeof describe === 'function' ? (describe.call(value) as Description) : undefined;
}

/** Rows as the columns of a {@link Description}: all names that a row has, in the order in which they come. */
export function columnsOfRows(rows: readonly object[]): Record<string, unknown[]> {
  const names = new Set(rows.flatMap((row) => Object.keys(row)));
  return Object.fromEntries(
    [...names].map((name) => [name, rows.map((row) => (row as Record<string, unknown>)[name])]),
  );
}

/** Carries the type of a frame's rows; exists in types only, so that a chart knows what a frame holds. */
export declare const rowType: unique symbol;
