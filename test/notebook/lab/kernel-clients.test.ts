import { expect, it } from 'vitest';
import { newHeader, rawMessage } from '#listenlab/notebook/jupyter/wire.js';
import { KernelClients } from '#listenlab/notebook/lab/kernels/kernel-clients.js';
import type { SocketMessage } from '#listenlab/notebook/lab/kernels/socket-message.js';

const frontEnd = (session: string) => {
  const received: SocketMessage[] = [];
  return {
    session,
    received,
    send: (message: SocketMessage) => void received.push(message),
    close: () => undefined,
  };
};
const printed = (text: string): SocketMessage => ({
  channel: 'iopub',
  ...rawMessage(newHeader('stream', 'kernel'), { name: 'stdout', text }),
});
const textOf = ({ parts }: SocketMessage) => JSON.parse(Buffer.from(parts[3]).toString()).text as string;

it('a disconnected front end gets the newest 64 MB, and how much was dropped', () => {
  const clients = new KernelClients();
  const first = frontEnd('one');
  clients.add(first);
  clients.remove(first);
  const megabyte = 'x'.repeat(2 ** 20);
  for (let i = 0; i < 70; i++) clients.deliver(printed(`${i} ${megabyte}`), 'one');
  const back = frontEnd('one');
  clients.add(back);
  const [notice, ...kept] = back.received.map(textOf);
  expect(notice).toBe(`listenlab: ${70 - kept.length} messages were dropped while no page was open\n`);
  expect(kept.length).toBe(63);
  expect(kept.map((text) => Number.parseInt(text, 10))).toEqual(Array.from({ length: 63 }, (_, i) => i + 7));
  clients.deliver(printed('live'), 'one');
  expect(textOf(back.received.at(-1) as SocketMessage)).toBe('live');
  clients.remove(back);
  const again = frontEnd('one');
  clients.add(again);
  expect(again.received).toEqual([]);
});

it('every front end, including later ones, is told once why the process was replaced', () => {
  const clients = new KernelClients();
  const here = frontEnd('one');
  clients.add(here);
  clients.tellProcess(2, 'restarted');
  const late = frontEnd('two');
  clients.add(late);
  const told = [here, late].map(({ received }) =>
    received.map(({ parts }) => JSON.parse(Buffer.from(parts[3]).toString())),
  );
  expect(told).toEqual([[{ process: 2, reason: 'restarted' }], [{ process: 2 }]]);
});
