import { PassThrough, Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';

/** What Danfo gives the request package: an address, or one among its options. */
interface RequestOptions {
  readonly url: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
}

/**
 * The part of the request package that Danfo reads addresses with, on Node's own fetch: a stream that says
 * `response`, with the status, before its bytes.
 */
function request({ url, method, headers }: RequestOptions): Readable {
  const stream = new PassThrough();
  fetch(url, { method, headers }).then(
    ({ status, statusText, body }) => {
      stream.emit('response', { statusCode: status, statusMessage: statusText });
      if (body === null) stream.end();
      else Readable.fromWeb(body as ReadableStream).pipe(stream);
    },
    (error) => stream.destroy(error),
  );
  return stream;
}

request.get = (url: string) => request({ url });

export default request;
