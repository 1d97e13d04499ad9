import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, isRunning, START_LIMIT } from '../jupyter/kernel-support.js';
import { api, startTestLab, type TestLab } from './lab-support.js';
import { FrontEnd } from './socket-messages.js';

let lab: TestLab;
let id: string;
beforeAll(async () => {
  lab = await startTestLab();
  id = (await api<{ id: string }>(lab, 'POST', '/api/kernels')).json.id;
}, START_LIMIT);
afterAll(() => lab.close());

interface Model {
  execution_state: string;
  connections: number;
}
const model = async () => (await api<Model>(lab, 'GET', `/api/kernels/${id}`)).json;

/** A frame of the binary protocol with this JSON and empty buffers. */
function v1Frame(header: object, content: string, buffers = 0): Buffer {
  const pieces = ['shell', JSON.stringify(header), '{}', '{}', content].map((piece) => Buffer.from(piece));
  const count = pieces.length + buffers + 1;
  const table = Buffer.alloc(8 * (count + 1));
  table.writeBigUInt64LE(BigInt(count));
  let end = table.length;
  for (let i = 0; i < count; i++) {
    table.writeBigUInt64LE(BigInt(end), 8 * (i + 1));
    end += pieces[i]?.length ?? 0;
  }
  return Buffer.concat([table, ...pieces]);
}

/** A frame of the default protocol with empty buffers. */
function jsonFrame(header: object, buffers: number): Buffer {
  const text = Buffer.from(JSON.stringify({ channel: 'shell', header, content: {} }));
  const table = Buffer.alloc(4 * (buffers + 2));
  table.writeUInt32BE(buffers + 1);
  for (let i = 0; i <= buffers; i++) {
    table.writeUInt32BE(table.length + (i === 0 ? 0 : text.length), 4 * (i + 1));
  }
  return Buffer.concat([table, text]);
}

