import { SourceMap, type SourceMapPayload } from 'node:module';
import { type CellScript, PREFIX_LINES } from './translate.js';

/** A place in a notebook: `Cell [3]`, line 2. */
export interface CellPlace {
  label: string;
  line: number | undefined;
  /** Text of that line, or empty if unknown. */
  text: string;
}

/** A stack frame in a cell, or in a user's own file. */
interface CellFrame {
  name: string | undefined;
  place: CellPlace;
}

interface Cell {
  label: string;
  source: string;
  script: CellScript;
  /** Made when an error first asks for it. */
  map?: SourceMap;
}

/** A frame as a line of a stack: `    at area (Cell [3] line 2)`. */
export function frameText({ name, place }: CellFrame): string {
  return name ? `    at ${name} (${placeText(place)})` : `    at ${placeText(place)}`;
}

export function placeText({ label, line }: CellPlace): string {
  return line === undefined ? label : `${label} line ${line}`;
}

/** Frames of a stack that are in a cell: `at area (listenlab:cell/7:4:11)`. */
const FRAME = /^\s+at (?:(.*?) \()?(?:async )?listenlab:cell\/(\d+):(\d+):(\d+)\)?$/;

/**
 * Every cell run so far, so that a stack can name the cell and line even of a function declared three cells ago. Cells
 * are named for V8 with a sourceURL comment, which its stacks then show.
 */
export class CellPlaces {
  readonly #cells: Cell[] = [];
  readonly #elsewhere: (stackLine: string) => CellFrame | undefined;
  /** The user's frames of the errors whose stacks have been written. */
  readonly #written = new WeakMap<object, CellFrame[]>();

  /** @param elsewhere resolves stack lines in the user's own files */
  constructor(elsewhere: (stackLine: string) => CellFrame | undefined) {
    this.#elsewhere = elsewhere;
  }

  /** Records a translated cell and returns the script to run. */
  add(label: string, source: string, script: CellScript): string {
    this.#cells.push({ label, source, script });
    return `${script.text}\n//# sourceURL=listenlab:cell/${this.#cells.length - 1}`;
  }

  /** The function's name and place of one line of a stack, or undefined when it is not the user's. */
  frame(stackLine: string): CellFrame | undefined {
    const match = FRAME.exec(stackLine);
    const cell = match && this.#cells[Number(match[2])];
    if (!cell) return this.#elsewhere(stackLine);
    const line = lineOf(cell, Number(match[3]), Number(match[4]));
    if (line === undefined) return undefined;
    const text = cell.source.split('\n')[line - 1];
    return { name: functionName(match[1]), place: { label: cell.label, line, text } };
  }

  /**
   * Formats `error.stack`: the user's frames in the notebook's terms, with what they called above them, without the
   * kernel's frames.
   *
   * @param sites of the stack, as V8 hands them to `Error.prepareStackTrace`
   */
  writeStack(error: object, sites: readonly NodeJS.CallSite[]): string {
    const lines = sites.map((site) => `    at ${site}`);
    const frames = lines.map((line, at) => {
      const frame = this.frame(line);
      return frame && isGuessed(sites[at].getFunctionName()) ? { ...frame, name: undefined } : frame;
    });
    const called = frames.findLastIndex((frame) => frame !== undefined);
    const shown = called < 0 ? lines : lines.slice(0, called + 1);
    this.#written.set(
      error,
      frames.flatMap((frame) => frame ?? []),
    );
    const title = Error.prototype.toString.call(error);
    return [title, ...shown.map((line, at) => (frames[at] ? frameText(frames[at]) : line))].join('\n');
  }

  /** The user's frames of an error. */
  framesOf(error: Error): CellFrame[] {
    // Reading the stack writes it. Errors of other contexts have a stack formatted by V8 itself.
    const lines = String(error.stack ?? '').split('\n');
    return this.#written.get(error) ?? lines.flatMap((line) => this.frame(line) ?? []);
  }

  /** A place in the script of the latest cell, which V8 did not understand. */
  latest(line: number, column: number): CellPlace | undefined {
    const cell = this.#cells.at(-1);
    const found = cell && lineOf(cell, line, column);
    if (!cell || found === undefined) return undefined;
    return { label: cell.label, line: found, text: cell.source.split('\n')[found - 1] };
  }
}

/** Line in a cell of a place in its script, all from 1; undefined for what is not the cell's own. */
function lineOf(cell: Cell, line: number, column: number): number | undefined {
  cell.map ??= new SourceMap(JSON.parse(cell.script.map) as SourceMapPayload);
  const index = line - 1 - PREFIX_LINES;
  if (index < 0) return undefined;
  const entry = cell.map.findEntry(index, column - 1);
  const isFound = 'originalLine' in entry && entry.generatedLine === index;
  return isFound ? entry.originalLine + 1 : undefined;
}

/**
 * Whether V8 has inferred the name of an anonymous function from the names around it: an argument of `interact` was
 * called `interact.alpha.slider.min`.
 */
function isGuessed(name: string | null): boolean {
  return name?.includes('.') === true;
}

/** Names that say nothing of the cell: its wrapper has none, timers call everything by theirs. */
const NO_NAMES = ['<anonymous>', 'eval', 'Timeout._onTimeout', 'Immediate.<anonymous>'];

function functionName(name: string | undefined): string | undefined {
  const plain = name?.replace(/^async /, '').replace(/^(?:Proxy|Object)\./, '');
  return plain === undefined || NO_NAMES.includes(plain) ? undefined : plain;
}
