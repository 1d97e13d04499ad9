import { InputError } from '../../util/errors.js';

/**
 * The number of rows that columns share.
 *
 * @throws InputError that names the columns when their lengths differ
 */
export function rowCount(columns: Record<string, ArrayLike<unknown>>): number {
  const lengths = Object.entries(columns).map(([name, values]) => ({ name, length: values.length }));
  const [first, ...others] = lengths;
  const different = others.find(({ length }) => length !== first.length);
  if (different) {
    throw new InputError(
      `a chart got ${first.length} values in '${first.name}' and ${different.length} in '${different.name}'; pass columns of one length`,
    );
  }
  return first.length;
}

/** Numbers as JSON knows them: a plain array in which whatever is not finite is null (Plotly leaves a gap). */
export function jsonNumbers(values: ArrayLike<number | null>): (number | null)[] {
  return Array.from(values, (value) => (Number.isFinite(value) ? value || 0 : null));
}
