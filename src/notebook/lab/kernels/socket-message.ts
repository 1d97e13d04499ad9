import type { MessageChannel } from '../../jupyter/connection.js';
import type { JsonObject } from '../../jupyter/nbformat.js';
import { PART_NAMES, parsedPart, type RawMessage } from '../../jupyter/wire.js';
import { LabError, requireReadable } from '../server/requests.js';

/** Name of Jupyter's second, all-binary WebSocket protocol. */
export const V1_PROTOCOL = 'v1.kernel.websocket.jupyter.org';

/** A message and the channel it travels on. */
export interface SocketMessage extends RawMessage {
  channel: MessageChannel;
}

/** The fields read from the header of a front end's message. */
export interface RequestHeader {
  msg_id: string;
  msg_type: string;
  session?: string;
}

/** Most buffers of a front end's message; a widget's has a handful. */
const MOST_BUFFERS = 4096;
/** Most bytes of its JSON: the source of a cell, a widget's state. Larger data is sent in buffers. */
const LARGEST_JSON = 32 * 2 ** 20;

const CHANNELS: readonly string[] = ['shell', 'control', 'stdin', 'iopub'];

/**
 * The header of a message that a front end sent.
 *
 * @throws LabError (400) when it is not JSON or has no id or type
 */
export function readHeader(message: SocketMessage): RequestHeader {
  let header: JsonObject | undefined;
  try {
    header = parsedPart(message, 'header');
  } catch {
    throw new LabError(400, 'a message whose header is not JSON');
  }
  if (typeof header?.msg_id !== 'string' || typeof header.msg_type !== 'string') {
    throw new LabError(400, 'a message whose header has no msg_id or no msg_type');
  }
  const { msg_id, msg_type, session } = header;
  return { msg_id, msg_type, session: typeof session === 'string' ? session : undefined };
}

/** Bytes of a message. */
export function sizeOf({ parts, buffers }: RawMessage): number {
  return [...parts, ...buffers].reduce((sum, { length }) => sum + length, 0);
}

/**
 * A WebSocket frame of a message, in the layout of `v1.kernel.websocket.jupyter.org`: the number of offsets, the
 * offsets (64 bits each, little endian), the channel's name, the four parts, the buffers.
 */
export function encodeV1({ channel, parts, buffers }: SocketMessage): Buffer {
  const pieces = [Buffer.from(channel), ...parts, ...buffers];
  const table = Buffer.alloc(8 * (pieces.length + 2));
  table.writeBigUInt64LE(BigInt(pieces.length + 1), 0);
  let offset = table.length;
  for (let i = 0; i <= pieces.length; i++) {
    table.writeBigUInt64LE(BigInt(offset), 8 * (i + 1));
    offset += pieces[i]?.length ?? 0;
  }
  return Buffer.concat([table, ...pieces]);
}

/**
 * Reads a frame of `v1.kernel.websocket.jupyter.org`.
 *
 * @throws LabError (400) for anything else, and for a message that is too large
 */
export function decodeV1(frame: Buffer): SocketMessage {
  const fail = (): never => {
    throw new LabError(400, `a frame of ${frame.length} bytes that is not a ${V1_PROTOCOL} message`);
  };
  if (frame.length < 8) return fail();
  const count = Number(frame.readBigUInt64LE(0));
  // Channel and four parts have six boundaries; each offset takes eight bytes.
  if (count < 6 || count > frame.length / 8 - 1) return fail();
  requireFew(count - 6);
  const ends = Array.from({ length: count }, (_, i) => Number(frame.readBigUInt64LE(8 * (i + 1))));
  if (ends[0] !== 8 * (count + 1) || ends[count - 1] > frame.length) return fail();
  if (ends.some((end, i) => i > 0 && end < ends[i - 1])) return fail();
  const pieces = ends.slice(1).map((end, i) => frame.subarray(ends[i], end));
  const parts = pieces.slice(1, 5);
  requireSmall(parts);
  return { channel: channelOf(pieces[0].toString()), parts, buffers: pieces.slice(5) };
}

