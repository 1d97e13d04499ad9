import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { messageOf } from '../../../util/errors.js';
import type { CopySource, RunSettings } from '../../jupyter/executed-copy.js';
import { readNotebook } from '../../jupyter/notebook-file.js';
import { openedDataset } from '../../jupyter/parameters.js';
import { asRunMessage, type RunFailure, type RunProgress } from '../../jupyter/run-messages.js';
import type { FailedCell, ReportState } from '../../page/protocol.js';
import { type ReportPlace, reportPlace } from './report-place.js';
import { RunClock } from './run-clock.js';

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
  /** Options of the report, by name, such as `--author`. */
  readonly options?: RunSettings;
}

/** Makes reports, of all notebooks or of some, one report at a time, in a process of its own. */
export class ReportJob {
  readonly #setting: ReportSetting;
  /** How long each run took, by report path: the basis for the next estimate. */
  readonly #clocks = new Map<string, RunClock>();
  #state: ReportState = idle('');
  #child: ChildProcess | undefined;
  #cancelled = false;
  #making: string | undefined;

  constructor(setting: ReportSetting) {
    this.#setting = setting;
  }

  get state(): ReportState {
    return this.#state;
  }

  /** Path of the report that is being made, if any. */
  get making(): string | undefined {
    return this.#state.status === 'running' ? this.#making : undefined;
  }

  /** Starts, unless already running or without notebooks. */
  start(wish: ReportWish): void {
    if (this.#state.status === 'running') return;
    const { notebooks } = wish;
    if (notebooks.length === 0) {
      this.#state = failed('No notebooks are ticked; tick those to include in the report.');
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

  async #place({ notebooks, after, environment, options = {} }: ReportWish): Promise<ReportPlace> {
    const { folder, target } = this.#setting;
    const files = notebooks.map((notebook) => path.join(folder, notebook));
    const sources = await Promise.all(files.map((file) => sourceOf(file, environment, options)));
    return reportPlace(target, reportName(after, options), sources);
  }

  async #run({ notebooks, environment, options = {} }: ReportWish, place: ReportPlace): Promise<void> {
    this.#making = place.report;
    if (this.#cancelled) {
      this.#state = await this.#ended(null, place, '');
      return;
    }
    const { command, folder } = this.#setting;
    const [program, ...before] = command;
    // The ./ prefix keeps names from being parsed as options.
    const paths = notebooks.map((notebook) => `./${notebook}`);
    const given = Object.entries(options).map(([name, value]) => `${name}=${value}`);
    const child = spawn(program, [...before, 'run', ...paths, '--report', place.report, ...given], {
      cwd: folder,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#child = child;
    const clock = new RunClock(this.#clocks.get(place.report));
    let said = '';
    let failure: RunFailure | undefined;
    child.on('message', (received) => {
      const message = asRunMessage(received);
      if (message?.kind === 'listenlab-run-failed') failure = message;
      else if (message && this.#state.status === 'running')
        this.#state = { ...running(message, clock), notebooks };
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
      this.#state = await this.#ended(code, place, said, failure);
    });
  }

  async #ended(
    code: number | null,
    place: ReportPlace,
    said: string,
    failure?: RunFailure,
  ): Promise<ReportState> {
    if (code === 0) {
      return { ...idle(this.#whatIsReady(place)), status: 'done', file: path.basename(place.report) };
    }
    await place.leave();
    if (!this.#cancelled) return failed(whatFailed(said), failure && this.#failedCell(failure));
    return idle(
      place.isFirst || !existsSync(place.report)
        ? 'Cancelled.'
        : 'Cancelled. The previous report is unchanged.',
    );
  }

  #failedCell({ file, number, id, source, error, traceback }: RunFailure): FailedCell {
    const notebook = path.relative(this.#setting.folder, file).split(path.sep).join('/');
    const story = stripVTControlCharacters(traceback.join('\n')).trim() || error;
    return { notebook, number, id, source, story: story.slice(0, LONGEST_STORY) };
  }

  #whatIsReady({ report, beside }: ReportPlace): string {
    const named = (file: string) => path.relative(this.#setting.folder, file).split(path.sep).join('/');
    const ready = `The report is ready: ${named(report)}.`;
    // It may have been deleted meanwhile.
    if (beside === undefined || !existsSync(beside)) return ready;
    if (!beside.endsWith('.html'))
      return `${ready} ${named(beside)}/ has executed copies of other notebooks, and is unchanged.`;
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
async function sourceOf(
  file: string,
  environment: ReportWish['environment'],
  settings: RunSettings,
): Promise<CopySource> {
  const notebook = await readNotebook(file).catch(() => undefined);
  const dataset = notebook && openedDataset(notebook, { ...process.env, ...environment });
  return { file, dataset, settings };
}

/** `lastfm-2k`, `plays` for a path, `sample-full` with all details; a file name valid on all systems. */
function reportName(after = 'report', { '--detail': detail }: RunSettings): string {
  const { name } = path.parse(after);
  return (
    `${name}${detail === undefined ? '' : `-${detail}`}`
      .replace(/[^\p{L}\p{N}_-]+/gu, '-')
      .replace(/^-+|-+$/g, '') || 'report'
  );
}

function running(progress: RunProgress, clock: RunClock): ReportState {
  const { name, notebook, notebooks, done, total } = progress;
  const secondsLeft = clock.tick(done, total);
  const text = done < total ? `Running ${name}, notebook ${notebook} of ${notebooks}` : 'Writing the report';
  return { status: 'running', text, done, total, ...(secondsLeft === undefined ? {} : { secondsLeft }) };
}

function idle(text: string): ReportState {
  return { status: 'idle', text, done: 0, total: 0 };
}

function failed(text: string, cell?: FailedCell): ReportState {
  return { ...idle(text), status: 'failed', ...(cell ? { cell } : {}) };
}

/** Most characters shown of a cell's error. */
const LONGEST_STORY = 4000;
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