describe('a kernel and its front ends', () => {
  it(
    'supports both WebSocket protocols; all see the outputs, only the sender gets the reply',
    async () => {
      const first = await FrontEnd.connect(lab, id, 'one', false);
      const second = await FrontEnd.connect(lab, id, 'two', true);
      expect([first.socket.protocol, second.socket.protocol]).toEqual([
        '',
        'v1.kernel.websocket.jupyter.org',
      ]);
      expect((await model()).connections).toBe(2);
      for (const [asker, other] of [
        [first, second],
        [second, first],
      ]) {
        const cell = asker.execute("console.log('ü €')");
        expect((await asker.ended(cell)).content.status).toBe('ok');
        await other.next(cell, ({ content }) => content.execution_state === 'idle');
        expect([asker.text(cell), other.text(cell)]).toEqual(['ü €\n', 'ü €\n']);
        expect(
          other.received.filter(({ parent, channel }) => parent.msg_id === cell && channel === 'shell'),
        ).toEqual([]);
      }
      expect((await model()).execution_state).toBe('idle');
      await Promise.all([first.close(), second.close()]);
    },
    START_LIMIT,
  );

  it(
    'keeps messages for a disconnected front end, and for no other',
    async () => {
      const leaveDuring = async (frontEnd: FrontEnd, go: string) => {
        const wait = `while (!require('node:fs').existsSync('${go}')) await new Promise((r) => setTimeout(r, 20));`;
        const cell = frontEnd.execute(`${wait} console.log('late')`);
        await frontEnd.next(cell, ({ content }) => content.execution_state === 'busy');
        await frontEnd.close();
        await eventually(() => lab.server.kernels.get(id).clients.size === 0);
        await writeFile(path.join(lab.folder, go), '');
        await eventually(() => lab.server.kernels.get(id).model.execution_state === 'idle');
        return cell;
      };
      const kept = await leaveDuring(await FrontEnd.connect(lab, id, 'three', true), 'first');
      const back = await FrontEnd.connect(lab, id, 'three', true);
      expect((await back.ended(kept)).content.status).toBe('ok');
      expect(back.text(kept)).toBe('late\n');
      const unseen = await leaveDuring(back, 'second');
      const other = await FrontEnd.connect(lab, id, 'four', true);
      await other.ended(other.execute('1'));
      expect(other.text(unseen)).toBe('');
      await other.close();
    },
    START_LIMIT,
  );

  it(
    'loses none of 100,000 lines, and passes 30 MB in one output',
    async () => {
      const frontEnd = await FrontEnd.connect(lab, id, 'five', true);
      const lines = frontEnd.execute('for (let i = 0; i < 100_000; i++) console.log(i);');
      await frontEnd.ended(lines);
      const printed = frontEnd.text(lines).trimEnd().split('\n');
      expect(printed.length).toBe(100_000);
      expect(printed.every((line, i) => line === String(i))).toBe(true);
      const big = frontEnd.execute("process.stdout.write('x'.repeat(30 * 2 ** 20)); undefined");
      await frontEnd.ended(big);
      expect(frontEnd.text(big).length).toBe(30 * 2 ** 20);
      await frontEnd.close();
    },
    START_LIMIT,
  );

  it(
    'closes only the socket that sends an invalid message',
    async () => {
      const good = await FrontEnd.connect(lab, id, 'six', true);
      const bad = await FrontEnd.connect(lab, id, 'seven', false);
      bad.socket.send('{"channel": "shell"}');
      const [code, reason] = await once(bad.socket, 'close');
      expect([code, reason.toString()]).toEqual([
        1003,
        'a message whose header has no msg_id or no msg_type',
      ]);
      const deep = await FrontEnd.connect(lab, id, 'eight', false);
      deep.socket.send(
        `{"channel": "shell", "header": {}, "content": {"a": ${'['.repeat(20_000)}${']'.repeat(20_000)}}}`,
      );
      expect((await once(deep.socket, 'close'))[0]).toBe(1003);
      const cell = good.execute('1');
      expect((await good.ended(cell)).content.status).toBe('ok');
      await good.close();
    },
    START_LIMIT,
  );

  it(
    'closes a socket whose message has too many parts, too much JSON or too deep nesting, with a reason, and stays up',
    async () => {
      const good = await FrontEnd.connect(lab, id, 'good', true);
      const header = { msg_id: 'x', msg_type: 'comm_info_request' };
      const deep = `{"a":${'['.repeat(600)}${']'.repeat(600)}}`;
      const many = `{"a":[${'{},'.repeat(2_000_000)}{}]}`;
      const frames: [v1: boolean, frame: Buffer | string, reason: string][] = [
        [true, v1Frame(header, '{}', 5000), 'a message with 5000 buffers; expected at most 4096'],
        [false, jsonFrame(header, 5000), 'a message with 5000 buffers; expected at most 4096'],
        [true, v1Frame(header, deep), 'a message that is nested deeper than 500 levels'],
        [true, v1Frame(header, many), 'a message that has more than 2000000 lists and objects'],
        [false, JSON.stringify({ header, content: {} }).replace('{}', deep), 'deeper than 500 levels'],
        [true, v1Frame(header, `{"a":"${'x'.repeat(2 ** 25)}"}`), 'bytes of JSON; expected at most 33554432'],
      ];
      for (const [v1, frame, reason] of frames) {
        const bad = await FrontEnd.connect(lab, id, 'bad', v1);
        bad.socket.send(frame);
        const [code, told] = await once(bad.socket, 'close');
        expect([code, told.toString()]).toEqual([1003, expect.stringContaining(reason)]);
      }
      const asked = good.send('comm_info_request', { text: '[{'.repeat(1000) });
      await good.next(asked, ({ header: { msg_type } }) => msg_type === 'comm_info_reply');
      await good.close();
    },
    START_LIMIT,
  );

  it(
    'aborts cells queued after a failing one, but not those sent again after it',
    async () => {
      const frontEnd = await FrontEnd.connect(lab, id, 'skips', true);
      const fails = "await new Promise((resolve) => setTimeout(resolve, 300)); throw new Error('mine')";
      const states = async (ids: string[]) => {
        const found: unknown[] = [];
        for (const each of ids) found.push((await frontEnd.ended(each)).content.status);
        return found;
      };
      const behind = [frontEnd.executeCell('b', fails), frontEnd.executeCell('a', '1')];
      expect(await states(behind)).toEqual(['error', 'aborted']);
      const all = [
        frontEnd.executeCell('b', fails),
        frontEnd.executeCell('a', '1'),
        frontEnd.executeCell('b', fails),
        frontEnd.executeCell('c', '1'),
      ];
      expect(await states(all)).toEqual(['error', 'ok', 'error', 'aborted']);
      await frontEnd.close();
    },
    START_LIMIT,
  );

  it(
    'is reported and restarted when it dies, and stays dead if it keeps dying at once',
    async () => {
      const frontEnd = await FrontEnd.connect(lab, id, 'nine', true);
      const isState = (state: string) => (each: { content: { execution_state?: unknown } }) =>
        each.content.execution_state === state;
      let before = 0;
      for (let deaths = 0; deaths < 6; deaths++) {
        await eventually(() => {
          const { pid } = lab.server.kernels.get(id);
          return pid !== undefined && pid !== before;
        });
        before = lab.server.kernels.get(id).pid ?? 0;
        process.kill(before, 'SIGKILL');
      }
      await frontEnd.next(undefined, isState('dead'));
      expect(frontEnd.received.filter(isState('restarting'))).toHaveLength(5);
      expect((await model()).execution_state).toBe('dead');
      // A user may restart it.
      expect((await api<Model>(lab, 'POST', `/api/kernels/${id}/restart`)).json.execution_state).toBe('idle');
      const cell = frontEnd.execute('1');
      expect((await frontEnd.ended(cell)).content.status).toBe('ok');
      await frontEnd.close();
    },
    START_LIMIT,
  );

  it(
    'ends when it is deleted, whatever it is doing',
    async () => {
      const frontEnd = await FrontEnd.connect(lab, id, 'ten', true);
      const cell = frontEnd.execute("process.stdout.write('x'.padEnd(300_000)); for (;;);");
      await frontEnd.next(cell, ({ header }) => header.msg_type === 'stream');
      const pid = lab.server.kernels.get(id).pid ?? 0;
      const closed = once(frontEnd.socket, 'close');
      expect((await api(lab, 'DELETE', `/api/kernels/${id}`)).status).toBe(204);
      await closed;
      expect(isRunning(pid)).toBe(false);
      expect((await api(lab, 'GET', `/api/kernels/${id}`)).status).toBe(404);
      expect((await api(lab, 'DELETE', `/api/kernels/${id}`)).status).toBe(404);
    },
    START_LIMIT,
  );
});

describe('optional fields set to null', () => {
  it('count as omitted, as Python clients send them', async () => {
    const made = await api<{ id: string }>(lab, 'POST', '/api/kernels', { name: null, path: null });
    expect(made.status).toBe(201);
    expect((await api(lab, 'DELETE', `/api/kernels/${made.json.id}`)).status).toBe(204);
    const file = await api(lab, 'POST', '/api/contents', { type: null, ext: '.txt', copy_from: null });
    expect(file).toMatchObject({ status: 201, json: { path: 'untitled.txt' } });
    const nothing = { hash: null, last_modified: null, chunk: null };
    const save = { type: 'file', format: 'text', content: 'x', ...nothing };
    expect((await api(lab, 'PUT', '/api/contents/untitled.txt', save)).status).toBe(200);
  });
});
