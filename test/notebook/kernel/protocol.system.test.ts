import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Subscriber } from 'zeromq';
import { addressOf, type Connection } from '#listenlab/notebook/jupyter/connection.js';
import { type KernelProcess, startKernelProcess } from '#listenlab/notebook/jupyter/kernel-process.js';
import { type Message, newHeader, parse, serialize } from '#listenlab/notebook/jupyter/wire.js';
import { RawClient, REPOSITORY, START_LIMIT } from '../jupyter/kernel-support.js';

let kernel: KernelProcess;
let client: RawClient;
beforeAll(async () => {
  kernel = await startKernelProcess('listenlab', REPOSITORY);
  client = new RawClient(kernel.connection);
  await client.ready();
}, START_LIMIT);
afterAll(async () => {
  client.close();
  await kernel.dispose();
});

const execute = (code: string, more: object = {}) => client.send('execute_request', { code, ...more });

/** Message types published for a request, statuses with their state. */
async function story(id: string): Promise<string[]> {
  const messages = await client.publishedFor(id);
  return messages.map(({ header, content }) => String(content.execution_state ?? header.msg_type));
}

describe('the messages of a cell', () => {
  it('are busy, input, outputs, result, idle, all with the header of their request as parent', async () => {
    const id = execute("console.log('a'); 1 + 1");
    expect(await story(id)).toEqual(['busy', 'execute_input', 'stream', 'execute_result', 'idle']);
    const { content, header } = await client.replyTo(id);
    expect(header.msg_type).toBe('execute_reply');
    expect(content).toMatchObject({ status: 'ok', user_expressions: {}, payload: [] });
    const published = await client.publishedFor(id);
    expect(published[1].content).toEqual({
      code: "console.log('a'); 1 + 1",
      execution_count: content.execution_count,
    });
    expect(published[3].content).toMatchObject({ execution_count: content.execution_count, metadata: {} });
    expect(published.every((message) => message.parent.msg_type === 'execute_request')).toBe(true);
  });

  it('belong to the running cell, not to the waiting one', async () => {
    const first = execute("await new Promise((resolve) => setTimeout(resolve, 100)); console.log('first')");
    const second = execute("console.log('second')");
    const texts = async (id: string) =>
      (await client.publishedFor(id)).flatMap(({ header, content }) =>
        header.msg_type === 'stream' ? [content.text] : [],
      );
    expect(await texts(first)).toEqual(['first\n']);
    expect(await texts(second)).toEqual(['second\n']);
    const states = client.published.filter((message) => message.header.msg_type === 'status');
    const order = states.filter((message) => [first, second].includes(String(message.parent.msg_id)));
    expect(order.map((message) => [message.parent.msg_id, message.content.execution_state])).toEqual([
      [first, 'busy'],
      [first, 'idle'],
      [second, 'busy'],
      [second, 'idle'],
    ]);
  });

  it('end with an error, which the reply has too', async () => {
    const id = execute("throw new TypeError('x')");
    expect(await story(id)).toEqual(['busy', 'execute_input', 'error', 'idle']);
    const error = { ename: 'TypeError', evalue: 'x', traceback: expect.any(Array) };
    const rest = { user_expressions: {}, payload: [] };
    expect((await client.replyTo(id)).content).toMatchObject({ status: 'error', ...error, ...rest });
    expect((await client.publishedFor(id))[2].content).toMatchObject(error);
  });

  it('are aborted after an error, but still report busy and idle', async () => {
    // It fails after the others have been sent.
    const failing = "await new Promise((resolve) => setTimeout(resolve, 300)); throw new Error('x')";
    const ids = [execute(failing), execute('1'), execute('2', { stop_on_error: false })];
    expect((await client.replyTo(ids[1])).content).toEqual({ status: 'aborted' });
    expect((await client.replyTo(ids[2])).content).toEqual({ status: 'aborted' });
    expect(await story(ids[2])).toEqual(['busy', 'idle']);
    const statuses = client.published.filter(({ header }) => header.msg_type === 'status');
    const own = statuses.flatMap(({ parent, content }) =>
      ids.includes(String(parent.msg_id))
        ? [[ids.indexOf(String(parent.msg_id)), content.execution_state]]
        : [],
    );
    expect(own).toEqual(
      ids.flatMap((_, i) => [
        [i, 'busy'],
        [i, 'idle'],
      ]),
    );
  });

  it('include the requested user_expressions, each with its own error', async () => {
    const user_expressions = {
      sum: 'plays + 1',
      promised: 'Promise.resolve([plays])',
      nothing: 'undefined // said so',
      missing: 'noSuchName',
      thrown: "(() => { throw new RangeError('too far'); })()",
      statement: 'const x = 1',
    };
    const id = execute('const plays = 41;', { user_expressions, silent: true });
    const text = (plain: string) => ({ status: 'ok', data: { 'text/plain': plain }, metadata: {} });
    const error = (ename: string) => ({
      ...{ status: 'error', ename, evalue: expect.any(String), traceback: expect.any(Array) },
    });
    const { content } = await client.replyTo(id);
    expect(content).toMatchObject({ status: 'ok' });
    expect(content.user_expressions).toEqual({
      sum: text('42'),
      promised: text('[ 41 ]'),
      nothing: text('undefined'),
      missing: { ...error('TypeScriptError'), ename: expect.any(String) },
      thrown: error('RangeError'),
      statement: { ...error('SyntaxError'), ename: expect.any(String) },
    });
    expect(await story(id)).toEqual(['busy', 'idle']);
    const failed = execute('noSuchName', { user_expressions });
    expect((await client.replyTo(failed)).content.user_expressions).toEqual({});
  });

  it('are not aborted after an error in silent code', async () => {
    const failing = "await new Promise((resolve) => setTimeout(resolve, 300)); throw new Error('x')";
    const ids = [execute(failing, { silent: true }), execute('1')];
    expect((await client.replyTo(ids[0])).content.status).toBe('error');
    expect((await client.replyTo(ids[1])).content.status).toBe('ok');
  });

  it('do not advance the execution count without store_history', async () => {
    const count = async (more: object) =>
      Number((await client.replyTo(execute('1', more))).content.execution_count);
    const first = await count({});
    expect(await count({ store_history: false })).toBe(first);
    expect(await count({})).toBe(first + 1);
  });
});

