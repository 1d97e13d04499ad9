import { getEventListeners } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { followSignal } from '../../util/work.js';
import type { TypeScript } from '../jupyter/compiler-options.js';
import { CellLanguage } from './cells/cell-language.js';
import { CellRuns, Era } from './cells/cell-run.js';
import { assignedConstants } from './cells/constants.js';
import { InterruptWatch } from './cells/interrupt-watch.js';
import { CellPlaces } from './cells/places.js';
import { CellRuntime } from './cells/runtime.js';
import completeStandardLibrary from './cells/standard-library.cjs';
import { type CellParameters, type CellScript, translate } from './cells/translate.js';
import { loadCompiler } from './compiler.js';
import { NotebookModules } from './modules/notebook-modules.js';
import {
  describeDiagnostics,
  describeSyntax,
  describeThrown,
  type ErrorContent,
  KeyboardInterrupt,
} from './traceback.js';

/** How one cell is run. */
export interface RunOptions {
  /** The cell's label in tracebacks, e.g. `Cell [3]`. */
  label: string;
  /** The label that the same cell had when it was run before. */
  formerLabel?: string;
  /** Shows the last value, unless it is undefined. */
  show: (value: unknown) => Promise<void>;
  /** Prints a warning about a cell that runs anyway. */
  warn: (text: string) => void;
  /** Called when an interrupt ends the cell although some of its work may continue. */
  onLeft: () => void;
}

/** A cell that can run. */
interface CompiledCell {
  script: CellScript;
  /** The script for V8. */
  text: string;
  warnings: string[];
}

/**
 * Milliseconds an interrupted cell has to end by itself, while work that observes its signal stops threads and removes
 * files. Then it is abandoned, so that an interrupt takes less than a second.
 */
const TIDY_MILLISECONDS = 700;

/** Modules replaced in cells so that an interrupt ends their waiting. */
const TIMERS = ['timers/promises', 'node:timers/promises'];

/** Runs cells, one at a time: checks them, translates them and evaluates them in one scope. */
export class CellExecution {
  readonly typescript: TypeScript;
  readonly language: CellLanguage;
  readonly modules: NotebookModules;
  readonly places: CellPlaces;
  readonly #runtime = new CellRuntime();
  readonly #runs = new CellRuns();
  readonly #watch: InterruptWatch;
  readonly #parameters: CellParameters;
  /** The cell that runs. */
  #running: { era: Era; onLeft: () => void } | undefined;
  /** Ended by the next interrupt; all cells started before it share its signal. */
  #era = new Era();

