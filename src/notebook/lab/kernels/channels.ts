import type { WebSocket } from 'ws';
import { LabError } from '../server/requests.js';
import type { KernelClientSocket } from './kernel-clients.js';
import type { LabKernel } from './lab-kernel.js';
import { decodeJson, decodeV1, encodeJson, encodeV1, V1_PROTOCOL } from './socket-message.js';

/** Most bytes queued for a slow front end; beyond that it is disconnected and may reconnect. */
const BACKLOG_LIMIT = 512 * 2 ** 20;

/** WebSocket close codes: the message cannot be accepted; the front end is too slow. */
const UNACCEPTABLE = 1003;
const TRY_AGAIN = 1013;

/**
 * Connects a front end's WebSocket to a kernel until either closes. An invalid frame closes only this socket.
 *
 * @param session the front end's `session_id`
 */
export function connectChannels(socket: WebSocket, kernel: LabKernel, session: string): void {
  const v1 = socket.protocol === V1_PROTOCOL;
  const encode = v1 ? encodeV1 : encodeJson;
  const client: KernelClientSocket = {
    session,
    send(message) {
      if (socket.readyState !== socket.OPEN) return;
      if (socket.bufferedAmount > BACKLOG_LIMIT) socket.close(TRY_AGAIN, 'too far behind');
      else socket.send(encode(message));
    },
    close: () => socket.close(1000),
  };
  kernel.clients.add(client);
  socket.on('close', () => kernel.clients.remove(client));
  socket.on('message', (data: Buffer, binary: boolean) => {
    try {
      kernel.receive(client, v1 ? decodeV1(data) : decodeJson(data, binary));
    } catch (error) {
      // Including JSON too deeply nested to pass on: nothing a page sends may crash the server.
      socket.close(UNACCEPTABLE, error instanceof LabError ? shorten(error.message) : 'not acceptable');
    }
  });
}

/** A WebSocket's reason has at most 123 bytes. */
function shorten(text: string): string {
  return Buffer.from(text)
    .subarray(0, 120)
    .toString()
    .replace(/\uFFFD$/, '');
}
