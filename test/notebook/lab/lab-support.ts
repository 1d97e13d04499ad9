import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LabDatasets } from '#listenlab/cli/lab-datasets.js';
import { Access } from '#listenlab/notebook/lab/server/authentication.js';
import { type LabOptions, type LabServer, startLab } from '#listenlab/notebook/lab/server/server.js';

/** A server on its own folder, and how to access it. */
export interface TestLab {
  server: LabServer;
  /** Address without the token and without a trailing slash. */
  origin: string;
  /** The folder that is shown; next to it is `secret.txt`, which must not be accessible. */
  folder: string;
  state: string;
  /** Lines the server logged. */
  log: string[];
  /** Value of a `Cookie` header that grants access. */
  cookie: string;
  close(): Promise<void>;
}

/** Starts a server in this process, on any free port. */
export async function startTestLab(options: Partial<LabOptions> = {}): Promise<TestLab> {
  const base = await mkdtemp(path.join(tmpdir(), 'listenlab-lab-'));
  const [folder, state, ui] = ['shown', 'state', 'ui'].map((name) => path.join(base, name));
  await Promise.all([folder, ui].map((each) => mkdir(each)));
  await writeFile(path.join(base, 'secret.txt'), 'secret');
  await writeFile(path.join(ui, 'notebook-app.js'), 'export {};\n');
  const log: string[] = [];
  const server = await startLab({
    folder,
    state,
    ui,
    datasets: new LabDatasets(),
    version: '0.1.0',
    port: 0,
    log: (text) => log.push(text),
    ...options,
  });
  const { name, value } = new Access(server.token, server.host, server.port).cookie;
  return {
    server,
    origin: `http://127.0.0.1:${server.port}`,
    folder,
    state,
    log,
    cookie: `${name}=${value}`,
    async close() {
      await server.close();
      await rm(base, { recursive: true, force: true });
    },
  };
}

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** A raw request: no client normalizes the path or adds headers. */
export function ask(
  lab: TestLab,
  method: string,
  target: string,
  headers: Record<string, string> = {},
  body?: string | Buffer,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port: lab.server.port, method, path: target, headers, agent: false },
      (response) => {
        const pieces: Buffer[] = [];
        response.on('data', (piece) => pieces.push(piece));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(pieces).toString(),
          }),
        );
        response.on('error', reject);
      },
    );
    sent.on('error', reject);
    sent.on('upgrade', (response, socket) => {
      socket.destroy();
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: '' });
    });
    sent.end(body);
  });
}

/** A request with the token, a JSON body and a JSON answer. */
export async function api<T = Record<string, unknown>>(
  lab: TestLab,
  method: string,
  target: string,
  body?: unknown,
): Promise<{ status: number; json: T }> {
  const headers = { authorization: `token ${lab.server.token}`, 'content-type': 'application/json' };
  const text = body === undefined ? undefined : JSON.stringify(body);
  const answer = await ask(lab, method, target, headers, text);
  return { status: answer.status, json: (answer.body === '' ? undefined : JSON.parse(answer.body)) as T };
}

/** Headers of a WebSocket handshake. */
export function upgradeHeaders(more: Record<string, string> = {}): Record<string, string> {
  return {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    ...more,
  };
}

/** Sends bytes that need not be HTTP, and resolves to the whole response. */
export function sendRaw(lab: TestLab, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(lab.server.port, '127.0.0.1');
    let answer = '';
    socket.setEncoding('utf8').on('data', (piece) => {
      answer += piece;
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
    socket.end(text);
  });
}

/** A small notebook. */
export function notebook(...sources: string[]) {
  const cells = sources.map((source, i) => ({
    cell_type: 'code',
    id: `cell-${i}`,
    metadata: {},
    source,
    execution_count: null,
    outputs: [],
  }));
  return { cells, metadata: {}, nbformat: 4, nbformat_minor: 5 };
}
