import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { asRunProgress, type RunProgress } from '../jupyter/run-progress.js';
import { type ReportPlace, reportPlace } from './report-place.js';
import { RunClock } from './run-clock.js';

/** How far the making of a report is. */
export interface ReportState {
  readonly status: 'idle' | 'running' | 'done' | 'failed';
  /** What runs, or what went wrong. */
  readonly text: string;
  /** Code cells that are done, of all; 0 of 0 until the run has said. */
  readonly done: number;
  readonly total: number;
  /** Seconds that are likely left; undefined as long as nobody can tell. */
  readonly secondsLeft?: number;
  /** Those that the report which runs is to have, by their paths from the lab's folder. */
  readonly notebooks?: readonly string[];
  /** File name of the report that is done, in the folder for reports. */
  readonly file?: string;
}

/** Where and with what reports are made. */
export interface ReportSetting {
  /** The command line that makes it: a program, then arguments; `run ...` is added. */
  readonly command: readonly string[];
  /** The lab's folder; dataset paths in notebooks start at their own. */
  readonly folder: string;
  /** Folder for the reports. */
  readonly target: string;
}

/** What goes into a report. */
export interface ReportWish {
  /** Paths from the lab's folder. */
  readonly notebooks: readonly string[];
  /** Name or path of what the report is called after: a dataset, a notebook. */
  readonly after?: string;
  /** For the process, beside the lab's own. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Makes reports, of all notebooks or of some, one report at a time, in a process of its own. */
export class ReportJob {
  readonly #setting: ReportSetting;
  /** How long each run took, by the report's name: what the next one is measured by. */
  readonly #clocks = new Map<string, RunClock>();
  #state: ReportState = idle('');
  #child: ChildProcess | undefined;
  #cancelled = false;

  constructor(setting: ReportSetting) {
    this.#setting = setting;
  }

  get state(): ReportState {
    return this.#state;
  }

  /** Starts, unless it runs already or there is no notebook. */
  start({ notebooks, after, environment }: ReportWish): void {
    if (this.#state.status === 'running') return;
    if (notebooks.length === 0) {
      this.#state = failed('No notebooks are ticked: tick those that the report is to have.');
      return;
    }
    const { command, folder, target } = this.#setting;
    const name = reportName(after);
    // At once, so that no second start comes between.
    const place = reportPlace(target, name);
    this.#state = { ...idle('Starting'), status: 'running', notebooks };
    this.#cancelled = false;
    const [program, ...before] = command;
    // With ./ before it, no name can be taken for an option.
    const paths = notebooks.map((notebook) => `./${notebook}`);
    const child = spawn(program, [...before, 'run', ...paths, '--report', place.report], {
      cwd: folder,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#child = child;
    const clock = new RunClock(this.#clocks.get(name));
    let said = '';
    child.on('message', (message) => {
      const progress = asRunProgress(message);
      if (progress && this.#state.status === 'running')
        this.#state = { ...running(progress, clock), notebooks };
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-LONGEST_WORDS);
    });
    child.once('error', (error) => {
      said = error.message;
    });
    child.once('close', (code) => {
      this.#child = undefined;
      if (code === 0) this.#clocks.set(name, clock);
      this.#state = this.#ended(code, place, said);
    });
  }

  #ended(code: number | null, place: ReportPlace, said: string): ReportState {
    if (code === 0) {
      return { ...idle('The report is ready.'), status: 'done', file: path.basename(place.report) };
    }
    place.leave(this.#cancelled);
    if (!this.#cancelled) return failed(whatFailed(said));
    return idle(place.isFirst ? 'Cancelled.' : 'Cancelled. The report before it is as it was.');
  }

  /** Ends a running process, and its kernel with it. */
  cancel(): void {
    this.#cancelled = this.#child !== undefined;
    this.#child?.kill('SIGINT');
  }

  /** As {@link cancel}, when the lab ends. */
  close(): void {
    this.cancel();
  }
}

/** `lastfm-2k`, `plays` for a path; what a file may be called everywhere. */
function reportName(after = 'report'): string {
  const { name } = path.parse(after);
  return name.replace(/[^\p{L}\p{N}_-]+/gu, '-').replace(/^-+|-+$/g, '') || 'report';
}

function running(progress: RunProgress, clock: RunClock): ReportState {
  const { name, notebook, notebooks, done, total } = progress;
  const secondsLeft = clock.tick(done, total);
  const text = `Running ${name}, notebook ${notebook} of ${notebooks}`;
  return { status: 'running', text, done, total, ...(secondsLeft === undefined ? {} : { secondsLeft }) };
}

function idle(text: string): ReportState {
  return { status: 'idle', text, done: 0, total: 0 };
}

function failed(text: string): ReportState {
  return { ...idle(text), status: 'failed' };
}

/** How much of what the command says is kept, in characters. */
const LONGEST_WORDS = 20_000;

/** What the command says went wrong, in a line: without the source of the cell and the places in it, which are indented. */
function whatFailed(said: string): string {
  const lines = said.trimEnd().split('\n');
  const start = lines.findLastIndex((line) => line.startsWith('error: '));
  if (start < 0) return lines.at(-1)?.trim() ?? '';
  const words = lines
    .slice(start)
    .filter((line) => /^\S/.test(line) && !/^(Cell \[\d+\]|\S+) line \d+(, in .+)?$/.test(line));
  return words.join(' ').replace(/^error: /, '');
}
