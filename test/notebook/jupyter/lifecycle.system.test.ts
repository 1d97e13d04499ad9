import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConnection } from '#listenlab/notebook/jupyter/connection.js';
import { KernelClient, KernelDiedError } from '#listenlab/notebook/jupyter/kernel-client.js';
import { startKernelProcess } from '#listenlab/notebook/jupyter/kernel-process.js';
import { withFolder } from '../../support/folder.js';
import {
  eventually,
  isRunning,
  printed,
  RawClient,
  REPOSITORY,
  runCode,
  START_LIMIT,
} from './kernel-support.js';
import { endsWithItsParent } from './parent-killed.js';

/** Every test starts its own kernel. */
const LIMIT = START_LIMIT + 30_000;

async function withKernel(use: (kernel: KernelClient) => Promise<void>): Promise<void> {
  const kernel = await KernelClient.start({ cwd: REPOSITORY });
  try {
    await use(kernel);
  } finally {
    await kernel.shutdown();
  }
}

/** Starts a program from a cell that outlives the cell, and returns its process. */
async function startSleeping(kernel: KernelClient): Promise<number> {
  const start = "import { spawn } from 'node:child_process'; spawn('sleep', ['1000']).pid";
  const { outputs } = await runCode(kernel, start);
  const pid = Number((outputs[0] as { data: Record<string, unknown> }).data['text/plain']);
  expect(isRunning(pid)).toBe(true);
  return pid;
}

describe('interrupt', () => {
  it(
    'stops an await, a loop before any await, and an awaited last value; the kernel survives, and kills the processes that its cells started',
    async () => {
      let sleeping = 0;
      await withKernel(async (kernel) => {
        sleeping = await startSleeping(kernel);
        // Nothing runs, so nothing happens; the reply shows that the signal has been handled.
        await kernel.interrupt();
        await kernel.request('kernel_info_request');
        for (const code of [
          "console.log('started'); await new Promise(() => undefined);",
          "process.stdout.write('started'.padEnd(300_000)); for (;;);",
          "console.log('started'); new Promise(() => undefined)",
        ]) {
          const cell = kernel.execute(code);
          const waiting = kernel.execute('"waits"');
          for await (const event of cell.events)
            if (event.kind === 'output' && event.output.output_type === 'stream') await kernel.interrupt();
          expect(await cell.reply).toMatchObject({
            status: 'error',
            ename: 'KeyboardInterrupt',
            evalue: 'interrupted',
            traceback: ['KeyboardInterrupt: interrupted', expect.stringMatching(/^ {4}at Cell \[\d+\]$/)],
          });
          expect((await waiting.reply).status).toBe('aborted');
        }
        const { outputs } = await runCode(kernel, "console.log('after')");
        expect(printed(outputs)).toBe('after\n');
        expect(isRunning(sleeping)).toBe(true);
      });
      await eventually(() => !isRunning(sleeping));
    },
    LIMIT,
  );
});

describe('a kernel that dies', () => {
  it(
    'fails the running cell, queued cells and later ones with an error that says how it died',
    () =>
      withKernel(async (kernel) => {
        const cell = kernel.execute("console.log('last print'); await new Promise(() => undefined)");
        const behind = kernel.execute('1');
        let text = '';
        await expect(async () => {
          for await (const event of cell.events) {
            if (event.kind === 'output' && event.output.output_type === 'stream') text += event.output.text;
            process.kill(kernel.pid, 'SIGKILL');
          }
        }).rejects.toThrow(/^the kernel was killed from outside \(SIGKILL\)\n.*memory/);
        expect(text).toBe('last print\n');
        await expect(behind.reply).rejects.toThrow(KernelDiedError);
        await expect(kernel.execute('2').reply).rejects.toThrow(
          'the kernel was killed from outside (SIGKILL)',
        );
        await expect(kernel.request('kernel_info_request')).rejects.toThrow(KernelDiedError);
      }),
    LIMIT,
  );

  it(
    'reports the exit code if a cell ended it, and kills the processes that its cells started',
    () =>
      withKernel(async (kernel) => {
        const sleeping = await startSleeping(kernel);
        await expect(kernel.execute('process.exit(3)').reply).rejects.toThrow(
          /^the kernel ended with exit code 3\nThe cell, or a package that it uses, called process\.exit/,
        );
        await eventually(() => !isRunning(sleeping));
      }),
    LIMIT,
  );

  it(
    'reports that it ran out of memory, its limit, and how to raise it',
    async () => {
      const { NODE_OPTIONS } = process.env;
      process.env.NODE_OPTIONS = '--max-old-space-size=400';
      try {
        await withKernel((kernel) =>
          expect(
            kernel.execute('const all: number[][] = []; while (true) all.push(new Array(1e6).fill(1));')
              .reply,
          ).rejects.toThrow(
            /^the kernel ran out of memory: .*0\.4 GB\n(?:.*\n)*.*NODE_OPTIONS to --max-old-space-size=800/,
          ),
        );
      } finally {
        if (NODE_OPTIONS === undefined) delete process.env.NODE_OPTIONS;
        else process.env.NODE_OPTIONS = NODE_OPTIONS;
      }
    },
    LIMIT,
  );

  it(
    'reports its last output if it was not ready yet',
    () =>
      withFolder(async (folder) => {
        const { NODE_OPTIONS } = process.env;
        process.env.NODE_OPTIONS = '--no-such-option';
        try {
          await expect(KernelClient.start({ cwd: folder })).rejects.toThrow(
            /the kernel ended with exit code 9\n.*\nIts last output: .*--no-such-option/,
          );
        } finally {
          if (NODE_OPTIONS === undefined) delete process.env.NODE_OPTIONS;
          else process.env.NODE_OPTIONS = NODE_OPTIONS;
        }
      }),
    LIMIT,
  );
});

