import { getManyValues, isMany, none } from 'stream-chain/defs.js';
import Assembler from 'stream-json/assembler.js';
import { jsonParser, type Token } from 'stream-json/parser.js';
import { InputError } from '../../../util/errors.js';
import { formatBytes, formatCount } from '../../../util/format.js';

/** No export nests deeper than 8. */
const MOST_DEPTH = 32;
/** A row has some 30 values, 100 with all that ListenBrainz knows. */
const MOST_TOKENS = 10_000;
/** Of a row, and of a single text. */
const MOST_CHARACTERS = 2 ** 20;
/** Read at a time, so that it can be said where a text breaks off. */
const SLICE = 1000;
/** Names under which exporters put their list of rows. */
const LISTS = ['scrobbles', 'listens', 'track'];
/** In an object, or in one of its objects: `recenttracks.track`, `payload.listens`. */
const LIST_DEPTH = 2;

/**
 * Reads the objects of a JSON text one after the other, without ever having more than one in memory: items of a list,
 * of lists in a list or of the list that an object has under a name such as `scrobbles`, or documents one a line.
 * Items that are no objects come as they are.
 *
 * @throws InputError when the text is no JSON, or nests deeper or has larger rows than any history
 */
export async function* jsonObjects(chunks: AsyncIterable<string>, label: string): AsyncGenerator<unknown> {
  const reader = new TokenReader(label);
  const rows = new RowAssembler(label);
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += SLICE) {
      for (const token of reader.tokens(chunk.slice(at, at + SLICE))) if (rows.add(token)) yield rows.value;
    }
  }
  for (const token of reader.end()) if (rows.add(token)) yield rows.value;
}

/** Splits the text into tokens, and says where it breaks off. */
class TokenReader {
  private readonly parse = jsonParser({ streamValues: false, jsonStreaming: true });
  private read = 0;
  /** Characters since the last token. */
  private pending = 0;

  constructor(private readonly label: string) {}

  tokens(text: string): readonly Token[] {
    const where =
      this.read === 0
        ? `in its first ${formatCount(SLICE)} characters`
        : `after character ${formatCount(this.read)}`;
    const tokens = this.next(text, where);
    this.read += text.length;
    this.pending = tokens.length === 0 ? this.pending + text.length : 0;
    if (this.pending > MOST_CHARACTERS) {
      throw tooLarge(this.label, `a text of more than ${formatBytes(MOST_CHARACTERS)}`);
    }
    return tokens;
  }

  end(): readonly Token[] {
    return this.next(none, 'at its end');
  }

  private next(text: string | typeof none, where: string): readonly Token[] {
    try {
      const answer: unknown = this.parse(text as string);
      if (isMany(answer)) return getManyValues(answer) as Token[];
      return answer === none || answer === undefined || answer === null ? [] : [answer as Token];
    } catch (error) {
      throw new InputError(
        `${this.label} is damaged: its JSON is invalid ${where}; download or unpack the export again`,
        { cause: error },
      );
    }
  }
}

/** Puts tokens together to the values that are rows. */
class RowAssembler {
  /** What is a row. */
  value: unknown;
  private assembler: Assembler | undefined;
  /** What is open around the row. */
  private readonly around: ('list' | 'object')[] = [];
  /** Those that are open in the row. */
  private within = 0;
  private tokens = 0;
  private characters = 0;

  constructor(private readonly label: string) {}

  /** @returns whether a row ended with the token; it is then the value */
  add(token: Token): boolean {
    const isStart = token.name === 'startObject' || token.name === 'startArray';
    if (isStart && this.around.length + this.within === MOST_DEPTH) {
      throw tooLarge(this.label, `lists nested more than ${MOST_DEPTH} deep`);
    }
    return this.assembler ? this.addWithin(this.assembler, token, isStart) : this.addAround(token, isStart);
  }

  private addAround(token: Token, isStart: boolean): boolean {
    if (token.name === 'startObject') {
      this.assembler = new Assembler();
      this.tokens = 0;
      this.characters = 0;
      return this.addWithin(this.assembler, token, true);
    }
    if (isStart) this.around.push('list');
    else if (token.name === 'endArray' || token.name === 'endObject') this.around.pop();
    else if (this.around.at(-1) === 'list') {
      this.value = 'value' in token ? token.value : undefined;
      return true;
    }
    return false;
  }

  private addWithin(assembler: Assembler, token: Token, isStart: boolean): boolean {
    if (token.name === 'startArray' && this.within <= LIST_DEPTH && LISTS.includes(assembler.key ?? '')) {
      // This object is no row but has the rows.
      for (; this.within > 0; this.within--) this.around.push('object');
      this.around.push('list');
      this.assembler = undefined;
      return false;
    }
    this.tokens++;
    if ('value' in token && typeof token.value === 'string') this.characters += token.value.length;
    if (this.tokens > MOST_TOKENS || this.characters > MOST_CHARACTERS) {
      throw tooLarge(
        this.label,
        `a row of more than ${formatBytes(MOST_CHARACTERS)} or ${formatCount(MOST_TOKENS)} values`,
      );
    }
    if (isStart) this.within++;
    if (token.name === 'endObject' || token.name === 'endArray') this.within--;
    assembler.consume(token);
    if (this.within > 0) return false;
    this.value = assembler.current;
    this.assembler = undefined;
    return true;
  }
}

function tooLarge(label: string, what: string): InputError {
  return new InputError(`${label} has ${what}, which no listening history has; download the export again`);
}
