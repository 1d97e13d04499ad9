import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type KernelProcess, startKernelProcess } from '#listenlab/notebook/jupyter/kernel-process.js';
import { RawClient, REPOSITORY, START_LIMIT } from '../jupyter/kernel-support.js';

let kernel: KernelProcess;
let client: RawClient;
beforeAll(async () => {
  kernel = await startKernelProcess('listenlab', REPOSITORY);
  client = new RawClient(kernel.connection);
  await client.ready();
  await run("const { comms }: any = (globalThis as any)[Symbol.for('listenlab.kernel')];");
}, START_LIMIT);
afterAll(async () => {
  client.close();
  await kernel.dispose();
});

/** Runs a cell that must not fail, and returns what was published for it. */
async function run(code: string) {
  const id = client.send('execute_request', { code });
  expect((await client.replyTo(id)).content).toMatchObject({ status: 'ok' });
  return client.publishedFor(id);
}

/** Sends a comm message and returns what was published for it. */
function tell(type: string, content: object, buffers?: Uint8Array[]) {
  return client.publishedFor(client.send(type, { ...content }, 'shell', { buffers }));
}

const typesOf = (messages: { header: { msg_type: string } }[]) =>
  messages.map(({ header }) => header.msg_type).filter((type) => type !== 'status');

describe('a comm that a cell opens', () => {
  it('is announced, sends and receives raw bytes, and is closed', async () => {
    const published = await run(
      `const bytes = Uint16Array.of(1, 2, 0xffff).subarray(1);
      const comm = comms.open('chat', { data: { hello: 1 }, metadata: { version: '1' }, buffers: [bytes] });
      bytes.fill(0);
      comm.onMessage(({ data, buffers }: any) => {
        console.log(JSON.stringify(data), buffers.map((b: Uint8Array) => [...b].join('-')).join(' '));
        comm.send({ echo: data }, buffers);
      });
      comm.onClose(() => console.log('closed'));`,
    );
    const open = published.find(({ header }) => header.msg_type === 'comm_open');
    expect(open?.content).toMatchObject({ target_name: 'chat', data: { hello: 1 } });
    expect(open?.metadata).toEqual({ version: '1' });
    expect(open?.buffers.map((buffer) => [...buffer])).toEqual([[2, 0, 255, 255]]);

    const comm_id = open?.content.comm_id;
    const buffers = [Buffer.from([9, 0, 200]), Buffer.alloc(0)];
    const answered = await tell('comm_msg', { comm_id, data: { a: [1] } }, buffers);
    expect(typesOf(answered)).toEqual(['stream', 'comm_msg']);
    expect(answered[1].content.text).toBe('{"a":[1]} 9-0-200 \n');
    expect(answered[2].content).toEqual({ comm_id, data: { echo: { a: [1] } } });
    expect(answered[2].buffers.map((buffer) => [...buffer])).toEqual([[9, 0, 200], []]);

    expect(typesOf(await tell('comm_close', { comm_id, data: {} }))).toEqual(['stream']);
    expect(typesOf(await tell('comm_msg', { comm_id, data: {} }))).toEqual([]);
    expect(typesOf(await run('comm.send({ late: true });'))).toEqual(['execute_input']);
  });

  it('can carry 30 MB', async () => {
    const published = await run(
      "comms.open('large', { buffers: [new Uint8Array(30 * 2 ** 20).fill(7)] }).close();",
    );
    expect(typesOf(published)).toEqual(['execute_input', 'comm_open', 'comm_close']);
    const bytes = published.find(({ header }) => header.msg_type === 'comm_open')?.buffers[0];
    expect(bytes?.length).toBe(30 * 2 ** 20);
    expect(bytes?.every((byte) => byte === 7)).toBe(true);
  });

  it('receives its messages after the running cell, in order, under their own headers', async () => {
    const opened = await run(
      `const busy = comms.open('busy');
      const heard: number[] = [];
      busy.onMessage(async ({ data }: any) => {
        heard.push(data.n);
        await new Promise((resolve) => setTimeout(resolve, 20));
        console.log('later', data.n);
      });`,
    );
    const comm_id = opened.find(({ header }) => header.msg_type === 'comm_open')?.content.comm_id;
    const cell = client.send('execute_request', {
      code: "await new Promise((resolve) => setTimeout(resolve, 100)); console.log('heard', heard.length)",
    });
    const ids = [1, 2, 3].map((n) => client.send('comm_msg', { comm_id, data: { n } }));
    const text = (await client.publishedFor(cell)).find(({ header }) => header.msg_type === 'stream');
    expect(text?.content.text).toBe('heard 0\n');
    await Promise.all(ids.map((id) => client.publishedFor(id)));
    for (const [at, id] of ids.entries()) {
      const later = await client.publishedMessage(
        ({ parent, header }) => parent.msg_id === id && header.msg_type === 'stream',
      );
      expect(later.content.text).toBe(`later ${at + 1}\n`);
    }
  });

  it('reports a failing handler on stderr, and the kernel continues', async () => {
    const opened = await run(
      `const failing = comms.open('failing');
      failing.onMessage(({ data }: any) => {
        if (data.later) return Promise.reject(new Error('later'));
        throw new TypeError('at once');
      });`,
    );
    const comm_id = opened.find(({ header }) => header.msg_type === 'comm_open')?.content.comm_id;
    const at = await tell('comm_msg', { comm_id, data: {} });
    expect(at[1].content).toMatchObject({ name: 'stderr' });
    expect(at[1].content.text).toMatch(/^In a widget: TypeError: at once\nCell \[\d+\] line 4/);
    const id = client.send('comm_msg', { comm_id, data: { later: true } });
    const later = await client.publishedMessage(
      ({ parent, header }) => parent.msg_id === id && header.msg_type === 'stream',
    );
    expect(later.content.text).toContain('In a widget: Error: later');
  });
});

describe('a comm that a front end opens', () => {
  it('is closed if its target is unknown', async () => {
    const published = await tell('comm_open', { comm_id: 'c1', target_name: 'nobody', data: {} });
    expect(typesOf(published)).toEqual(['comm_close']);
    expect(published[1].content).toEqual({ comm_id: 'c1', data: {} });
  });

  it('reaches the handler registered for its target', async () => {
    await run("comms.accept('mine', (comm: any, opening: any) => comm.send({ got: opening.data }));");
    const published = await tell('comm_open', { comm_id: 'c2', target_name: 'mine', data: { n: 1 } });
    expect(published[1].content).toEqual({ comm_id: 'c2', data: { got: { n: 1 } } });
  });
});

it('is listed by comm_info_request, along with the others or by target', async () => {
  await run("comms.open('listed'); comms.open('listed').close();");
  const ask = async (content: object) =>
    (await client.replyTo(client.send('comm_info_request', { ...content }))).content.comms;
  const listed = await ask({ target_name: 'listed' });
  expect(Object.values(listed as object)).toEqual([{ target_name: 'listed' }]);
  expect(Object.keys((await ask({})) as object).length).toBeGreaterThan(2);
  expect(await ask({ target_name: 'unheard of' })).toEqual({});
});

it('ignores malformed messages', async () => {
  for (const type of ['comm_open', 'comm_msg', 'comm_close']) {
    for (const content of [
      {},
      { comm_id: 7, data: [] },
      { comm_id: '__proto__', target_name: 'constructor' },
    ]) {
      await tell(type, content);
    }
  }
  await run('1');
});
