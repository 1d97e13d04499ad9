/**
 * A request that cannot be fulfilled: answered in Jupyter's format, `{"message": ..., "reason": ...}`.
 *
 * @example throw new LabError(404, 'no notebook a.ipynb in this folder')
 */
export class LabError extends Error {
  override readonly name = 'LabError';
  /** HTTP status. */
  readonly status: number;
  /** A short name of the kind of failure, or null. */
  readonly reason: string | null;

  constructor(status: number, message: string, reason: string | null = null, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
    this.reason = reason;
  }
}

/** Whether an error says that something does not exist. */
export function isNotFound(error: unknown): boolean {
  return error instanceof LabError && error.status === 404;
}

/**
 * The path behind a route's prefix, decoded once, segment by segment: an encoded slash stays part of a
 * name, and no name has one.
 *
 * @param url of the request, with its query
 * @throws LabError (400) for invalid encoding or an encoded slash
 * @example apiPathOf('/api/contents/a%20b/c.ipynb?content=0', '/api/contents'); // 'a b/c.ipynb'
 */
export function apiPathOf(url: string, prefix: string): string {
  const [pathname] = url.split('?');
  const segments = pathname.slice(prefix.length).split('/');
  return segments.map(decode).join('/').replace(/^\//, '');
}

function decode(segment: string): string {
  let text: string;
  try {
    text = decodeURIComponent(segment);
  } catch {
    throw new LabError(400, `the path has ${JSON.stringify(segment)}, which is not validly encoded`);
  }
  if (text.includes('/'))
    throw new LabError(400, `the path has ${JSON.stringify(segment)}; names cannot contain a slash`);
  return text;
}

/**
 * Nesting depth of lists and objects: more than any notebook or message has. JSON.parse takes about a microsecond and a
 * hundred bytes for each level.
 */
const DEEPEST = 500;
/** Lists and objects in all; each takes tens of bytes, however short its text is. */
const MOST = 2_000_000;

const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = Buffer.from('"\\[]{}');

/**
 * Refuses JSON that would take far more time and memory to parse than its size suggests. Looks only at brackets;
 * whether it is valid JSON is left to the parser.
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

/** Index of the quote that ends a string; the text's length if there is none. */
function endOfString(json: Uint8Array, start: number): number {
  for (let end = json.indexOf(QUOTE, start + 1); end >= 0; end = json.indexOf(QUOTE, end + 1)) {
    let backslashes = 0;
    while (json[end - 1 - backslashes] === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return end;
  }
  return json.length;
}
