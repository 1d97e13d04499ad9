import { FOLDER_MARK, type ReportState } from './protocol.js';

/** Polling interval in milliseconds: short enough to see each cell of a notebook. */
const PAUSE = 500;

/** A refusal of the server, with its full answer. */
export class LabRefusal extends Error {
  constructor(
    message: string,
    readonly said: { readonly message?: string; readonly options?: string },
  ) {
    super(message);
  }
}

/** Like `fetch`, but says which folder's lab served this page: a lab of another folder refuses. */
export function labFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const request = new Request(input, init);
  const mark = document.querySelector<HTMLMetaElement>(`meta[name="${FOLDER_MARK}"]`);
  if (mark) request.headers.set(FOLDER_MARK, mark.content);
  return fetch(request);
}

/**
 * Asks the lab's server.
 *
 * @throws LabRefusal or Error with the server's own words, or saying that it does not answer
 */
export async function askLab<T>(method: string, path: string, body?: unknown): Promise<T> {
  const json = body === undefined ? {} : { body: JSON.stringify(body) };
  const headers = { 'content-type': 'application/json' };
  const answer = await labFetch(path, { method, headers, ...json }).catch((cause) => {
    throw new Error('The lab does not answer. Is it still running in its terminal?', { cause });
  });
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new LabRefusal(said.message ?? `The lab answered ${answer.status}`, said);
  return said as T;
}

/** Calls `step` again and again, until it resolves to false. */
export async function repeat(step: () => Promise<boolean>): Promise<void> {
  while (await step()) await new Promise((resolve) => setTimeout(resolve, PAUSE));
}

/**
 * An element of the page's own HTML.
 *
 * @throws Error when there is none, or one of another kind
 */
export function part<T extends Element>(within: ParentNode, selector: string, kind: new () => T): T {
  const found = within.querySelector(selector);
  if (found instanceof kind) return found;
  throw new Error(`the page has no ${kind.name} ${selector}`);
}

/** Shows progress; an indeterminate bar if the total is unknown. */
export function showProgress(bar: HTMLProgressElement, shown: boolean, done: number, total: number): void {
  bar.hidden = !shown;
  if (total > 0) {
    bar.max = total;
    bar.value = done;
  } else bar.removeAttribute('value');
}

/** Progress of a report, as the server reports it. */
export interface ReportAnswer extends Omit<ReportState, 'file'> {
  /** Path of the finished report, from the lab's folder. */
  readonly report?: string;
}

/** Describes the progress of a report. */
export function describeReport({ status, text, done, total, secondsLeft }: ReportAnswer): string {
  if (status !== 'running' || total === 0) return text;
  const left = secondsLeft === undefined ? '' : ` · ${timeLeft(secondsLeft)}`;
  return `${text} · ${done} of ${total} cells${left}`;
}

/** Rounded to the precision of such an estimate. */
function timeLeft(seconds: number): string {
  if (seconds < 5) return 'a few seconds left';
  if (seconds < 90) return `about ${Math.ceil(seconds / 5) * 5} s left`;
  return `about ${Math.round(seconds / 60)} min left`;
}
