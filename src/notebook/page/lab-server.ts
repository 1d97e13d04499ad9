import { FOLDER_MARK } from './protocol.js';

/** Pause between two questions, in milliseconds: short enough to see each cell of a notebook. */
const PAUSE = 500;

/** What the server refused, with all that it said. */
export class LabRefusal extends Error {
  constructor(
    message: string,
    readonly said: { readonly message?: string; readonly options?: string },
  ) {
    super(message);
  }
}

/** As `fetch`, and says which folder the lab showed that made this page: a lab of another one refuses. */
export function labFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const request = new Request(input, init);
  const mark = document.querySelector<HTMLMetaElement>(`meta[name="${FOLDER_MARK}"]`);
  if (mark) request.headers.set(FOLDER_MARK, mark.content);
  return fetch(request);
}

/**
 * Asks the lab's server.
 *
 * @throws LabRefusal or Error with the server's own words, or that it does not answer
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

/** Shows how much is done; a bar that moves to and fro where nobody knows of how much. */
export function showProgress(bar: HTMLProgressElement, shown: boolean, done: number, total: number): void {
  bar.hidden = !shown;
  if (total > 0) {
    bar.max = total;
    bar.value = done;
  } else bar.removeAttribute('value');
}