describe('a kernel', () => {
  it(
    'leaves no process and no file when it shuts down, and its folder is private until then',
    async () => {
      const kernel = await startKernelProcess('listenlab', REPOSITORY);
      const folder = path.dirname(kernel.connection.ip);
      expect(statSync(folder).mode & 0o777).toBe(0o700);
      expect(statSync(path.join(folder, 'connection.json')).mode & 0o777).toBe(0o600);
      await kernel.dispose();
      expect(isRunning(kernel.pid)).toBe(false);
      expect(existsSync(folder)).toBe(false);
    },
    LIMIT,
  );

  it(
    'leaves nothing behind when its start is aborted',
    async () => {
      const abort = new AbortController();
      const start = KernelClient.start({ cwd: REPOSITORY, signal: abort.signal });
      setTimeout(() => abort.abort(), 200);
      await expect(start).rejects.toThrow('aborted');
      await expect(KernelClient.start({ signal: abort.signal })).rejects.toThrow('aborted');
    },
    LIMIT,
  );

  it(
    'ends when the process that started it is killed, even in an endless loop',
    () => endsWithItsParent('listenlab'),
    LIMIT,
  );
});

describe('a kernel that a Jupyter client started', () => {
  /** Starts a kernel by its command from a process that ends at once, and returns its id. */
  async function orphan(folder: string, says: string): Promise<number> {
    const kernel = path.join(REPOSITORY, 'dist/notebook/kernel/main.js');
    const args = [kernel, '--connection-file', path.join(folder, 'connection.json')];
    const script = `
      const { spawn } = require('node:child_process');
      ${says};
      const kernel = spawn(process.execPath, ${JSON.stringify(args)}, { detached: true, stdio: 'ignore' });
      kernel.unref();
      console.log(kernel.pid);
      process.stdin.once('data', () => process.exit());`;
    const parent = spawn(process.execPath, ['-e', script], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const [data] = await once(parent.stdout, 'data');
    parent.stdin.write('end');
    await once(parent, 'exit');
    return Number(String(data));
  }

  it(
    'ends with its client if asked to, and otherwise outlives it',
    () =>
      withFolder(async (folder) => {
        const connection = {
          ...{
            transport: 'ipc',
            ip: path.join(folder, 'kernel'),
            key: 'key',
            signature_scheme: 'hmac-sha256',
          },
          ...{ shell_port: 1, iopub_port: 2, stdin_port: 3, control_port: 4, hb_port: 5 },
        };
        await writeFile(path.join(folder, 'connection.json'), JSON.stringify(connection));
        const dependent = await orphan(folder, 'process.env.JPY_PARENT_PID = process.pid');
        await eventually(() => !isRunning(dependent));
        const independent = await orphan(folder, '');
        const client = new RawClient(await readConnection(path.join(folder, 'connection.json')));
        try {
          await client.ready();
          // Longer than several checks for the parent.
          const code =
            'await new Promise((resolve) => setTimeout(resolve, 2000)); process.env.JPY_PARENT_PID';
          const reply = await client.replyTo(client.send('execute_request', { code }));
          expect(reply.content.status).toBe('ok');
        } finally {
          client.close();
          process.kill(independent, 'SIGKILL');
        }
      }),
    LIMIT,
  );
});