describe('a second front end', () => {
  it('sees everything that the first one runs, displays and changes', async () => {
    const second = new RawClient(kernel.connection);
    try {
      await second.ready();
      const id = execute(
        "import { show, widgets } from 'listenlab';\nconsole.log('both'); show(widgets.slider({ min: 1, max: 9 })); 1 + 1",
      );
      const key = ({ header, content }: Message) => [header.msg_id, header.msg_type, content];
      const [first, other] = [await client.publishedFor(id), await second.publishedFor(id)];
      expect(other.map(key)).toEqual(first.map(key));
      expect(first.map(({ header }) => header.msg_type)).toContain('execute_input');
      const slider = first.filter(({ header }) => header.msg_type === 'comm_open').at(-1)?.content.comm_id;
      const moved = second.send('comm_msg', {
        comm_id: slider,
        data: { method: 'update', state: { value: 5 }, buffer_paths: [] },
      });
      const echo = (await client.publishedFor(moved)).find(({ header }) => header.msg_type === 'comm_msg');
      expect(echo?.content.data).toMatchObject({ method: 'echo_update', state: { value: 5 } });
    } finally {
      second.close();
    }
  });
});

describe('other requests', () => {
  const ask = async (type: string, content: object = {}, channel: 'shell' | 'control' = 'shell') =>
    (await client.replyTo(client.send(type, { ...content }, channel))).content;

  it('kernel_info_request returns protocol and language', async () => {
    expect(await ask('kernel_info_request')).toMatchObject({
      status: 'ok',
      protocol_version: '5.3',
      implementation: 'listenlab',
      language_info: { name: 'typescript', file_extension: '.ts', mimetype: 'text/typescript' },
    });
  });

  it('complete_request counts code points, before and after the cursor', async () => {
    await client.replyTo(execute('const listeners = [1];'));
    const code = "'🎸'; listen";
    const content = await ask('complete_request', { code, cursor_pos: 11 });
    expect(content).toMatchObject({ status: 'ok', cursor_start: 5, cursor_end: 11 });
    expect(content.matches).toContain('listeners');
  });

  it('inspect_request returns the type of a name', async () => {
    const content = await ask('inspect_request', { code: 'listeners', cursor_pos: 3, detail_level: 0 });
    expect(content).toMatchObject({ found: true, data: { 'text/plain': 'const listeners: number[]' } });
    expect(await ask('inspect_request', { code: '  ', cursor_pos: 1 })).toMatchObject({ found: false });
  });

  it('is_complete_request distinguishes incomplete, complete and invalid code', async () => {
    expect(await ask('is_complete_request', { code: 'let 1a = 2;' })).toEqual({ status: 'invalid' });
    expect(await ask('is_complete_request', { code: 'f(1)' })).toEqual({ status: 'complete' });
    expect(await ask('is_complete_request', { code: 'if (x) {' })).toEqual({
      status: 'incomplete',
      indent: '  ',
    });
  });

  it('history_request returns the latest cells', async () => {
    await client.replyTo(execute('"remembered"'));
    const content = await ask('history_request', { hist_access_type: 'tail', n: 1 });
    expect(content).toEqual({ status: 'ok', history: [[0, expect.any(Number), '"remembered"']] });
  });

  it('history_request finds cells by number and by pattern, with their output', async () => {
    for (const code of ['100 + 1', '100 + 2', '100 + 1']) await client.replyTo(execute(code));
    const found = async (content: object) => {
      const { history } = await ask('history_request', content);
      return history as [session: number, count: number, source: unknown][];
    };
    const [[session, last]] = await found({ hist_access_type: 'tail', n: 1 });
    const search = { hist_access_type: 'search', pattern: '100*' };
    const sources = (cells: unknown[][]) => cells.map((cell) => cell[2]);
    expect(sources(await found({ hist_access_type: 'range', session, start: last - 1, stop: last }))).toEqual(
      ['100 + 2'],
    );
    expect(sources(await found(search))).toEqual(['100 + 1', '100 + 2', '100 + 1']);
    expect(sources(await found({ ...search, unique: true }))).toEqual(['100 + 2', '100 + 1']);
    expect(sources(await found({ ...search, pattern: '100 ? 1', n: 1 }))).toEqual(['100 + 1']);
    expect(sources(await found({ ...search, pattern: '00*' }))).toEqual([]);
    expect(await found({ hist_access_type: 'tail', n: 1, output: true })).toEqual([
      [session, last, ['100 + 1', '101']],
    ]);
  });

  it('interrupt_request on the control channel ends an await while the cell is busy', async () => {
    const id = execute('await new Promise(() => undefined)');
    await client.publishedMessage(
      ({ parent, header }) => parent.msg_id === id && header.msg_type === 'execute_input',
    );
    const interrupt = client.send('interrupt_request', {}, 'control');
    expect((await client.replyTo(interrupt)).content).toEqual({ status: 'ok' });
    expect((await client.replyTo(id)).content).toMatchObject({ status: 'error', ename: 'KeyboardInterrupt' });
    expect(client.published.filter((message) => message.parent.msg_id === interrupt)).toEqual([]);
  });
});

