import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { JsonObject } from '#listenlab/notebook/jupyter/nbformat.js';
import { newHeader } from '#listenlab/notebook/jupyter/wire.js';
import { V1_PROTOCOL } from '#listenlab/notebook/lab/kernels/socket-message.js';
import type { TestLab } from './lab-support.js';

/** A message as a front end reads it. */
export interface Read {
  channel: string;
  header: { msg_type: string; session: string };
  parent: { msg_id?: string };
  content: JsonObject;
}

/** A front end on a bare WebSocket, written independently of the server's code, to check it. */
export class FrontEnd {
  readonly socket: WebSocket;
  readonly session: string;
  readonly received: Read[] = [];
  #wake: () => void = () => undefined;

  static async connect(
    lab: Pick<TestLab, 'origin' | 'cookie'>,
    kernelId: string,
    session: string,
    v1: boolean,
  ): Promise<FrontEnd> {
    const url = `${lab.origin.replace('http:', 'ws:')}/api/kernels/${kernelId}/channels?session_id=${session}`;
    const headers = { cookie: lab.cookie, origin: lab.origin };
    const socket = new WebSocket(url, v1 ? [V1_PROTOCOL] : [], { headers });
    const frontEnd = new FrontEnd(socket, session, v1);
    await once(socket, 'open');
    return frontEnd;
  }

  private constructor(socket: WebSocket, session: string, v1: boolean) {
    this.socket = socket;
    this.session = session;
    socket.on('message', (data: Buffer) => {
      this.received.push(v1 ? readV1(data) : readJson(data));
      this.#wake();
    });
  }

  /** Sends a request on shell and returns its id. */
  send(type: string, content: JsonObject, metadata: JsonObject = {}, id?: string): string {
    const header = { ...newHeader(type, this.session), ...(id === undefined ? {} : { msg_id: id }) };
    const parts = [header, {}, metadata, content];
    this.socket.send(
      this.socket.protocol === V1_PROTOCOL
        ? writeV1('shell', parts)
        : JSON.stringify({ channel: 'shell', header, parent_header: {}, metadata, content, buffers: [] }),
    );
    return header.msg_id;
  }

  execute(code: string): string {
    return this.send('execute_request', { code, silent: false, store_history: true });
  }

  /** Runs code as a notebook's page runs a cell. */
  executeCell(cellId: string, code: string): string {
    return this.send('execute_request', { code, silent: false, store_history: true }, { cellId });
  }

  /** Waits for a message of the request `id` (or of any). */
  async next(id: string | undefined, holds: (message: Read) => boolean): Promise<Read> {
    for (;;) {
      const found = this.received.find(
        (each) => (id === undefined || each.parent.msg_id === id) && holds(each),
      );
      if (found) return found;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Waits until a cell has ended: its reply and its `idle` have arrived. */
  async ended(id: string): Promise<Read> {
    await this.next(id, ({ content }) => content.execution_state === 'idle');
    return this.next(id, ({ header }) => header.msg_type === 'execute_reply');
  }

  /** Text that arrived for a request. */
  text(id: string): string {
    return this.received
      .filter(({ parent, header }) => parent.msg_id === id && header.msg_type === 'stream')
      .map(({ content }) => content.text)
      .join('');
  }

  async close(): Promise<void> {
    this.socket.close();
    await once(this.socket, 'close');
  }
}

function readJson(data: Buffer): Read {
  const value = JSON.parse(data.toString());
  return {
    channel: value.channel,
    header: value.header,
    parent: value.parent_header,
    content: value.content,
  };
}

function readV1(data: Buffer): Read {
  const count = Number(data.readBigUInt64LE(0));
  const offsets = Array.from({ length: count }, (_, i) => Number(data.readBigUInt64LE(8 + 8 * i)));
  const text = (i: number) => data.subarray(offsets[i], offsets[i + 1]).toString();
  return {
    channel: text(0),
    header: JSON.parse(text(1)),
    parent: JSON.parse(text(2)),
    content: JSON.parse(text(4)),
  };
}

function writeV1(channel: string, parts: unknown[]): Buffer {
  const pieces = [Buffer.from(channel), ...parts.map((part) => Buffer.from(JSON.stringify(part)))];
  const table = Buffer.alloc(8 * (pieces.length + 2));
  table.writeBigUInt64LE(BigInt(pieces.length + 1));
  let end = table.length;
  table.writeBigUInt64LE(BigInt(end), 8);
  for (const [i, piece] of pieces.entries()) {
    end += piece.length;
    table.writeBigUInt64LE(BigInt(end), 8 * (i + 2));
  }
  return Buffer.concat([table, ...pieces]);
}
