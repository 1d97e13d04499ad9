import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { isObject } from '../../util/checks.js';
import type { JsonObject } from './nbformat.js';

/** Separates the routing identities from the signed parts of every message. */
const DELIMITER = Buffer.from('<IDS|MSG>');

/** The protocol version written into every header. */
export const PROTOCOL_VERSION = '5.3';

/** Who sent a message, and what kind it is. */
export interface Header {
  msg_id: string;
  msg_type: string;
  session: string;
  username: string;
  date: string;
  version: string;
}

/** One message of the Jupyter protocol, on any channel. */
export interface Message {
  /** Routing prefix of a ROUTER socket; the topic on iopub; empty on a DEALER. */
  identities: Uint8Array[];
  header: Header;
  /** Header of the request this belongs to; empty when there is none. */
  parent: Partial<Header>;
  metadata: JsonObject;
  content: JsonObject;
  /** Raw bytes that travel after the signed parts, not signed themselves. */
  buffers: Uint8Array[];
}

/** Saved, because a cell may overwrite the global. */
const { stringify, parse: parseJson } = JSON;

/** Invalid frames: wrong signature, missing parts, malformed JSON. The message says which. */
class WireError extends Error {
  override readonly name = 'WireError';
}

/** A header for a new message of this type. */
export function newHeader(type: string, session: string, username = 'listenlab'): Header {
  return {
    msg_id: randomUUID(),
    msg_type: type,
    session,
    username,
    date: new Date().toISOString(),
    version: PROTOCOL_VERSION,
  };
}

/**
 * The frames of a message: identities, delimiter, signature, header, parent, metadata, content, buffers.
 *
 * @param message what to send; values that JSON does not know (functions, undefined) are dropped
 * @param key the connection's key; with an empty key the signature is empty too, as the protocol says
 * @throws TypeError when content is not JSON-able (a BigInt, a circular object)
 */
export function serialize(message: Message, key: string): Uint8Array[] {
  const { header, parent, metadata, content, buffers } = message;
  const parts = [header, parent, metadata, content].map(bytesOf);
  return [...message.identities, ...signedFrames({ parts, buffers }, key)];
}

function bytesOf(part: object): Buffer {
  return Buffer.from(jsonOf(part));
}

/**
 * The JSON of a part. A lone surrogate, as left by cutting a string, becomes U+FFFD: a Python client could neither
 * print nor save it.
 */
function jsonOf(part: object): string {
  const text = stringify(part);
  return /\\ud[89a-f]/.test(text) ? stringify(part, wellFormed) : text;
}

function wellFormed(_key: string, value: unknown): unknown {
  if (typeof value === 'string') return inUtf8(value);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [inUtf8(key), each]));
}

function inUtf8(text: string): string {
  return Buffer.from(text).toString();
}

/** A message as bytes, which a relay passes on without parsing all of it. */
export interface RawMessage {
  /** The JSON of header, parent header, metadata and content. */
  parts: Uint8Array[];
  buffers: Uint8Array[];
}

/** A message without metadata and buffers. */
export function rawMessage(header: Header, content: JsonObject, parent: Partial<Header> = {}): RawMessage {
  return { parts: [header, parent, {}, content].map(bytesOf), buffers: [] };
}

/** Names of the four parts of a message. */
export const PART_NAMES = ['header', 'parent_header', 'metadata', 'content'] as const;

/** One of a message's four parts, parsed. */
export function parsedPart({ parts }: RawMessage, name: (typeof PART_NAMES)[number]): JsonObject {
  return parseJson(Buffer.from(parts[PART_NAMES.indexOf(name)]).toString());
}

/** The frames of a raw message, without routing identities: delimiter, signature, parts, buffers. */
export function signedFrames({ parts, buffers }: RawMessage, key: string): Uint8Array[] {
  return [DELIMITER, Buffer.from(sign(parts, key)), ...parts, ...buffers];
}

/**
 * The unparsed parts and buffers of a message with a valid signature.
 *
 * @throws WireError when the delimiter or a part is missing or the signature is wrong
 */
export function verifiedParts(frames: readonly Uint8Array[], key: string): RawMessage {
  const start = frames.findIndex((frame) => DELIMITER.equals(frame));
  if (start < 0) throw new WireError('a message without the <IDS|MSG> delimiter');
  const [signature, ...rest] = frames.slice(start + 1);
  const parts = rest.slice(0, 4);
  if (parts.length < 4) throw new WireError(`a message with ${parts.length} of its 4 parts`);
  checkSignature(signature, parts, key);
  return { parts, buffers: rest.slice(4) };
}

/**
 * Reads the frames of a message. The signature is checked before anything in it is parsed.
 *
 * @throws WireError when the delimiter or a part is missing, the signature is wrong, a part is not a
 *   JSON object, or the header has no type or id
 */
export function parse(frames: readonly Uint8Array[], key: string): Message {
  const { parts, buffers } = verifiedParts(frames, key);
  const [header, parent, metadata, content] = parts.map(parseObject);
  for (const field of ['msg_id', 'msg_type'] as const) {
    if (typeof header[field] !== 'string') throw new WireError(`a message whose header has no ${field}`);
  }
  return {
    identities: frames.slice(
      0,
      frames.findIndex((frame) => DELIMITER.equals(frame)),
    ),
    header: header as unknown as Header,
    parent: parent as Partial<Header>,
    metadata,
    content,
    buffers,
  };
}

/** Hexadecimal HMAC-SHA256 over the four JSON parts, or nothing when the key is empty. */
function sign(parts: readonly Uint8Array[], key: string): string {
  if (key === '') return '';
  const hmac = createHmac('sha256', key);
  for (const part of parts) hmac.update(part);
  return hmac.digest('hex');
}

function checkSignature(signature: Uint8Array, parts: readonly Uint8Array[], key: string): void {
  const expected = Buffer.from(sign(parts, key));
  if (expected.length !== signature.length || !timingSafeEqual(expected, signature)) {
    throw new WireError('a message with a wrong signature');
  }
}

function parseObject(part: Uint8Array, index: number): JsonObject {
  let value: unknown;
  try {
    value = parseJson(Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString());
  } catch (cause) {
    throw new WireError(`a message whose ${nameOf(index)} is not JSON`, { cause });
  }
  if (isObject(value)) return value;
  throw new WireError(`a message whose ${nameOf(index)} is not a JSON object`);
}

function nameOf(part: number): string {
  return PART_NAMES[part].replace('_', ' ');
}
