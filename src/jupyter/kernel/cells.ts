import { type LineMap, lineMap } from './line-map.js';
import type { TypeScript } from './tslab.js';

/** A place in a notebook: `Cell [3]`, line 2. */
export interface CellPlace {
  label: string;
  line: number | undefined;
  /** Text of that line, or nothing when the line is not known. */
  text: string;
}

interface Cell {
  label: string;
  source: string;
  compiled: string;
  /** Made when an error first asks for it; null when there is none. */
  map?: LineMap | null;
}

/** Frames of a stack that are in a cell: `at area (listenlab:cell/7:4:11)`. */
const FRAME = /^\s+at (?:(.*?) \()?(?:async )?listenlab:cell\/(\d+):(\d+):(\d+)\)?$/;

/**
 * Every cell run so far, so that a stack can name the cell and the line also of a function declared
 * three cells ago. Cells are named for V8 with a sourceURL comment, which its stacks then show.
 */
export class Cells {
  readonly #typescript: () => TypeScript;
  readonly #cells: Cell[] = [];

  constructor(typescript: () => TypeScript) {
    this.#typescript = typescript;
  }

  /** Notes a compiled cell and returns the text to run in its place. */
  add(label: string, source: string, compiled: string): string {
    this.#cells.push({ label, source, compiled });
    return `${compiled}\n//# sourceURL=listenlab:cell/${this.#cells.length - 1}`;
  }

  /** The function's name and place of one line of a stack, or undefined when it is not in a cell. */
  frame(stackLine: string): { name: string | undefined; place: CellPlace } | undefined {
    const match = FRAME.exec(stackLine);
    const cell = match && this.#cells[Number(match[2])];
    if (!cell) return undefined;
    if (cell.map === undefined) cell.map = lineMap(this.#typescript(), cell.source, cell.compiled) ?? null;
    const line = cell.map?.(Number(match[3]), Number(match[4]));
    if (cell.map && line === undefined) return undefined;
    const text = line === undefined ? '' : cell.source.split('\n')[line - 1];
    return { name: functionName(match[1]), place: { label: cell.label, line, text } };
  }
}

/** Names that say nothing of the cell: its wrapper has none, timers call everything by theirs. */
const NO_NAMES = ['<anonymous>', 'eval', 'Timeout._onTimeout', 'Immediate.<anonymous>'];

/** `async` is the engine's word, `Proxy.` the receiver of every function tslab keeps for later cells. */
function functionName(name: string | undefined): string | undefined {
  const plain = name?.replace(/^async /, '').replace(/^(?:Proxy|Object)\./, '');
  return plain === undefined || NO_NAMES.includes(plain) ? undefined : plain;
}