describe('malformed frames', () => {
  it('are refused, and the kernel answers the next request', async () => {
    const header = newHeader('execute_request', 'stranger');
    const stranger = {
      identities: [],
      header,
      parent: {},
      metadata: {},
      content: { code: 'process.exit(1)' },
      buffers: [],
    };
    const signed = serialize(stranger, kernel.connection.key);
    const hostile: Uint8Array[][] = [
      serialize(stranger, 'another key'),
      serialize(stranger, ''),
      signed.slice(0, 4),
      [Buffer.alloc(0)],
      [Buffer.from('<IDS|MSG>')],
      signed.with(5, Buffer.from('{"code":')),
    ];
    for (const frames of hostile)
      for (const channel of ['shell', 'control'] as const) client.sendFrames(frames, channel);
    expect((await client.replyTo(execute('"alive"'))).content.status).toBe('ok');
    expect(client.replies.filter((message) => message.parent.msg_id === header.msg_id)).toEqual([]);
  });

  it('that are signed but invalid get an error or no answer', async () => {
    const reply = await client.replyTo(client.send('complete_request', { code: 7, cursor_pos: -3 }));
    expect(['ok', 'error']).toContain(reply.content.status);
    client.send('no_such_request', {});
    expect((await client.replyTo(execute('1'))).content.status).toBe('ok');
  });
});

describe('a name that a cell with a mistake declares', () => {
  it('is no longer said to be declared there once that cell was run again without it', async () => {
    const said = async (code: string, cellId: string) => {
      const id = client.send('execute_request', { code }, 'shell', { metadata: { cellId } });
      return String((await client.replyTo(id)).content.evalue);
    };
    await said("import { topArtistsChart } from 'listenlab';", 'seven');
    expect(await said('topArtistsChart({})', 'eight')).toContain('declares it, but has a mistake');
    await said("import { charts } from 'listenlab';", 'seven');
    expect(await said('topArtistsChart({})', 'eight')).toContain('It is now charts.topArtists');
  });
});

// Last: it ends the kernel.
describe('shutdown_request', () => {
  it('is answered after everything printed earlier, however slowly it is read, and the process exits by itself', async () => {
    const size = 40 * 2 ** 20;
    const slow = new SlowFrontEnd(kernel.connection);
    const read = slow.read(size);
    while (!slow.isConnected) await client.publishedFor(execute('1'));
    const printing = execute("for (let i = 0; i < 40; i++) process.stdout.write('x'.repeat(2 ** 20));");
    const id = client.send('shutdown_request', { restart: true });
    const pieces = (await client.publishedFor(printing)).filter(({ header }) => header.msg_type === 'stream');
    expect(pieces.reduce((sum, { content }) => sum + String(content.text).length, 0)).toBe(size);
    expect((await client.replyTo(id)).content).toEqual({ status: 'ok', restart: true });
    expect(await story(id)).toEqual(['busy', 'idle']);
    expect(await kernel.ended).toMatchObject({ code: 0, signal: null });
    await read;
    expect(slow.characters).toBe(size);
  });
});

/** A front end that takes 0.1 s for each message and lets only one wait. */
class SlowFrontEnd {
  /** Characters of output received. */
  characters = 0;
  isConnected = false;
  readonly #connection: Connection;
  // A message that is lost is missed for good.
  readonly #iopub = new Subscriber({
    ...{ linger: 0, receiveHighWaterMark: 1, receiveBufferSize: 2 ** 16, receiveTimeout: 60_000 },
  });

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#iopub.connect(addressOf(connection, 'iopub'));
    this.#iopub.subscribe();
  }

  /** Reads until this many characters have come. */
  async read(characters: number): Promise<void> {
    while (this.characters < characters) {
      const { header, content } = parse(await this.#iopub.receive(), this.#connection.key);
      this.isConnected = true;
      if (header.msg_type === 'stream') this.characters += String(content.text).length;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    this.#iopub.close();
  }
}
