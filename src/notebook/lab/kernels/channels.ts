import type { WebSocket } from 'ws';
import { LabError } from '../server/requests.js';
import type { KernelClientSocket } from './kernel-clients.js';
import type { LabKernel } from './lab-kernel.js';
import { decodeJson, decodeV1, encodeJson, encodeV1, V1_PROTOCOL } from './socket-message.js';

/** Bytes that may wait for a front end that does not read; then it is cut off and may come back. */
const BACKLOG_LIMIT = 512 * 2 ** 20;

/** WebSocket close codes: the message cannot be accepted; the front end is too slow. */
const UNACCEPTABLE = 1003;
const TRY_AGAIN = 1013;

/**
 * Connects a front end's WebSocket to a kernel until either goes. A frame that is no message closes this
 * socket only.
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
      // Also JSON that is nested too deeply to be passed on: nothing a page sends ends the server.
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
