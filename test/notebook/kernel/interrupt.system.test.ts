import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KernelClient } from '#listenlab/notebook/jupyter/kernel-client.js';
import { startKernelProcess } from '#listenlab/notebook/jupyter/kernel-process.js';
import type { CellEvent } from '#listenlab/notebook/jupyter/outputs.js';
import type { ExecuteReply } from '#listenlab/notebook/jupyter/running-cell.js';
import { millionPlays } from '../../cli/plays.js';
import { fileServer } from '../../data/dataset/file-server.js';
import {
  eventually,
  printed,
  RawClient,
  REPOSITORY,
  runCode,
  START_LIMIT,
} from '../jupyter/kernel-support.js';

const LIMIT = START_LIMIT + 60_000;
const INTERRUPTED = { status: 'error', ename: 'KeyboardInterrupt', evalue: 'interrupted' };

let folder = '';
let kernel: KernelClient;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'listenlab-interrupt-'));
  writeFileSync(path.join(folder, 'plays.tsv'), millionPlays());
  kernel = await KernelClient.start({ cwd: REPOSITORY });
  await passes(`import { openDataset, recommendSettings, trainAls } from 'listenlab';
    import { setTimeout as sleep } from 'node:timers/promises';
    let workers = 0;
    process.on('worker', (worker) => {
      workers++;
      worker.on('exit', () => { workers--; });
    });
    const openMillion = () =>
      openDataset(${JSON.stringify(path.join(folder, 'plays.tsv'))}, { dataDirectory: ${JSON.stringify(folder)} });
    const sample = await openDataset('sample', { dataDirectory: ${JSON.stringify(path.join(folder, 'sample'))} });
    const { dataset } = await sample.clean();
    const interactions = await dataset.interactions();`);
}, LIMIT);
afterAll(async () => {
  await kernel.shutdown();
  await rm(folder, { recursive: true, force: true });
});

/** Runs a cell that must not fail, and returns what it prints. */
async function passes(code: string): Promise<string> {
  const { outputs, reply } = await runCode(kernel, code);
  expect(reply).toMatchObject({ status: 'ok' });
  return printed(outputs).trim();
}

/** Runs a cell and interrupts it as soon as one of its events matches. */
async function interruptedAt(code: string, fits: (event: CellEvent) => boolean) {
  const cell = kernel.execute(code);
  const events: CellEvent[] = [];
  for await (const event of cell.events) {
    if (!events.some(fits) && fits(event)) await kernel.interrupt();
    events.push(event);
  }
  return { reply: await cell.reply, events };
}

/** Runs a cell and interrupts it once `holds`. */
async function interruptedOnce(code: string, holds: () => boolean): Promise<ExecuteReply> {
  const cell = kernel.execute(code);
  await eventually(holds);
  await kernel.interrupt();
  return cell.reply;
}

const prints = (event: CellEvent) => event.kind === 'output' && event.output.output_type === 'stream';

/** The text of each state of the displays that change. */
function liveLines(events: CellEvent[]): unknown[] {
  return events.flatMap((event) => {
    if (event.kind === 'update') return [event.data['text/plain']];
    if (event.kind !== 'output' || event.displayId === undefined || !('data' in event.output)) return [];
    return [event.output.data['text/plain']];
  });
}

function cached(): string[] {
  const cache = path.join(folder, 'cache');
  return existsSync(cache) ? readdirSync(cache) : [];
}

const isPartial = (name: string) => name.endsWith('.partial');

describe('an interrupt', () => {
  it(
    'stops an import and a cleaning, which then work again, the cleaning on the same dataset',
    async () => {
      const opening = await interruptedOnce('const raw = await openMillion();', () =>
        cached().some(isPartial),
      );
      expect(opening).toMatchObject(INTERRUPTED);
      await eventually(() => !cached().some(isPartial));
      expect(cached()).toEqual([]);

      await passes('const raw = await openMillion();');
      expect(cached()).toHaveLength(1);
      const cleaning = await interruptedOnce('await raw.clean();', () => cached().some(isPartial));
      expect(cleaning).toMatchObject(INTERRUPTED);
      await eventually(() => !cached().some(isPartial));
      expect(cached()).toHaveLength(1);

      const size = await passes(`const { dataset: million } = await raw.clean();
        const plays = await million.interactions();
        console.log(plays.size);`);
      expect(Number(size)).toBe(1_000_000);
    },
    LIMIT,
  );

  it(
    'stops a search for settings, whose line says so and which leaves nothing behind',
    async () => {
      const { reply, events } = await interruptedAt('await recommendSettings(interactions);', (event) =>
        liveLines([event]).some((line) => String(line).includes('searching')),
      );
      expect(reply).toMatchObject(INTERRUPTED);
      expect(liveLines(events).at(-1)).toMatch(/^searching settings · stopped after /);
      expect(events.filter(prints)).toEqual([]);
    },
    LIMIT,
  );

  it(
    'stops a training and its threads, but nothing that the cell starts afterwards; training works again',
    async () => {
      const { reply, events } = await interruptedAt(
        `const long = { iterations: 100_000, onIteration: ({ iteration }) => {
            if (iteration === 1) console.log(workers + ' threads');
          } };
        try { await trainAls(interactions, long); } catch (error) { console.log(error.name); }
        await trainAls(interactions, long);`,
        prints,
      );
      expect(reply).toMatchObject(INTERRUPTED);
      const text = events.map((event) => (prints(event) && 'output' in event ? event.output : undefined));
      expect(printed(text.filter((output) => output !== undefined))).toMatch(
        /^[1-9]\d* threads\nAbortError\n$/,
      );
      await passes('while (workers > 0) await sleep(10);');
      const factors = await passes(
        'console.log((await trainAls(interactions, { iterations: 1, factors: 4 })).factors, workers);',
      );
      expect(factors).toBe('4 0');
    },
    LIMIT,
  );

  it(
    'during the preparation of a training leaves no threads behind',
    async () => {
      await passes(`const slow = Object.create(interactions, { byUser: { get() {
        if (new Error().stack.includes('runTraining')) {
          process.kill(process.pid, 'SIGINT');
          for (const begun = Date.now(); Date.now() < begun + 200; );
        }
        return interactions.byUser;
      } } });`);
      const { reply } = await runCode(kernel, 'await trainAls(slow, { iterations: 100_000 });');
      expect(reply).toMatchObject(INTERRUPTED);
      await passes('while (workers > 0) await sleep(10);');
    },
    LIMIT,
  );

  it(
    'stops what an earlier cell left running',
    async () => {
      await passes(
        'const left = trainAls(interactions, { iterations: 100_000 }).catch((error) => error.name);',
      );
      const { reply } = await interruptedAt(
        "console.log('waiting'); await new Promise(() => undefined);",
        prints,
      );
      expect(reply).toMatchObject(INTERRUPTED);
      expect(await passes('console.log(await left); while (workers > 0) await sleep(10);')).toBe(
        'AbortError',
      );
    },
    LIMIT,
  );

  it(
    'stops a cell that is still being compiled',
    async () => {
      const process_ = await startKernelProcess('listenlab', REPOSITORY);
      const client = new RawClient(process_.connection);
      try {
        await client.ready();
        for (let turn = 0; turn < 3; turn++) {
          const code = `import { openDataset as open${turn} } from 'listenlab'; await new Promise(() => undefined);`;
          const id = client.send('execute_request', { code });
          await client.publishedMessage(
            ({ header, parent }) => header.msg_type === 'execute_input' && parent.msg_id === id,
          );
          process_.kill('SIGINT');
          expect((await client.replyTo(id)).content).toMatchObject(INTERRUPTED);
        }
      } finally {
        client.close();
        await process_.dispose();
      }
    },
    LIMIT,
  );
});

