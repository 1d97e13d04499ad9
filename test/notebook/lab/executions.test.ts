import { beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '#listenlab/notebook/jupyter/nbformat.js';
import { type Header, newHeader } from '#listenlab/notebook/jupyter/wire.js';
import { Executions } from '#listenlab/notebook/lab/kernels/executions.js';
import type { SocketMessage } from '#listenlab/notebook/lab/kernels/socket-message.js';

let executions: Executions;
beforeEach(() => {
  executions = new Executions();
});

const bytes = (...parts: object[]) => parts.map((part) => Buffer.from(JSON.stringify(part)));

function request(
  type: string,
  metadata: JsonObject,
  header: Header = newHeader(type, 'page'),
  content: JsonObject = {},
): SocketMessage {
  return { channel: 'shell', parts: bytes(header, {}, metadata, content), buffers: [] };
}

/** Sends a cell to the kernel; returns a function that makes the kernel send a message for it. */
function ask(cellId: string | undefined, code = '') {
  const header = newHeader('execute_request', 'page');
  executions.asked(request('execute_request', cellId === undefined ? {} : { cellId }, header, { code }));
  const tell = (type: string, content: JsonObject, watched = true) => {
    const own = newHeader(type, 'kernel');
    const channel = type === 'execute_reply' ? 'shell' : type === 'input_request' ? 'stdin' : 'iopub';
    const parts = bytes(own, header, {}, content);
    return executions.told({ channel, header: own, parent: header, parts, buffers: [] }, watched);
  };
  const end = (execution_count: number, watched = true) => {
    tell('execute_reply', { status: 'ok', execution_count }, watched);
    tell('status', { execution_state: 'idle' }, watched);
  };
  const busy = () => tell('status', { execution_state: 'busy' });
  const print = (text: string, watched = true) => tell('stream', { name: 'stdout', text }, watched);
  return { header, tell, end, busy, print };
}

/** The messages sent to a page that follows a run. */
function followed(header: Header): [type: string, content: JsonObject][] {
  const follow = { ...newHeader('listenlab_follow_request', 'other'), msg_id: header.msg_id };
  return executions.replay(request('listenlab_follow_request', {}, follow)).map(({ parts }) => {
    const [own, parent, , content] = parts.map((part) => JSON.parse(Buffer.from(part).toString()));
    expect(parent.msg_id).toBe(header.msg_id);
    return [own.msg_type, content];
  });
}
const outputs = (header: Header) =>
  followed(header)
    .filter(([type]) => !['status', 'execute_reply', 'clear_output'].includes(type))
    .map(([, content]) => content.text ?? content.data ?? content.evalue);
const states = () => executions.list(() => false).map(({ cell_id, state }) => `${cell_id} ${state}`);

describe('executions of cells, kept for pages that open later', () => {
  it('are pending, running and finished, whichever of reply and idle comes first', () => {
    const [first, second] = [ask('a'), ask('b')];
    expect(states()).toEqual(['a waiting', 'b waiting']);
    first.busy();
    first.print('one');
    expect(states()).toEqual(['a running', 'b waiting']);
    first.tell('status', { execution_state: 'idle' });
    expect(states()).toEqual(['a running', 'b waiting']);
    first.tell('execute_reply', { status: 'ok', execution_count: 1 });
    second.busy();
    expect(states()).toEqual(['a ended', 'b running']);
    expect(followed(first.header).map(([type]) => type)).toEqual([
      'status',
      'clear_output',
      'stream',
      'execute_reply',
      'status',
    ]);
  });

  it('are replaced by the next run of the same cell, and not by code that is no cell', () => {
    const console = ask(undefined);
    console.busy();
    expect(console.print('x')).toBe(false);
    console.end(1);
    const first = ask('a');
    first.busy();
    first.end(2);
    const again = ask('a');
    expect(executions.list(() => false).map(({ msg_id }) => msg_id)).toEqual([again.header.msg_id]);
    expect(followed(first.header).map(([type, { status }]) => status ?? type)).toEqual(['aborted', 'status']);
  });

  it('include the code that ran, so that a page shows them only in a matching cell', () => {
    ask('a', "'Paris'");
    expect(executions.list(() => false)).toMatchObject([{ cell_id: 'a', code: "'Paris'" }]);
  });

  it('drop what a save contains, by execution count, and keep what follows', () => {
    const cell = ask('a');
    cell.busy();
    cell.print('one');
    executions.saved([{ id: 'a', execution_count: null }]);
    cell.end(7);
    executions.saved([{ id: 'a', execution_count: 6 }]);
    expect(outputs(cell.header)).toEqual(['one']);
    executions.saved([{ id: 'a', execution_count: 7 }]);
    expect(followed(cell.header).map(([type]) => type)).toEqual(['status', 'execute_reply', 'status']);
    cell.print('late');
    expect(outputs(cell.header)).toEqual(['late']);
    executions.saved([]);
    expect(executions.list(() => false)).toEqual([]);
  });

  it('keep only the latest state of displays and cleared output', () => {
    const cell = ask('a');
    cell.busy();
    const display = (type: string, text: string, display_id: string) =>
      cell.tell(type, { data: { text }, transient: { display_id } });
    display('display_data', '0 %', 'bar');
    display('display_data', 'other', 'other');
    for (let i = 1; i <= 100; i++) display('update_display_data', `${i} %`, 'bar');
    display('update_display_data', 'changed', 'other');
    expect(outputs(cell.header)).toEqual([
      { text: '0 %' },
      { text: 'other' },
      { text: '100 %' },
      { text: 'changed' },
    ]);
    cell.tell('clear_output', { wait: true });
    expect(outputs(cell.header)).toHaveLength(4);
    cell.print('new');
    expect(outputs(cell.header)).toEqual(['new']);
    cell.tell('clear_output', { wait: false });
    expect(outputs(cell.header)).toEqual([]);
  });

  it('keep an input prompt until it is answered', () => {
    const cell = ask('a');
    cell.busy();
    cell.tell('input_request', { prompt: 'name?' });
    expect(followed(cell.header).at(-1)).toEqual(['input_request', { prompt: 'name?' }]);
    const reply = request('input_reply', {});
    const late = bytes(
      newHeader('input_reply', 'page'),
      { msg_type: 'input_request', msg_id: 'an earlier question' },
      {},
      {},
    );
    expect(executions.answered({ ...reply, parts: late, channel: 'stdin' })).toBe(false);
    expect(followed(cell.header).at(-1)).toEqual(['input_request', { prompt: 'name?' }]);
    expect(executions.answered({ ...reply, channel: 'stdin' })).toBe(true);
    expect(followed(cell.header).map(([type]) => type)).not.toContain('input_request');
  });

  it('keep at most 64 MB, and report how much was dropped', () => {
    const cell = ask('a');
    cell.busy();
    const megabyte = 'x'.repeat(2 ** 20);
    for (let i = 0; i < 80; i++) cell.print(`${i} ${megabyte}`);
    const [notice, ...kept] = outputs(cell.header) as string[];
    expect(notice).toBe(`listenlab: ${80 - kept.length} messages were dropped while no page was open\n`);
    expect(kept.length).toBeGreaterThan(40);
    expect(kept.at(-1)?.startsWith('79 ')).toBe(true);
  });

  it('count as unseen if they end with no page open, until one asks', () => {
    const cell = ask('a');
    cell.busy();
    cell.print('x', false);
    expect(executions.unseen).toBe(false);
    cell.end(1, false);
    expect(executions.unseen).toBe(true);
    executions.list(() => false);
    expect(executions.unseen).toBe(false);
  });

  it('end with their kernel: the running one with the reason, queued ones without having run', () => {
    const [running, waiting] = [ask('a'), ask('b')];
    running.busy();
    running.tell('execute_input', { code: '', execution_count: 3 });
    const told = executions.end({ reason: 'the kernel fell over', advice: ['Lift it.'] }, true);
    expect(told.map(({ channel }) => channel)).toEqual(['iopub', 'shell', 'iopub', 'shell', 'iopub']);
    expect(states()).toEqual(['a ended', 'b ended']);
    expect(outputs(running.header)).toEqual(['the kernel fell over']);
    const reply = (header: Header) => followed(header).find(([type]) => type === 'execute_reply')?.[1];
    expect(reply(running.header)).toMatchObject({ status: 'error', ename: 'KernelDied', execution_count: 3 });
    expect(reply(waiting.header)).toMatchObject({ status: 'aborted' });
    expect(executions.end({ reason: 'the kernel fell over', advice: [] }, true)).toEqual([]);
    // A page strikes their numbers through, even after a reload, but not those of the next process.
    ask('c').busy();
    expect(executions.list(() => false).map(({ cell_id, gone }) => `${cell_id} ${gone}`)).toEqual([
      'a true',
      'b true',
      'c false',
    ]);
  });

  it('tell the end under the first one if the kernel ended before it said what it was running', () => {
    const done = ask('a');
    done.busy();
    done.end(1);
    const [next, last] = [ask('b'), ask('c')];
    executions.end({ reason: 'the kernel fell over', advice: [] }, true);
    expect([done, next, last].map(({ header }) => outputs(header))).toEqual([
      [],
      ['the kernel fell over'],
      [],
    ]);
    expect(states()).toEqual(['a ended', 'b ended', 'c ended']);
  });
});
