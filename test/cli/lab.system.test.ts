import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { eventually, isRunning } from '../notebook/jupyter/kernel-support.js';
import { useFolder } from '../support/folder.js';
import { inProcess } from './in-process.js';
import { MAIN } from './listenlab.js';

const folder = useFolder();
const started: ChildProcess[] = [];
// Processes that a failing test leaves running.
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

test('lab reports an address that this machine does not have', async () => {
  const { code, stderr } = await inProcess(
    ['lab', folder.path, '--no-browser', '--host', '192.0.2.1'],
    folder,
  );
  expect(code).toBe(1);
  expect(stderr).toContain('this machine has no address 192.0.2.1; give --host one of its own');
});

interface Running {
  child: ChildProcess;
  url: URL;
  said: () => string;
}

/** Starts the lab and waits for its address. */
async function startLab(args: string[], env: NodeJS.ProcessEnv = {}): Promise<Running> {
  const child = spawn(process.execPath, [MAIN, 'lab', folder.path, ...args], {
    cwd: folder.path,
    env: { ...process.env, LISTENLAB_DATA: folder.data, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  let said = '';
  let wake = () => {};
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text) => {
      said += text;
      wake();
    });
  }
  for (;;) {
    const found = /http:\/\/\S+/.exec(said);
    if (found) return { child, url: new URL(found[0]), said: () => said };
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
}

async function endBy(child: ChildProcess, signal: NodeJS.Signals): Promise<unknown[]> {
  const exit = once(child, 'exit');
  child.kill(signal);
  return exit;
}

test('lab takes the next port when its own is taken and says so, and one Ctrl+C stops it with its kernels', async () => {
  const first = await startLab(['--port', '0', '--no-browser']);
  const second = await startLab(['--port', first.url.port, '--no-browser']);
  expect(Number(second.url.port)).toBeGreaterThan(Number(first.url.port));
  expect(second.said()).toContain(`port ${first.url.port} is taken; using ${second.url.port}`);
  expect(second.said()).toContain(`listenlab shows ${folder.path} at`);

  const headers = { authorization: `token ${second.url.searchParams.get('token')}` };
  const body = JSON.stringify({ path: 'a.ipynb', type: 'notebook', name: 'a' });
  const made = await fetch(new URL('/api/sessions', second.url), { method: 'POST', headers, body });
  expect(made.status).toBe(201);
  const kernels = childrenOf(second.child.pid ?? 0);
  expect((await kernels).length).toBe(process.platform === 'linux' ? 1 : 0);

  expect(await endBy(second.child, 'SIGINT')).toEqual([0, null]);
  expect(second.said()).toContain('stopping the lab and one kernel');
  expect((await kernels).filter(isRunning)).toEqual([]);
  expect(await endBy(first.child, 'SIGTERM')).toEqual([0, null]);
});

/** Process ids of a process's children, where the system lists them in a file. */
async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  return text.split(' ').filter(Boolean).map(Number);
}

test.runIf(process.platform === 'linux')(
  'lab opens the browser with an address that grants access once',
  async () => {
    const bin = folder.file('bin');
    await mkdir(bin);
    const opened = folder.file('opened');
    const command = path.join(bin, 'xdg-open');
    await writeFile(
      command,
      `#!/bin/sh\nprintf '%s' "$1" > '${opened}.part' && mv '${opened}.part' '${opened}'\n`,
    );
    await chmod(command, 0o755);
    const lab = await startLab(['--port', '0'], { PATH: `${bin}${path.delimiter}${process.env.PATH}` });
    let address = '';
    const look = async () => {
      address = await readFile(opened, 'utf8').catch(() => '');
    };
    await eventually(() => {
      void look();
      return address !== '';
    });
    expect(address).not.toContain(lab.url.searchParams.get('token'));
    const page = await fetch(address, { redirect: 'manual' });
    expect([page.status, page.headers.get('location')]).toEqual([302, '/']);
    expect((await fetch(address, { redirect: 'manual' })).status).toBe(401);
    expect(await endBy(lab.child, 'SIGINT')).toEqual([0, null]);
  },
);

test.each([
  [['nowhere'], /^error: no folder .*nowhere; expected the folder whose notebooks the lab should show\n$/],
  [
    ['--port', 'x'],
    /^error: option '--port <number>' argument 'x' is invalid\. expected a number from 0 to 65535; /,
  ],
  [['--port', '65536'], /expected a number from 0 to 65535/],
])('lab refuses %j with one line', async (args, line) => {
  const { code, stdout, stderr } = await inProcess(['lab', ...args], folder);
  expect(stderr).toMatch(line);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
});
