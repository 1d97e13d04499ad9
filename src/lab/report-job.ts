import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';

/** How far the making of a report is. */
export interface ReportState {
  readonly status: 'idle' | 'running' | 'done' | 'failed';
  /** The last line of progress, or what went wrong. */
  readonly text: string;
}

/** Where and with what a report is made. */
export interface ReportSetting {
  /** The command line that makes it: a program, then arguments; `run ...` is added. */
  readonly command: readonly string[];
  /** The lab's folder; dataset paths in notebooks start at their own. */
  readonly folder: string;
  /** Folder for the report and the executed notebooks. */
  readonly target: string;
}

/** Makes the report of all notebooks, one at a time, in a process of its own. */
export class ReportJob {
  /** The report's file; present once one was made. */
  readonly file: string;
  readonly #setting: ReportSetting;
  readonly #ending = new AbortController();
  #state: ReportState = { status: 'idle', text: '' };

  constructor(setting: ReportSetting) {
    this.#setting = setting;
    this.file = path.join(setting.target, 'report.html');
  }

  get state(): ReportState {
    return this.#state;
  }

  /**
   * Starts, unless it runs already or there is no notebook.
   *
   * @param notebooks paths from the lab's folder
   */
  start(notebooks: readonly string[]): void {
    if (this.#state.status === 'running') return;
    if (notebooks.length === 0) {
      this.#state = { status: 'failed', text: 'There are no notebooks in this folder to make a report of.' };
      return;
    }
    const { command, folder, target } = this.#setting;
    // At once, so that no second start comes between.
    mkdirSync(target, { recursive: true });
    this.#state = { status: 'running', text: 'starting' };
    const [program, ...before] = command;
    // With ./ before it, no name can be taken for an option.
    const paths = notebooks.map((notebook) => `./${notebook}`);
    const run = ['run', ...paths, '--report', this.file, '--output', target];
    const child = spawn(program, [...before, ...run], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
      signal: this.#ending.signal,
    });
    let last = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      last = lastLine(text) || last;
      if (this.#state.status === 'running') this.#state = { status: 'running', text: last };
    });
    child.once('error', (error) => {
      last = error.message;
    });
    child.once('close', (code) => {
      this.#state =
        code === 0 ? { status: 'done', text: 'The report is ready.' } : { status: 'failed', text: last };
    });
  }

  /** Ends a running process. */
  close(): void {
    this.#ending.abort();
  }
}

function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1)?.replace(/\s+/g, ' ').trim() ?? '';
}
