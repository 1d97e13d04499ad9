import { readdir, rm, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type Connection, readConnection } from '#listenlab/notebook/jupyter/connection.js';
import { KernelClient } from '#listenlab/notebook/jupyter/kernel-client.js';
import type { KernelName } from '#listenlab/notebook/jupyter/kernel-process.js';
import { runNotebook } from '#listenlab/notebook/jupyter/runner.js';
import { REPOSITORY } from '../notebook/jupyter/kernel-support.js';
import { endsWithItsParent } from '../notebook/jupyter/parent-killed.js';
import { code, itRunsNotebooks, LIMIT, withNotebook } from '../notebook/jupyter/runner-cases.js';
import { withFolder } from '../support/folder.js';

// The notebooks of the package run on it, too: see run.test.ts.
describe("a notebook on tslab's own kernel", () => {
  itRunsNotebooks('tslab');

  it('ends when the process that started it is killed, even in an endless loop', () =>
    endsWithItsParent('tslab'));

  it('starts anew when another program takes a port that it was given', () =>
    withFolder(async (folder) => {
      const { TMPDIR } = process.env;
      process.env.TMPDIR = folder;
      const thief = createServer();
      try {
        const started = KernelClient.start({ kernel: 'tslab' });
        // The kernel loads for a second before it binds.
        const { shell_port } = await firstConnection(folder);
        await new Promise<void>((resolve) => thief.listen(shell_port, '127.0.0.1', resolve));
        const kernel = await started;
        expect((await kernel.execute('1 + 1').reply).status).toBe('ok');
        await kernel.shutdown();
        expect(await readdir(folder)).toEqual([]);
      } finally {
        thief.close();
        if (TMPDIR === undefined) delete process.env.TMPDIR;
        else process.env.TMPDIR = TMPDIR;
      }
    }));
});

/** The connection of the first kernel whose temporary folder is in a folder. */
async function firstConnection(folder: string): Promise<Connection> {
  for (;;) {
    const [name] = await readdir(folder);
    const connection = await readConnection(path.join(folder, `${name}`, 'connection.json')).catch(
      () => undefined,
    );
    if (connection) return connection;
    await sleep(5);
  }
}

describe("tslab's displays", () => {
  const cells = [
    `import { display } from 'tslab';
for (const kind of ['javascript', 'html', 'markdown', 'latex', 'svg', 'text']) display[kind]('a ' + kind);
for (const kind of ['png', 'jpeg', 'gif', 'pdf']) display[kind](new Uint8Array([0, 1, 254, 255]).subarray(1));
display.raw('application/x-text', 'as it is');
display.raw('application/x-bytes', Buffer.from('bytes'));`,
    `import { newDisplay } from 'tslab';
const [first, second] = [newDisplay(), newDisplay()];
first.html('1 of 2');
second.text('another');
first.markdown('2 of 2');`,
    `import * as tslab from 'tslab';
console.log(Object.keys(tslab).filter((name) => name !== 'default').sort(), Object.keys(tslab.versions).sort());
console.log(tslab.versions.tslab, tslab.versions.node === process.version);`,
  ].map((source) => code(source));

  it(
    "are the same in listenlab's kernel, which does without tslab",
    () =>
      withNotebook(cells, async (file, output) => {
        const installed = path.join(path.dirname(file), 'node_modules/tslab');
        await symlink(path.join(REPOSITORY, 'node_modules/tslab'), installed, 'dir');
        const outputsIn = async (kernel: KernelName) => {
          const { notebook } = await runNotebook(file, { kernel, output });
          return notebook.cells.map((cell) => (cell.cell_type === 'code' ? cell.outputs : []));
        };
        const expected = await outputsIn('tslab');
        expect(expected.map(({ length }) => length)).toEqual([12, 2, 1]);
        await rm(installed);
        expect(await outputsIn('listenlab')).toEqual(expected);
      }),
    2 * LIMIT,
  );
});