/**
 * A frame of the default protocol: JSON text, or, with buffers, binary: the number of pieces, their offsets (32 bits
 * each, big endian), the JSON, the buffers. The parts are joined without parsing them.
 */
export function encodeJson({ channel, parts, buffers }: SocketMessage): string | Buffer {
  const fields = PART_NAMES.map((name, i) => `"${name}":${Buffer.from(parts[i]).toString()}`);
  const { msg_id, msg_type } = JSON.parse(Buffer.from(parts[0]).toString());
  const ids = `"msg_id":${JSON.stringify(msg_id)},"msg_type":${JSON.stringify(msg_type)}`;
  const text = `{"channel":"${channel}",${ids},${fields.join()},"buffers":[]}`;
  if (buffers.length === 0) return text;
  const pieces = [Buffer.from(text), ...buffers];
  const table = Buffer.alloc(4 * (pieces.length + 1));
  table.writeUInt32BE(pieces.length, 0);
  let offset = table.length;
  for (const [i, piece] of pieces.entries()) {
    table.writeUInt32BE(offset, 4 * (i + 1));
    offset += piece.length;
  }
  return Buffer.concat([table, ...pieces]);
}

/**
 * Reads a frame of the default protocol.
 *
 * @param binary whether it came as a binary frame
 * @throws LabError (400) for anything else, and for a message that is too large
 */
export function decodeJson(frame: Buffer, binary: boolean): SocketMessage {
  const [text, ...buffers] = binary ? binaryPieces(frame) : [frame];
  requireSmall([text]);
  let value: Record<string, unknown>;
  try {
    value = JSON.parse(text.toString());
  } catch (cause) {
    throw new LabError(400, 'a message that is not JSON', null, { cause });
  }
  const parts = PART_NAMES.map((name) => {
    const part = value?.[name] ?? {};
    if (typeof part === 'object' && !Array.isArray(part)) return Buffer.from(JSON.stringify(part));
    throw new LabError(400, `a message whose ${name} is not a JSON object`);
  });
  return { channel: channelOf(value?.channel), parts, buffers };
}

function binaryPieces(frame: Buffer): Buffer[] {
  const fail = (): never => {
    throw new LabError(400, `a binary frame of ${frame.length} bytes that is not a message`);
  };
  if (frame.length < 4) return fail();
  const count = frame.readUInt32BE(0);
  if (count < 1 || count > frame.length / 4 - 1) return fail();
  requireFew(count - 1);
  const starts = Array.from({ length: count }, (_, i) => frame.readUInt32BE(4 * (i + 1)));
  const ends = [...starts.slice(1), frame.length];
  if (starts[0] !== 4 * (count + 1) || ends.some((end, i) => end < starts[i])) return fail();
  return ends.map((end, i) => frame.subarray(starts[i], end));
}

/** Checked before they are created: ten million empty ones fit into a frame. */
function requireFew(buffers: number): void {
  if (buffers <= MOST_BUFFERS) return;
  throw new LabError(400, `a message with ${buffers} buffers; expected at most ${MOST_BUFFERS}`);
}

/** Checked before any of it is parsed, here or in the kernel. */
function requireSmall(json: readonly Uint8Array[]): void {
  const size = json.reduce((sum, { length }) => sum + length, 0);
  if (size > LARGEST_JSON) {
    throw new LabError(400, `a message with ${size} bytes of JSON; expected at most ${LARGEST_JSON}`);
  }
  for (const part of json) requireReadable(part, 'a message that');
}

function channelOf(name: unknown): MessageChannel {
  if (typeof name === 'string' && CHANNELS.includes(name)) return name as MessageChannel;
  throw new LabError(400, `a message on channel ${JSON.stringify(name)}; expected shell, control or stdin`);
}
