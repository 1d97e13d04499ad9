import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { messageOf } from '../../../util/errors.js';
import type { CopySource } from '../../jupyter/executed-copy.js';
import { readNotebook } from '../../jupyter/notebook-file.js';
import { openedDataset } from '../../jupyter/parameters.js';
import { asRunProgress, type RunProgress } from '../../jupyter/runner.js';
import type { ReportState } from '../../page/protocol.js';
import { type ReportPlace, reportPlace } from './report-place.js';

/** Where and how reports are made. */
interface ReportSetting {
  /** The command line that makes it: program and arguments; `run ...` is appended. */
  readonly command: readonly string[];
  /** The lab's folder; dataset paths in notebooks are relative to their own. */
  readonly folder: string;
  /** Folder for the reports. */
  readonly target: string;
}

/** What goes into a report. */
interface ReportWish {
  /** Paths from the lab's folder. */
  readonly notebooks: readonly string[];
  /** Name or path of what the report is named after: a dataset, a notebook. */
  readonly after?: string;
  /** For the process, besides the lab's own. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Makes reports, of all notebooks or of some, one report at a time, in a process of its own. */
export class ReportJob {
  readonly #setting: ReportSetting;
  /** How long each run took, by report path: the basis for the next estimate. */
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

  /** Starts, unless already running or without notebooks. */
  start(wish: ReportWish): void {
    if (this.#state.status === 'running') return;
    const { notebooks } = wish;
    if (notebooks.length === 0) {
      this.#state = failed('No notebooks are ticked: tick those to include in the report.');
      return;
    }
    // Set at once, so that no second start intervenes.
    this.#state = { ...idle('Starting'), status: 'running', notebooks };
    this.#cancelled = false;
    this.#place(wish).then(
      (place) => this.#run(wish, place),
      (error) => {
        this.#state = failed(messageOf(error));
      },
    );
  }

  async #place({ notebooks, after, environment }: ReportWish): Promise<ReportPlace> {
    const { folder, target } = this.#setting;
    const files = notebooks.map((notebook) => path.join(folder, notebook));
    const sources = await Promise.all(files.map((file) => sourceOf(file, environment)));
    return reportPlace(target, reportName(after), sources);
  }

  async #run({ notebooks, environment }: ReportWish, place: ReportPlace): Promise<void> {
    if (this.#cancelled) {
      this.#state = await this.#ended(null, place, '');
      return;
    }
    const { command, folder } = this.#setting;
    const [program, ...before] = command;
    // The ./ prefix keeps names from being parsed as options.
    const paths = notebooks.map((notebook) => `./${notebook}`);
    const child = spawn(program, [...before, 'run', ...paths, '--report', place.report], {
      cwd: folder,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#child = child;
    const clock = new RunClock(this.#clocks.get(place.report));
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
    child.once('close', async (code) => {
      this.#child = undefined;
      if (code === 0) this.#clocks.set(place.report, clock);
      this.#state = await this.#ended(code, place, said);
    });
  }

  async #ended(code: number | null, place: ReportPlace, said: string): Promise<ReportState> {
    if (code === 0) {
      return { ...idle(this.#whatIsReady(place)), status: 'done', file: path.basename(place.report) };
    }
    await place.leave(this.#cancelled);
    if (!this.#cancelled) return failed(whatFailed(said));
    return idle(place.isFirst ? 'Cancelled.' : 'Cancelled. The previous report is unchanged.');
  }

  #whatIsReady({ report, beside }: ReportPlace): string {
    const named = (file: string) => path.relative(this.#setting.folder, file).split(path.sep).join('/');
    const ready = `The report is ready: ${named(report)}.`;
    if (beside === undefined) return ready;
    return `${ready} ${named(beside)} was made from other notebooks, another dataset or other settings, and is unchanged.`;
  }

  /** Ends a running process, and its kernel with it. */
  cancel(): void {
    this.#cancelled = this.#state.status === 'running';
    this.#child?.kill('SIGINT');
  }

  /** As {@link cancel}, when the lab ends. */
  close(): void {
    this.cancel();
  }
}

/** An unreadable file has no dataset: the run will report the problem. */
async function sourceOf(file: string, environment: ReportWish['environment']): Promise<CopySource> {
  const notebook = await readNotebook(file).catch(() => undefined);
  return { file, dataset: notebook && openedDataset(notebook, { ...process.env, ...environment }) };
}

/** `lastfm-2k`, `plays` for a path; a file name valid on all systems. */
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

/** Most characters kept of the command's output. */
const LONGEST_WORDS = 20_000;

/** The command's error, on one line: without the cell's source and locations, which are indented. */
function whatFailed(said: string): string {
  const lines = said.trimEnd().split('\n');
  const start = lines.findLastIndex((line) => line.startsWith('error: '));
  if (start < 0) return lines.at(-1)?.trim() ?? '';
  const words = lines
    .slice(start)
    .filter((line) => /^\S/.test(line) && !/^(Cell \[\d+\]|\S+) line \d+(, in .+)?$/.test(line));
  return words.join(' ').replace(/^error: /, '');
}

/** Before this share of the cells is done, their time says nothing about the rest. */
const TELLING = 0.2;

/**
 * Estimates the remaining time of a run: from the previous run, assuming the same time per cell, or else as if all
 * cells took equally long.
 */
export class RunClock {
  readonly #before: RunClock | undefined;
  readonly #now: () => number;
  readonly #started: number;
  /** Seconds after which each number of cells was done. */
  readonly #seconds: number[] = [];

  /**
   * @param before the clock of an earlier run of the same notebooks, if any
   * @param now milliseconds of any clock
   */
  constructor(before?: RunClock, now: () => number = () => performance.now()) {
    this.#before = before;
    this.#now = now;
    this.#started = now();
  }

  /** Records the number of cells done, and returns the seconds left, if that can be estimated. */
  tick(done: number, total: number): number | undefined {
    const seconds = (this.#now() - this.#started) / 1000;
    this.#seconds[done] ??= seconds;
    if (this.#before !== undefined && this.#before.#seconds.length === total + 1) {
      const known = this.#before.#seconds;
      const left = (known[total] ?? 0) - (known[done] ?? 0);
      const pace = done > 0 && known[done] > 0 ? this.#seconds[done] / known[done] : 1;
      return left * pace;
    }
    return done >= TELLING * total && done > 0 ? (seconds / done) * (total - done) : undefined;
  }
}
