import { readdir } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import {
  decodeJson,
  decodeV1,
  encodeJson,
  encodeV1,
  type SocketMessage,
} from '#listenlab/notebook/lab/kernels/socket-message.js';
import { LabError } from '#listenlab/notebook/lab/server/requests.js';
import { api, startTestLab, type TestLab } from './lab-support.js';

const message: fc.Arbitrary<SocketMessage> = fc.record({
  channel: fc.constantFrom('shell', 'control', 'stdin', 'iopub'),
  parts: fc
    .tuple(fc.dictionary(fc.string(), fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue()))
    .map(([a, b]) =>
      [{ msg_id: 'x', msg_type: 'y', ...a }, b, {}, a].map((part) => Buffer.from(JSON.stringify(part))),
    ),
  buffers: fc.array(fc.uint8Array({ maxLength: 20 })),
});

const bytes = (all: readonly Uint8Array[]) => all.map((each) => Buffer.from(each).toString('hex'));

describe('WebSocket frames', () => {
  it('round-trip any message, in both protocols', () => {
    fc.assert(
      fc.property(message, (sent) => {
        const json = encodeJson(sent);
        const read = [
          decodeV1(encodeV1(sent)),
          typeof json === 'string' ? decodeJson(Buffer.from(json), false) : decodeJson(json, true),
        ];
        for (const { channel, parts, buffers } of read) {
          expect(channel).toBe(sent.channel);
          expect(parts.map((part) => JSON.parse(Buffer.from(part).toString()))).toEqual(
            sent.parts.map((part) => JSON.parse(Buffer.from(part).toString())),
          );
          expect(bytes(buffers)).toEqual(bytes(sent.buffers));
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('that are invalid or corrupted are refused with a message and nothing worse', () => {
    const changed = fc
      .tuple(
        message,
        fc.boolean(),
        fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { maxLength: 4 }),
        fc.nat(400),
      )
      .map(([sent, v1, changes, cut]) => {
        const frame = Buffer.from(v1 ? encodeV1(sent) : encodeJson(sent));
        for (const [at, value] of changes) if (at < frame.length) frame[at] = value;
        return frame.subarray(0, Math.max(0, frame.length - cut));
      });
    const anything = fc.uint8Array({ maxLength: 100 }).map((each) => Buffer.from(each));
    let refused = 0;
    fc.assert(
      fc.property(fc.oneof(changed, anything), fc.boolean(), (frame, binary) => {
        for (const decode of [() => decodeV1(frame), () => decodeJson(frame, binary)]) {
          try {
            expect(decode().parts).toHaveLength(4);
          } catch (error) {
            expect(error).toBeInstanceOf(LabError);
            refused += 1;
          }
        }
      }),
      { numRuns: 5000 },
    );
    expect(refused).toBeGreaterThan(2500);
  });
});

describe('a server that receives malformed input', () => {
  let lab: TestLab;
  const agent = new Agent({ keepAlive: true });
  beforeAll(async () => {
    lab = await startTestLab();
  });
  afterAll(async () => {
    agent.destroy();
    await lab.close();
  });

  const send = (method: string, target: string, body: string) =>
    new Promise<{ status: number; text: string }>((resolve, reject) => {
      const headers = {
        authorization: `token ${lab.server.token}`,
        'content-length': Buffer.byteLength(body),
      };
      const sent = request(
        { port: lab.server.port, host: '127.0.0.1', agent, method, path: target, headers },
        (answer) => {
          let text = '';
          answer.setEncoding('utf8').on('data', (piece) => {
            text += piece;
          });
          answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });

  const name = fc.constantFrom(
    'a',
    '..',
    '.',
    '%2e%2e',
    '%00',
    '%5c',
    '%2f',
    'checkpoints',
    'x.ipynb',
    '~',
    '%F0%9F',
    ' ',
    '*',
  );
  const targets = fc.oneof(
    fc.array(name, { maxLength: 5 }).map((names) => `/api/contents/${names.join('/').replaceAll(' ', '+')}`),
    fc.constantFrom(
      '/api/sessions',
      '/api/sessions/x',
      '/api/kernels/x',
      '/lab/api/settings/x:y',
      '/api/kernels/x/restart',
    ),
  );
  const field = fc.constantFrom(
    'type',
    'path',
    'content',
    'format',
    'kernel',
    'chunk',
    'copy_from',
    'ext',
    'hash',
    '__proto__',
    'raw',
  );
  const value = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom('notebook', 'file', 'directory', 'text', 'base64', '../x', 1, -1),
  );
  const bodies = fc.oneof(
    fc.dictionary(field, value).map((each) => JSON.stringify(each)),
    fc.json(),
    fc.json().map((text) => text.slice(0, -1)),
    fc.string(),
  );

  it('answers thousands of malformed bodies with 4xx (or obeys them), and stays up', async () => {
    let answered = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('PUT', 'POST', 'PATCH', 'DELETE', 'GET'),
        targets,
        bodies,
        async (method, target, body) => {
          // A valid session would start a kernel.
          if (method === 'POST' && target === '/api/sessions') target = '/api/kernels/x/interrupt';
          const { status, text } = await send(method, target, method === 'GET' ? '' : body);
          expect([status < 500, text]).toEqual([true, text]);
          if (status >= 400) expect(JSON.parse(text)).toHaveProperty('message');
          answered += 1;
        },
      ),
      { numRuns: 3000 },
    );
    expect(answered).toBe(3000);
    expect((await api(lab, 'GET', '/api/status')).status).toBe(200);
    const beside = await readdir(`${lab.folder}/..`);
    expect(beside.filter((each) => !['secret.txt', 'shown', 'state', 'ui'].includes(each))).toEqual([]);
  });

  it('closes the WebSocket that sends broken frames, and no other', async () => {
    const connect = () =>
      new WebSocket(`ws://127.0.0.1:${lab.server.port}/api/events/subscribe`, {
        headers: { cookie: lab.cookie },
      });
    const good = connect();
    await new Promise((resolve) => good.once('open', resolve));
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 2, maxLength: 40 }), async (noise) => {
        const bad = connect();
        bad.on('error', () => undefined);
        await new Promise((resolve) => bad.once('open', resolve));
        // Bypasses the library: an unmasked frame with reserved bits is never valid.
        const raw = (bad as unknown as { _socket: NodeJS.WritableStream })._socket;
        const closed = new Promise((resolve) => bad.once('close', resolve));
        raw.write(Buffer.from([0xf0 | noise[0], noise[1] & 0x7f, ...noise]));
        await closed;
      }),
      { numRuns: 200 },
    );
    expect(good.readyState).toBe(good.OPEN);
    good.close();
  });
});
