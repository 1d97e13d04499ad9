import { open } from 'node:fs/promises';
import { abortError } from '../../../util/errors.js';
import { BUFFER_BYTES, readLines } from './line-io.js';
import { type LineForm, type PlainLines, RecordWriter } from './plain-records.js';

const CARRIAGE_RETURN = 0x0d;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Copies a text file so that each record is one line without quoting, and has the number it has in the file: a
 * record of several lines is followed by blank ones. What would be taken for a delimiter, a line end or blanks
 * around a cell is escaped; {@link unescaped} is how SQL reads it. Cost: a pass over the file.
 *
 * @returns what was found in the cells
 * @throws InputError with the line for a quoted cell that does not end as it must
 * @throws LongLine for one of more than 4 MB
 */
export async function writePlainLines(
  file: string,
  target: string,
  form: LineForm,
  signal?: AbortSignal,
): Promise<PlainLines> {
  const output = await open(target, 'w');
  try {
    const writer = new RecordWriter(file, form);
    await readLines(file, writer, async () => {
      if (signal?.aborted) throw abortError(signal);
      await writer.output.flush(output);
    });
    writer.end();
    await writer.output.flush(output);
    return writer;
  } finally {
    await output.close();
  }
}

/** Whether a file has to be copied by {@link writePlainLines} before DuckDB reads its lines. */
export async function needsPlainLines(
  file: string,
  { quoted, delimiter }: Pick<LineForm, 'quoted' | 'delimiter'>,
): Promise<boolean> {
  const input = await open(file);
  try {
    const buffer = Buffer.allocUnsafe(BUFFER_BYTES);
    for (;;) {
      const { bytesRead } = await input.read(buffer, 0, buffer.length);
      const bytes = buffer.subarray(0, bytesRead);
      // DuckDB counts a carriage return for a line end here and not there.
      if (bytes.includes(CARRIAGE_RETURN) || (quoted && bytes.includes(QUOTE))) return true;
      if (bytes.includes(BACKSLASH) && mayEscape(bytes, delimiter)) return true;
      if (bytesRead === 0) return false;
    }
  } finally {
    await input.close();
  }
}

/** Whether a backslash stands in front of a delimiter, a line end or what is not read yet. */
function mayEscape(bytes: Buffer, delimiter: string): boolean {
  return bytes.includes(`\\${delimiter}`) || bytes.includes('\\\n') || bytes.at(-1) === BACKSLASH;
}
