import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How a {@link FileServer} answers its clients. */
export interface Behaviour {
  content: Buffer;
  /** Destroys one connection for each entry, after this many bytes of the body. */
  cuts?: number[];
  /** False: answers every request with the whole file. */
  ranges?: boolean;
  etag?: string;
  lastModified?: string;
  status?: number;
  /** Additional headers of each response. */
  headers?: Record<string, string>;
  /** Sends the first bytes and then nothing. */
  silentAfter?: number;
}

/** A real HTTP server on loopback that serves one file and records its requests. */
export interface FileServer {
  url(name: string): string;
  readonly requests: IncomingMessage[];
  behaviour: Behaviour;
  close(): Promise<void>;
}

export async function fileServer(behaviour: Behaviour): Promise<FileServer> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    answer(request, response, state.behaviour);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const state: FileServer = {
    url: (name) => `http://127.0.0.1:${port}/${name}`,
    requests,
    behaviour,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return state;
}

function answer(request: IncomingMessage, response: ServerResponse, behaviour: Behaviour): void {
  const { content, status, ranges = true, etag, lastModified } = behaviour;
  for (const [name, value] of Object.entries(behaviour.headers ?? {})) response.setHeader(name, value);
  if (etag) response.setHeader('etag', etag);
  if (lastModified) response.setHeader('last-modified', lastModified);
  if (status) return void response.writeHead(status).end('no file here');
  const start = ranges ? wantedStart(request, etag ?? lastModified) : 0;
  if (start > 0 && start >= content.length) {
    return void response.writeHead(416, { 'content-range': `bytes */${content.length}` }).end();
  }
  const body = content.subarray(start);
  response.setHeader('content-length', body.length);
  if (start > 0) {
    response.setHeader('content-range', `bytes ${start}-${content.length - 1}/${content.length}`);
  }
  response.writeHead(start > 0 ? 206 : 200);
  const cut = behaviour.cuts?.shift();
  const stop = cut ?? behaviour.silentAfter;
  if (stop === undefined) return void response.end(body);
  response.write(body.subarray(0, stop), () => {
    // Give the client a moment to read what was sent: a reset would discard it.
    if (cut !== undefined) setTimeout(() => response.destroy(), 50);
  });
}

function wantedStart(request: IncomingMessage, version: string | undefined): number {
  const match = /^bytes=(\d+)-$/.exec(request.headers.range ?? '');
  const named = request.headers['if-range'];
  return match && (named === undefined || named === version) ? Number(match[1]) : 0;
}
