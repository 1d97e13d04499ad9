import { InputError } from '../../../util/errors.js';

/** How DuckDB writes each kind of file. Zstandard takes no longer than its default and 40% less room. */
const FORMATS: Record<string, string> = {
  '.parquet': 'FORMAT parquet, COMPRESSION zstd',
  '.csv': 'FORMAT csv, HEADER',
};

/**
 * DuckDB's words for the kind of file that a name's ending stands for.
 *
 * @throws InputError unless it is `.parquet` or `.csv`
 */
export function formatOf(file: string): string {
  const ending = (/\.[^./\\]*$/.exec(file)?.[0] ?? '').toLowerCase();
  if (Object.hasOwn(FORMATS, ending)) return FORMATS[ending];
  const found = ending === '' ? 'has no ending' : `ends in '${ending}'`;
  throw new InputError(`'${file}' ${found}; expected a file that ends in .parquet or .csv`);
}
