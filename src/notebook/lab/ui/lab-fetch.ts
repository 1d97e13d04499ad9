import { FOLDER_MARK } from '../../page/protocol.js';

/** As `fetch`, and says which folder the lab showed that made this page: a lab of another one refuses. */
export function labFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const request = new Request(input, init);
  const mark = document.querySelector<HTMLMetaElement>(`meta[name="${FOLDER_MARK}"]`);
  if (mark) request.headers.set(FOLDER_MARK, mark.content);
  return fetch(request);
}
