import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  ContentsManager,
  KernelManager,
  KernelSpecManager,
  ServerConnection,
  SessionManager,
} from '@jupyterlab/services';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { isRunning } from '../jupyter/kernel-support.js';
import { notebook, startTestLab, type TestLab } from './lab-support.js';

/** JupyterLab's own client, used like any other program would. */
describe("Jupyter's own client", () => {
  let lab: TestLab;
  let serverSettings: ServerConnection.ISettings;
  beforeAll(async () => {
    // The client reports every status change of a kernel.
    for (const method of ['debug', 'log', 'warn'] as const) vi.spyOn(console, method).mockReturnValue();
    lab = await startTestLab();
    const { token } = lab.server;
    serverSettings = ServerConnection.makeSettings({
      baseUrl: `${lab.origin}/`,
      wsUrl: lab.origin.replace('http', 'ws'),
      token,
      appendToken: true,
    });
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    await lab.close();
  });

  it('manages files: creates, saves, lists, copies, renames, checkpoints, restores and deletes', async () => {
    const contents = new ContentsManager({ serverSettings });
    const made = await contents.newUntitled({ type: 'notebook' });
    expect(made).toMatchObject({ path: 'Untitled.ipynb', type: 'notebook', content: null });
    const content = notebook('1 + 1', '"ü €"');
    await contents.save(made.path, { type: 'notebook', format: 'json', content });
    const trusted = { metadata: { trusted: true } };
    const marked = { ...content, cells: content.cells.map((cell) => ({ ...cell, ...trusted })) };
    expect((await contents.get(made.path)).content).toEqual(marked);
    const checkpoint = await contents.createCheckpoint(made.path);
    await contents.save(made.path, { type: 'notebook', format: 'json', content: notebook() });
    await contents.restoreCheckpoint(made.path, checkpoint.id);
    expect((await contents.get(made.path)).content).toEqual(marked);
    expect(await contents.listCheckpoints(made.path)).toHaveLength(1);

    const folder = await contents.newUntitled({ type: 'directory' });
    const copy = await contents.copy(made.path, folder.path);
    expect(copy.path).toBe('Untitled Folder/Untitled-Copy1.ipynb');
    await contents.rename(copy.path, 'Untitled Folder/mine.ipynb');
    await contents.save('Untitled Folder/plays.tsv', { type: 'file', format: 'text', content: 'a\tb\n' });
    const listed = await contents.get(folder.path);
    expect(listed.content.map((each: { name: string }) => each.name)).toEqual(['mine.ipynb', 'plays.tsv']);
    await contents.save('bytes.bin', { type: 'file', format: 'base64', content: 'AP8=' });
    expect(await readFile(path.join(lab.folder, 'bytes.bin'))).toEqual(Buffer.from([0, 255]));
    expect(await contents.get('bytes.bin', { type: 'file', format: 'base64', content: true })).toMatchObject({
      content: 'AP8=',
    });

    await contents.deleteCheckpoint(made.path, checkpoint.id);
    await expect(contents.delete(folder.path)).rejects.toThrow('not empty');
    for (const name of ['mine.ipynb', 'plays.tsv', '']) await contents.delete(`${folder.path}/${name}`);
    await contents.delete(made.path);
    // As the page of a notebook does after it was deleted in another tab.
    expect(await contents.listCheckpoints(made.path)).toEqual([]);
    expect((await contents.get('')).content).toHaveLength(1);
    await expect(contents.get(made.path)).rejects.toThrow('there is no Untitled.ipynb here');
    contents.dispose();
  });

  it('runs cells in a session, interrupts, restarts, recovers from a crash, and shuts down', async () => {
    const kernelManager = new KernelManager({ serverSettings });
    const sessions = new SessionManager({ kernelManager, serverSettings });
    const specs = new KernelSpecManager({ serverSettings });
    await specs.ready;
    expect(specs.specs?.default).toBe('listenlab');
    const session = await sessions.startNew({
      path: 'a.ipynb',
      name: 'a',
      type: 'notebook',
      kernel: { name: 'listenlab' },
    });
    const kernel = session.kernel;
    if (!kernel) throw new Error('the session has no kernel');
    const run = async (code: string) => {
      const outputs: unknown[] = [];
      const future = kernel.requestExecute({ code });
      future.onIOPub = ({ header, content }) => {
        if (!['status', 'execute_input'].includes(header.msg_type)) outputs.push(content);
      };
      return { reply: (await future.done).content, outputs };
    };

    expect((await kernel.info).implementation).toBe('listenlab');
    expect(await run('const x: number = 6 * 7; console.log(x)')).toMatchObject({
      reply: { status: 'ok', execution_count: 1 },
      outputs: [{ name: 'stdout', text: '42\n' }],
    });
    const complete = await kernel.requestComplete({ code: 'x.toFi', cursor_pos: 6 });
    expect(complete.content).toMatchObject({ status: 'ok', matches: ['toFixed'] });

    const started = new Promise<void>((resolve) => {
      kernel.iopubMessage.connect((_, { header }) => header.msg_type === 'stream' && resolve());
    });
    const endless = run("console.log('started'); await new Promise(() => undefined)");
    await started;
    await kernel.interrupt();
    expect((await endless).reply).toMatchObject({ status: 'error', ename: 'KeyboardInterrupt' });
    expect((await run('x + 1')).reply.status).toBe('ok');

    const states: string[] = [];
    kernel.statusChanged.connect((_, status) => states.push(status));
    const before = lab.server.kernels.get(kernel.id).pid ?? 0;
    await kernel.restart();
    await kernel.info;
    expect(states).not.toContain('autorestarting');
    expect(isRunning(before)).toBe(false);
    expect((await run('x')).outputs).toMatchObject([{ ename: 'TypeScriptError' }]);

    const recovered = new Promise<void>((resolve) => {
      kernel.statusChanged.connect((_, status) => {
        if (status === 'idle' && states.includes('autorestarting')) resolve();
      });
    });
    process.kill(lab.server.kernels.get(kernel.id).pid ?? 0, 'SIGKILL');
    await recovered;
    expect((await run('1')).reply).toMatchObject({ status: 'ok', execution_count: 1 });
    expect(lab.log).toEqual(['the kernel was killed from outside (SIGKILL); restarting it']);

    await session.setPath('b.ipynb');
    expect(await sessions.findByPath('b.ipynb')).toMatchObject({ id: session.id });
    const last = lab.server.kernels.get(kernel.id).pid ?? 0;
    await session.shutdown();
    expect(isRunning(last)).toBe(false);
    expect(lab.server.kernels.list()).toEqual([]);
    for (const each of [session, sessions, kernelManager, specs]) each.dispose();
  });
});
