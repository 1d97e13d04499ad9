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

/** Runs cells, one at a time, with tslab's compiler and executor. */
export class CellExecution {
  readonly tslab: Tslab;
  readonly cells = new Cells(() => this.tslab.typescript);
  #report: Report = { label: '', source: '', diagnostics: [] };
  #interrupt: ((error: KeyboardInterrupt) => void) | undefined;

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
      this.#interrupt = reject;
    });
    interrupted.catch(() => undefined);
    try {
      await this.tslab.executor.execute(source);
      if (report.thrown) throw report.thrown.error;
      if (report.diagnostics.length > 0) {
        return { status: 'error', error: describeDiagnostics(report.diagnostics, label, source) };
      }
      const value = report.value;
      if (!value || !types.isPromise(value.of)) return { status: 'ok', value };
      const settled = await Promise.race([value.of, interrupted]);
      return { status: 'ok', value: settled === undefined || settled === null ? undefined : { of: settled } };
    } catch (thrown) {
      return { status: 'error', error: describeThrown(interruptOf(thrown), this.cells) };
    } finally {
      this.#interrupt = undefined;
    }
  }

  /** Rejects what the running cell awaits. A loop that never awaits is ended by the signal itself. */
  interrupt(): void {
    this.tslab.executor.interrupt();
    this.#interrupt?.(new KeyboardInterrupt('interrupted'));
  }

  close(): void {
    this.tslab.executor.close();
  }
}

/** Node and tslab each have their own error for an interrupted cell; a front end knows only this one. */
function interruptOf(thrown: unknown): unknown {
  const { code, message } = (thrown ?? {}) as { code?: unknown; message?: unknown };
  const interrupted = code === 'ERR_SCRIPT_EXECUTION_INTERRUPTED' || message === 'Interrupted asynchronously';
  return interrupted ? new KeyboardInterrupt('interrupted') : thrown;
}