  /**
   * Loads the compiler and Node's types: about a second.
   *
   * @param isSending whether the kernel is sending a cell's output
   */
  constructor(folder: string, isSending: () => boolean) {
    const { typescript, keepCompiled } = loadCompiler();
    this.typescript = typescript;
    this.language = new CellLanguage(typescript, folder);
    this.modules = new NotebookModules(folder, () => this.typescript);
    this.places = new CellPlaces((line) => this.modules.frame(line));
    completeStandardLibrary();
    this.#parameters = this.#cellParameters();
    this.#watch = new InterruptWatch(
      () => this.interrupt(),
      () => this.#runs.current !== undefined && !isSending(),
    );
    this.language.warmUp();
    keepCompiled();
  }

  /**
   * Checks and runs a cell, awaits its last value if it is a promise, and shows it, which may run code of the cell.
   *
   * @returns the error it ended with
   */
  async run(source: string, options: RunOptions): Promise<ErrorContent | undefined> {
    const { label, formerLabel, warn } = options;
    if (formerLabel !== undefined) this.language.release(formerLabel);
    const era = this.#era;
    const { signal } = era;
    let script: CellScript | undefined;
    try {
      const compiled = this.#compile(source, label);
      if ('error' in compiled) return compiled.error;
      await pendingSignals();
      signal.throwIfAborted();
      script = compiled.script;
      for (const warning of compiled.warnings) warn(warning);
      await this.#evaluate(script, compiled.text, { ...options, era });
    } catch (thrown) {
      if (script) this.#forgetUnset(script, label);
      const ended = interruptOf(thrown, signal);
      return describeSyntax(thrown, this.places) ?? describeThrown(ended, this.places, label);
    } finally {
      this.#running = undefined;
      // Interrupts that arrived while it ran were meant for it, not for the next cell.
      this.#watch.takeLatest();
    }
  }

  /** The signal of the calling cell, directly or through callbacks and promises. */
  currentSignal(): AbortSignal | undefined {
    return this.#runs.current?.signal;
  }

  /** Runs code outside of a cell, such as a widget's, that the next interrupt stops. */
  runInterruptible<T>(run: () => T): T {
    const era = this.#era;
    return this.#runs.as({ era, signal: era.signal }, () => this.#runtime.guard(run));
  }

  /**
   * Runs work outside of a cell until it ends or is abandoned after an interrupt.
   *
   * @param run gets a signal that the next interrupt aborts
   * @param caller aborts it too
   */
  async runWork(run: (signal: AbortSignal) => Promise<void>, caller: AbortSignal): Promise<void> {
    const era = this.#era;
    const stop = followSignal(era.signal);
    const { signal } = stop;
    const follow = () => stop.abort(caller.reason);
    caller.addEventListener('abort', follow, { once: true });
    try {
      const work = async () => this.#runtime.guard(() => run(signal));
      await era.untilLeft(this.#runs.as({ era, signal }, work));
    } finally {
      stop.release();
      caller.removeEventListener('abort', follow);
    }
  }

  /**
   * Stops work started by cells and the running cell with it, at once if nothing observes the cell's signal.
   */
  interrupt(): void {
    const era = this.#era;
    const heeded = getEventListeners(era.signal, 'abort').length > 0;
    this.#era = new Era();
    era.interrupt();
    if (heeded) setTimeout(() => this.#leave(era), TIDY_MILLISECONDS);
    else this.#leave(era);
  }

  close(): void {
    this.#runtime.close();
    this.language.service.dispose();
  }

  #compile(source: string, label: string): CompiledCell | { error: ErrorContent } {
    const { cell, diagnostics } = this.language.check(source);
    if (diagnostics.length > 0) {
      this.language.refuse(label);
      return { error: describeDiagnostics(diagnostics, label, source) };
    }
    const isCellName: CellLanguage['isCellName'] = (symbol) => this.language.isCellName(symbol);
    const script = translate(this.typescript, cell, isCellName);
    const text = this.places.add(label, source, script);
    const kept = this.language.keptCells(cell);
    return { script, text, warnings: assignedConstants(this.typescript, cell, kept, isCellName) };
  }

  async #evaluate(
    script: CellScript,
    text: string,
    { era, label, onLeft, show }: RunOptions & { era: Era },
  ): Promise<void> {
    this.#running = { era, onLeft };
    const run = { era, signal: era.signal };
    this.#runtime.declare(script.names);
    this.language.keep(label);
    try {
      const ended = this.#runs.as(run, async () => {
        const value = await this.#runtime.start(text, this.#parameters);
        if (value !== undefined) await show(value);
      });
      await era.untilLeft(ended);
    } catch (thrown) {
      // Terminated code leaves its interrupt pending: it must not reach the next cell.
      if (thrown instanceof KeyboardInterrupt) this.#watch.take();
      throw thrown;
    }
  }

  #cellParameters(): CellParameters {
    const { require, meta } = this.modules;
    const load = async (
      specifier: unknown,
      names?: readonly string[],
      bound: Record<string, string> = {},
    ) => {
      if (TIMERS.includes(String(specifier))) return this.#runs.timers;
      const namespace = await this.modules.import(String(specifier), names);
      for (const [from, to] of Object.entries(bound)) this.#runtime.bind(to, () => namespace[from]);
      return namespace;
    };
    return {
      $cell: { import: load, meta },
      require,
      __dirname: meta.dirname,
      __filename: meta.filename,
      ...(this.#runs.globals as Pick<
        CellParameters,
        'setTimeout' | 'setInterval' | 'setImmediate' | 'fetch'
      >),
    };
  }

  /** Rejects what the running cell awaits, and cancels all timers of the era. */
  #leave(era: Era): void {
    if (this.#running?.era === era) this.#running.onLeft();
    era.leave();
  }

  /**
   * Withdraws names newly declared by a cell that stopped before giving them a value, instead of leaving `undefined`.
   */
  #forgetUnset({ initialised }: CellScript, label: string): void {
    const unset = initialised.filter(({ scriptName }) => this.#runtime.valueOf(scriptName) === undefined);
    this.language.forget(
      unset.map(({ name }) => name),
      label,
    );
  }
}

/**
 * Lets an interrupt that arrived while the compiler blocked the thread be taken: two turns of the event loop receive
 * messages.
 */
async function pendingSignals(): Promise<void> {
  await setImmediate();
  await setImmediate();
}

/** Stopped work throws its own error on an interrupt; front ends only know KeyboardInterrupt. */
function interruptOf(thrown: unknown, signal: AbortSignal): unknown {
  const { name } = (thrown ?? {}) as { name?: unknown };
  return signal.aborted && name === 'AbortError' ? new KeyboardInterrupt('interrupted') : thrown;
}
