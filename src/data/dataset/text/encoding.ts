import { isUtf8 } from 'node:buffer';

/** Why a file cannot be read as text in UTF-8. */
export interface TextFault {
  /** `is not valid UTF-8 in line 3`. */
  readonly found: string;
  /** What to do about it; undefined for a file that is no text at all. */
  readonly advice?: string;
}

const NEWLINE = 0x0a;
/** So much of a file shows whether it is text. */
const HEAD_BYTES = 65_536;
/** Characters that text of no kind has, but for the zero byte, which now and then gets into a name. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const CONTROLS = /[\x01-\x08\x0e-\x19\x7f]/;
/** Control characters in Latin-1; letters and quotation marks in Windows-1252, which extends it. */
const ONLY_WINDOWS = /[\x80-\x9f]/;

/** Lines that are kept to tell one encoding from others. */
const LINES_KEPT = 50;
/** In the order in which they are to be tried: as iconv and as TextDecoder call them. */
const EAST_ASIAN = ['SHIFT_JIS', 'EUC-JP', 'GB18030', 'BIG5', 'EUC-KR'];
/** Halves of characters, and those that no table has. */
const UNLIKELY = /[\x80-\x9f\uff61-\uff9f\p{Co}\p{Cn}]/u;
/** Two letters beyond ASCII side by side, as in text of no Western European language. */
const PAIRED = /[\x80-\xff]{2,}/g;

/**
 * What to do about text that is hardly in Latin-1 or Windows-1252: there, most letters beyond ASCII stand alone.
 *
 * @param lines those that are not UTF-8
 */
function unknownEncoding(lines: Buffer): string | undefined {
  const text = lines.toString('latin1');
  const letters = text.match(/[\x80-\xff]/g)?.length ?? 0;
  const paired = text.match(PAIRED)?.join('').length ?? 0;
  if (2 * paired <= letters) return undefined;
  const fitting = EAST_ASIAN.filter((encoding) => {
    try {
      return !UNLIKELY.test(new TextDecoder(encoding, { fatal: true }).decode(lines));
    } catch {
      return false;
    }
  });
  const candidates = [...fitting, 'CP1251', 'CP1252'];
  return `its encoding cannot be determined (perhaps ${candidates.join(' or ')}): check which shows the names correctly, e.g. iconv -f ${candidates[0]} -t UTF-8 FILE | head, and re-encode it with that one: iconv -f ${candidates[0]} -t UTF-8 FILE > NEW`;
}

/** What is to be said of a text of wide characters. */
export function wideFault(encoding: WideEncoding): Required<TextFault> {
  return { found: `is encoded as ${encoding}`, advice: `expected UTF-8: ${reencode(encoding)}` };
}

function reencode(encoding: WideEncoding | 'LATIN1' | 'CP1252'): string {
  return `re-encode it, e.g. iconv -f ${encoding} -t UTF-8 FILE > NEW`;
}

/** Finds out whether bytes that come in chunks are text in UTF-8. */
export class TextScan {
  private head: Buffer | undefined;
  /** The start of a character that goes on in the next chunk. */
  private rest: Buffer = Buffer.alloc(0);
  private line = 1;
  private bytes = 0;
  private firstZero: { readonly line: number; readonly byte: number } | undefined;
  private firstInvalid: number | undefined;
  /** The first lines that are not UTF-8. */
  private readonly invalid: Buffer[] = [];
  private hasWindows = false;
  /** Whether there are letters in UTF-8 beyond ASCII. */
  private hasUtf8 = false;

  add(chunk: Uint8Array): void {
    this.head ??= Buffer.from(chunk.subarray(0, HEAD_BYTES));
    const bytes = Buffer.concat([this.rest, chunk]);
    const end = endOfCharacters(bytes);
    this.addCharacters(bytes.subarray(0, end));
    this.rest = bytes.subarray(end);
  }

  /** The file has ended. */
  end(): void {
    this.addCharacters(this.rest);
    this.rest = Buffer.alloc(0);
  }

  /** What is wrong with what was added. */
  get fault(): TextFault | undefined {
    const { firstInvalid, firstZero, head } = this;
    if (head === undefined || (firstInvalid === undefined && firstZero === undefined)) return undefined;
    const wide = wideEncodingOf(head);
    if (wide !== undefined) return wideFault(wide);
    if (this.isBinary(head)) {
      return { found: `is a binary file${firstZero ? ` (byte ${firstZero.byte} is zero)` : ''}` };
    }
    if (firstInvalid === undefined) {
      return {
        found: `has a zero byte (NUL) in line ${firstZero?.line}`,
        advice: "remove all of them, e.g. tr -d '\\000' < FILE > NEW",
      };
    }
    if (this.hasUtf8) {
      return {
        found: `is not valid UTF-8 in line ${firstInvalid}, though other lines are`,
        advice: 'correct that line, or drop what cannot be read, e.g. iconv -c -f UTF-8 -t UTF-8 FILE > NEW',
      };
    }
    const unknown = unknownEncoding(Buffer.concat(this.invalid));
    if (unknown !== undefined)
      return { found: `is not valid UTF-8 in line ${firstInvalid}`, advice: unknown };
    return {
      found: `is not valid UTF-8 in line ${firstInvalid}`,
      advice: `${reencode(this.hasWindows ? 'CP1252' : 'LATIN1')}, with the encoding that it was written in`,
    };
  }