it(
  'an interrupt stops a download that shows a line while stalled, and keeps the part already downloaded',
  async () => {
    const server = await fileServer({ content: Buffer.alloc(100_000), etag: '"1"', silentAfter: 5_000 });
    try {
      const { reply, events } = await interruptedAt(
        `import { downloadDataset } from 'listenlab';
        await downloadDataset('lastfm-2k', { mirror: '${server.url('2k.zip')}', dataDirectory: ${JSON.stringify(folder)} });`,
        (event) => liveLines([event]).length > 0,
      );
      expect(reply).toMatchObject(INTERRUPTED);
      expect(liveLines(events)[0]).toMatch(/^downloading .*[█░]{20} /);
      expect(readFileSync(path.join(folder, 'lastfm-2k/hetrec2011-lastfm-2k.zip.partial'))).toHaveLength(
        5_000,
      );
    } finally {
      await server.close();
    }
  },
  LIMIT,
);

describe('a query on a dataset', () => {
  const ENDLESS = 'SELECT sum(a.range * b.range) AS n FROM range(1000000) a, range(1000000) b';

  it(
    'is stopped by an interrupt, along with queued ones, and shows a line while it runs; later queries work',
    async () => {
      const { reply, events } = await interruptedAt(
        `await Promise.allSettled([dataset.query('${ENDLESS}'), dataset.query('${ENDLESS}')]);
        await dataset.query('${ENDLESS}');`,
        (event) => liveLines([event]).length > 0,
      );
      expect(reply).toMatchObject(INTERRUPTED);
      const [first, ...later] = liveLines(events);
      expect(first).toMatch(/^asking .*[█░]{20} /);
      // Each query has its own line, if it took long enough.
      expect(later.at(-1)).toMatch(/^asking Last\.fm sample .*( · stopped after |, 2 times, 2 stopped · )/);
      const count = "(await dataset.query('SELECT count(*) AS n FROM plays')).columns.n[0]";
      expect(Number(await passes(`const n = ${count};\nconsole.log(n);`))).toBeGreaterThan(0);
    },
    LIMIT,
  );
});

describe('long work in a notebook', () => {
  it(
    'shows one line that is updated, and reports at the end that it was stopped',
    async () => {
      const { reply, events } = await interruptedAt(
        'await trainAls(interactions, { iterations: 100_000, factors: 4, computeLoss: true });',
        (event) => /loss/.test(String(liveLines([event])[0])),
      );
      expect(reply).toMatchObject(INTERRUPTED);
      const lines = liveLines(events);
      expect(lines[0]).toMatch(/^training ░{20} /);
      const numbers = /\d+% · iteration \d+ of 100000 · loss \d[\d.]* · [\d.]+ s, .* left$/;
      expect(lines.find((line) => String(line).includes('loss'))).toMatch(numbers);
      expect(lines.at(-1)).toMatch(/^training · stopped after /);
      const ids = events.flatMap((event) => ('displayId' in event ? [event.displayId] : []));
      expect(new Set(ids.filter((id) => id !== undefined)).size).toBe(1);
    },
    LIMIT,
  );

  it(
    'shows nothing if the cell handles progress itself',
    async () => {
      const { events } = await interruptedAt(
        `const begun = Date.now();
        await trainAls(interactions, { iterations: 100_000, factors: 4, onIteration: () => {
          if (Date.now() - begun > 1500) console.log('long enough');
        } });`,
        prints,
      );
      expect(liveLines(events)).toEqual([]);
    },
    LIMIT,
  );
});
