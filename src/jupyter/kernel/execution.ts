import { AsyncLocalStorage } from 'node:async_hooks';
import { getEventListeners } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { types } from 'node:util';
import type { Diagnostic } from 'tslab/dist/converter.js';
import { Cells } from './cells.js';
import { describeDiagnostics, describeThrown, type ErrorContent, KeyboardInterrupt } from './errors.js';
import { spellOutShorthands } from './shorthand.js';
import { startTslab, type Tslab } from './tslab.js';

/** How a cell ended: with a last value or none, or with an error. */
export type Outcome = { status: 'ok'; value?: { of: unknown } } | { status: 'error'; error: ErrorContent };

/** What tslab reports of the cell that runs now. */
interface Report {
  label: string;
  source: string;
  value?: { of: unknown };
  thrown?: { error: unknown };
  diagnostics: Diagnostic[];
}

/**
 * An interrupted cell has so many milliseconds to end by itself, while the work that heeds its signal ends
 * its threads and removes its files. Then it is left behind, so that an interrupt takes less than a second.
 */
const TIDY_MILLISECONDS = 700;

/** Runs cells, one at a time, with tslab's compiler and executor. */
export class CellExecution {
  readonly tslab: Tslab;
  readonly cells = new Cells(() => this.tslab.typescript);
  #report: Report = { label: '', source: '', diagnostics: [] };
  #abandon: ((error: KeyboardInterrupt) => void) | undefined;
  #abandonTimer: NodeJS.Timeout | undefined;
  /** Aborted by the next interrupt; all cells that start before it share its signal. */
  #interrupts = new AbortController();
  /** What a cell started follows the signal it started with, also after the cell was left behind. */
  readonly #signals = new AsyncLocalStorage<AbortSignal>();

  /** Loads the compiler: about 2 s. */
  constructor(folder: string) {
    this.tslab = startTslab({
      folder,
      console: {
        log: (value) => {
          this.#report.value = { of: value };
        },
        // Diagnostics come with more arguments than one; those were kept when they were converted.
        error: (...thrown) => {
          if (thrown.length === 1) this.#report.thrown = { error: thrown[0] };
        },
      },
      onConvert: (result) => {
        this.#report.diagnostics.push(...result.diagnostics);
        if (!result.output) return result;
        const { label, source } = this.#report;
        const { executor, typescript } = this.tslab;
        const earlier = new Set(Object.keys(executor.locals));
        const compiled = spellOutShorthands(typescript, result.output, earlier);
        return { ...result, output: this.cells.add(label, source, compiled) };
      },
    });
  }

  /**
   * Compiles and runs a cell, and awaits its last value when that is a promise.
   *
   * @param label how tracebacks call the cell, e.g. `Cell [3]`
   */
  async run(source: string, label: string): Promise<Outcome> {
    const report: Report = { label, source, diagnostics: [] };
    this.#report = report;
    const interrupted = new Promise<never>((_, reject) => {
      this.#abandon = reject;
    });
    interrupted.catch(() => undefined);
    const { signal } = this.#interrupts;
    try {
      const runs = await this.tslab.compile(source);
      await pendingSignals();
      signal.throwIfAborted();
      if (runs) await this.#signals.run(signal, () => this.tslab.executor.execute(source));
      if (report.thrown) throw report.thrown.error;
      if (report.diagnostics.length > 0) {
        return { status: 'error', error: describeDiagnostics(report.diagnostics, label, source) };
      }
      const value = report.value;
      if (!value || !types.isPromise(value.of)) return { status: 'ok', value };
      const settled = await Promise.race([value.of, interrupted]);
      return { status: 'ok', value: settled === undefined || settled === null ? undefined : { of: settled } };
    } catch (thrown) {
      return { status: 'error', error: describeThrown(interruptOf(thrown, signal), this.cells) };
    } finally {
      clearTimeout(this.#abandonTimer);
      this.#abandon = undefined;
    }
  }

  /** The signal of the cell that called, directly or through callbacks and promises. */
  currentSignal(): AbortSignal | undefined {
    return this.#signals.getStore();
  }

  /**
   * Runs code outside of a cell, such as a widget's, that the next interrupt stops.
   *
   * @param signal stops it too
   */
  runInterruptible<T>(run: (signal: AbortSignal) => T, signal?: AbortSignal): T {
    const interrupts = this.#interrupts.signal;
    const both = signal ? AbortSignal.any([signal, interrupts]) : interrupts;
    return this.#signals.run(both, () => run(both));
  }

  /**
   * Stops the work that cells have started and the running cell with it, at once when nothing heeds the
   * cell's signal. A loop that never awaits is ended by the process's signal itself.
   */
  interrupt(): void {
    const { signal } = this.#interrupts;
    const heeded = getEventListeners(signal, 'abort').length > 0;
    const reason = Object.assign(new Error('interrupted'), { name: 'AbortError' });
    this.#interrupts.abort(reason);
    this.#interrupts = new AbortController();
    clearTimeout(this.#abandonTimer);
    if (heeded) this.#abandonTimer = setTimeout(() => this.#leaveCell(), TIDY_MILLISECONDS);
    else this.#leaveCell();
  }

  /** Rejects what the running cell awaits. */
  #leaveCell(): void {
    this.tslab.executor.interrupt();
    this.#abandon?.(new KeyboardInterrupt('interrupted'));
  }

  close(): void {
    this.tslab.executor.close();
  }
}

/**
 * Lets an interrupt that came while the compiler kept the thread reach its listener: when the executor
 * runs a cell, it removes the listeners for a while, and what waits for them is lost. Two turns of the event
 * loop look for signals once.
 */
async function pendingSignals(): Promise<void> {
  await setImmediate();
  await setImmediate();
}

/** Node, tslab and stopped work each have their own error for an interrupt; a front end knows only this one. */
function interruptOf(thrown: unknown, signal: AbortSignal): unknown {
  const { code, message, name } = (thrown ?? {}) as { code?: unknown; message?: unknown; name?: unknown };
  const interrupted =
    code === 'ERR_SCRIPT_EXECUTION_INTERRUPTED' ||
    message === 'Interrupted asynchronously' ||
    (signal.aborted && name === 'AbortError');
  return interrupted ? new KeyboardInterrupt('interrupted') : thrown;
}
