import { LabError } from './lab-error.js';

/**
 * Lists and objects within each other: more than any notebook or message has. JSON.parse takes about a
 * microsecond and a hundred bytes for each level.
 */
const DEEPEST = 500;
/** Lists and objects in all; each takes tens of bytes, however short its text is. */
const MOST = 2_000_000;

const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = Buffer.from('"\\[]{}');

/**
 * Refuses JSON that would take far more time and memory to read than its size lets expect. Looks at its
 * brackets only; whether it is JSON at all, its reader finds out.
 *
 * @param json UTF-8
 * @param what it is called in the message
 * @throws LabError (400) when it is nested too deeply or has too many lists and objects
 */
export function requireReadable(json: Uint8Array, what: string): void {
  let depth = 0;
  let count = 0;
  for (let i = 0; i < json.length; i++) {
    const byte = json[i];
    if (byte === QUOTE) i = endOfString(json, i);
    else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) depth -= 1;
    else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
      depth += 1;
      count += 1;
      if (depth > DEEPEST) throw new LabError(400, `${what} is nested deeper than ${DEEPEST} levels`);
      if (count > MOST) throw new LabError(400, `${what} has more than ${MOST} lists and objects`);
    }
  }
}

/** Index of the quote that ends a string; the text's length when none does. */
function endOfString(json: Uint8Array, start: number): number {
  for (let end = json.indexOf(QUOTE, start + 1); end >= 0; end = json.indexOf(QUOTE, end + 1)) {
    let backslashes = 0;
    while (json[end - 1 - backslashes] === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return end;
  }
  return json.length;
}
