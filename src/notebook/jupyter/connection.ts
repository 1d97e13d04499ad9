import { randomBytes, randomInt } from 'node:crypto';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import path from 'node:path';
import { InputError, messageOf } from '../../util/errors.js';

type Channel = 'shell' | 'iopub' | 'stdin' | 'control' | 'hb';

/** The channels that carry messages; the last one only echoes. */
export type MessageChannel = Exclude<Channel, 'hb'>;

const CHANNELS: readonly Channel[] = ['shell', 'iopub', 'stdin', 'control', 'hb'];

/** A unix socket's path has at most 104 bytes on macOS (108 on Linux), its end included. */
const LONGEST_SOCKET_PATH = 100;

/** How to reach a kernel: the content of Jupyter's connection file. */
export interface Connection {
  transport: 'tcp' | 'ipc';
  /** Host for tcp, path prefix for ipc. */
  ip: string;
  shell_port: number;
  iopub_port: number;
  stdin_port: number;
  control_port: number;
  hb_port: number;
  key: string;
  signature_scheme: 'hmac-sha256';
}

/** ZeroMQ address of a channel, e.g. `tcp://127.0.0.1:40001` or `ipc:///tmp/x/kernel-1`. */
export function addressOf(connection: Connection, channel: Channel): string {
  const { transport, ip } = connection;
  return `${transport}://${ip}${transport === 'ipc' ? '-' : ':'}${connection[`${channel}_port`]}`;
}

/**
 * A new connection in a private folder: unix sockets in that folder, which other users cannot reach and other processes
 * cannot be assigned, or loopback ports if `tcp` is requested, paths get too long or the system is Windows.
 */
export async function newConnection(folder: string, tcp: boolean): Promise<Connection> {
  const prefix = path.join(folder, 'kernel');
  const ipc = !tcp && process.platform !== 'win32' && prefix.length + 2 <= LONGEST_SOCKET_PATH;
  const ports = ipc ? [1, 2, 3, 4, 5] : await freePorts(CHANNELS.length);
  return {
    transport: ipc ? 'ipc' : 'tcp',
    ip: ipc ? prefix : '127.0.0.1',
    ...(Object.fromEntries(CHANNELS.map((channel, i) => [`${channel}_port`, ports[i]])) as Ports),
    key: randomBytes(32).toString('hex'),
    signature_scheme: 'hmac-sha256',
  };
}

type Ports = Record<`${Channel}_port`, number>;

/** Writes a connection file that only its owner can read. */
export async function writeConnection(file: string, connection: Connection): Promise<void> {
  await writeFile(file, JSON.stringify(connection, null, 2), { mode: 0o600 });
}

/**
 * Reads a connection file, as written by any Jupyter client.
 *
 * @throws InputError when it cannot be read, is not JSON or lacks a field
 */
export async function readConnection(file: string): Promise<Connection> {
  let value: Record<string, unknown>;
  try {
    value = JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new InputError(`cannot read the connection file ${file}: ${messageOf(cause)}`, { cause });
  }
  const missing = [...CHANNELS.map((channel) => `${channel}_port`), 'ip', 'transport', 'key'].filter(
    (name) => value?.[name] === undefined,
  );
  if (missing.length > 0) throw new InputError(`the connection file ${file} lacks ${missing.join(', ')}`);
  const scheme = value.signature_scheme ?? 'hmac-sha256';
  if (scheme === 'hmac-sha256') return value as unknown as Connection;
  throw new InputError(
    `the connection file ${file} asks for ${scheme} signatures; only hmac-sha256 is known`,
  );
}

/**
 * Ports for servers: above those of well-known services, and below those that systems give to whoever connects or
 * listens without a choice (from 32,768 on Linux). Each attempt to reach a kernel that is still starting takes one of
 * those for a moment: in one of a hundred starts on a busy machine, it was the one that the kernel was about to bind.
 */
const PORTS = { from: 15_000, to: 32_000 };
/** Ports that are tried before giving up: each may be taken. */
const MOST_TRIES = 100;

/** Free loopback ports, all different: bound together, then released together. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listen(MOST_TRIES)));
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

async function listen(tries: number): Promise<Server> {
  const server = createServer();
  server.listen(randomInt(PORTS.from, PORTS.to), '127.0.0.1');
  try {
    await once(server, 'listening');
    return server;
  } catch (error) {
    if (tries > 1) return listen(tries - 1);
    throw error;
  }
}
