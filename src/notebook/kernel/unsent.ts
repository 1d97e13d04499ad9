import { readFile } from 'node:fs/promises';

/**
 * Bytes that the system has accepted from connections of these local ports and not yet delivered: while ZeroMQ has
 * messages for a front end, there are some. Where the system does not say (only Linux does), 0.
 */
export async function unsentBytes(ports: readonly number[]): Promise<number> {
  const table = await readFile('/proc/self/net/tcp', 'utf8').catch(() => '');
  // Per connection: number, local address, remote address, state, bytes to send, all in hexadecimal.
  const rows = table.matchAll(/^ *\d+: [0-9A-F]+:([0-9A-F]+) \S+ [0-9A-F]{2} ([0-9A-F]+):/gm);
  return [...rows]
    .filter(([, port]) => ports.includes(Number.parseInt(port, 16)))
    .reduce((sum, [, , bytes]) => sum + Number.parseInt(bytes, 16), 0);
}