  private isBinary(head: Buffer): boolean {
    const text = head.toString('latin1');
    return CONTROLS.test(text) || text.replaceAll('\0', '').trim() === '';
  }

  private addCharacters(bytes: Buffer): void {
    for (let start = 0; start < bytes.length; ) {
      const newline = bytes.indexOf(NEWLINE, start);
      const end = newline < 0 ? bytes.length : newline + 1;
      this.addWithinLine(bytes.subarray(start, end));
      if (newline >= 0) this.line++;
      start = end;
    }
  }

  private addWithinLine(bytes: Buffer): void {
    const zero = this.firstZero === undefined ? bytes.indexOf(0) : -1;
    if (zero >= 0) this.firstZero = { line: this.line, byte: this.bytes + zero + 1 };
    this.bytes += bytes.length;
    if (!isUtf8(bytes)) {
      this.firstInvalid ??= this.line;
      if (this.invalid.length < LINES_KEPT) this.invalid.push(Buffer.from(bytes));
      this.hasWindows ||= ONLY_WINDOWS.test(bytes.toString('latin1'));
    } else this.hasUtf8 ||= bytes.some((byte) => byte > 0x7f);
  }
}

/** Where the last character begins that may go on behind these bytes, else their end. */
function endOfCharacters(bytes: Buffer): number {
  for (let at = bytes.length - 1; at >= Math.max(0, bytes.length - 3); at--) {
    const isContinuation = (bytes[at] & 0xc0) === 0x80;
    if (!isContinuation) return bytes[at] >= 0xc0 ? at : bytes.length;
  }
  return bytes.length;
}

/** An encoding with two or four bytes for a character. With a byte order mark it needs no byte order in its name. */
export type WideEncoding = 'UTF-16' | 'UTF-16LE' | 'UTF-16BE' | 'UTF-32' | 'UTF-32LE' | 'UTF-32BE';

/** So much of a text shows what it is. */
const WIDE_HEAD_BYTES = 4096;
/** Characters that text of no kind has. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const WIDE_CONTROLS = /[\0-\x08\x0e-\x19\x7f\ufffe\uffff]/;

/** The encoding of a text of wide characters, by its first bytes; undefined for all else. */
export function wideEncodingOf(bytes: Uint8Array): WideEncoding | undefined {
  const head = Buffer.from(bytes.subarray(0, WIDE_HEAD_BYTES));
  const start = head.toString('hex', 0, 4);
  if (start === 'fffe0000' || start === '0000feff') return 'UTF-32';
  if (start.startsWith('fffe') || start.startsWith('feff')) return 'UTF-16';
  if (isUtf32(head, 'readUInt32LE')) return 'UTF-32LE';
  if (isUtf32(head, 'readUInt32BE')) return 'UTF-32BE';
  if (isUtf16(head, 'utf-16le')) return 'UTF-16LE';
  return isUtf16(head, 'utf-16be') ? 'UTF-16BE' : undefined;
}

/**
 * The same text in UTF-8, without a byte order mark.
 *
 * @throws TypeError where bytes are no text in UTF-16
 */
export async function* asUtf8(
  chunks: AsyncIterable<Uint8Array>,
  encoding: WideEncoding,
): AsyncGenerator<Buffer> {
  let decoder: TextDecoder | undefined;
  for await (const chunk of chunks) {
    const isBig = encoding === 'UTF-16BE' || (encoding === 'UTF-16' && chunk[0] === 0xfe);
    decoder ??= new TextDecoder(isBig ? 'utf-16be' : 'utf-16le', { fatal: true });
    yield Buffer.from(decoder.decode(chunk, { stream: true }));
  }
  if (decoder !== undefined) yield Buffer.from(decoder.decode());
}

/** Two characters or more, each of which Unicode has. */
function isUtf32(head: Buffer, read: 'readUInt32LE' | 'readUInt32BE'): boolean {
  const count = Math.floor(head.length / 4);
  const codes = Array.from({ length: count }, (_, i) => head[read](4 * i));
  return count >= 2 && codes.every((code) => code > 0 && code <= 0x10ffff);
}

/** Any bytes may be letters of some script: of a table a quarter at least is Latin letters, digits and delimiters. */
function isUtf16(head: Buffer, encoding: 'utf-16le' | 'utf-16be'): boolean {
  const even = head.subarray(0, head.length - (head.length % 2));
  const text = new TextDecoder(encoding).decode(even, { stream: true });
  const latin = Array.from(text).filter((character) => character < '\u0100').length;
  return latin >= 2 && 4 * latin >= text.length && !WIDE_CONTROLS.test(text);
}
