import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'vitest';
import type { KernelName } from '#listenlab/notebook/jupyter/kernel-process.js';
import { withFolder } from '../../support/folder.js';
import { eventually, isRunning, REPOSITORY } from './kernel-support.js';

/** Kills the process that started a kernel with an endless cell: the kernel ends, and its files are removed. */
export function endsWithItsParent(kernel: KernelName): Promise<void> {
  return withFolder(async (temporary) => {
    const client = pathToFileURL(path.join(REPOSITORY, 'dist/notebook/jupyter/kernel-client.js')).href;
    const script = `
      const { KernelClient } = await import(${JSON.stringify(client)});
      const kernel = await KernelClient.start({ kernel: '${kernel}', cwd: ${JSON.stringify(REPOSITORY)} });
      const cell = kernel.execute("process.stdout.write('x'.repeat(300_000)); for (;;);");
      for await (const event of cell.events) console.log(kernel.pid);`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, TMPDIR: temporary },
    });
    const [data] = await once(parent.stdout, 'data');
    const pid = Number(String(data));
    expect(isRunning(pid)).toBe(true);
    expect(readdirSync(temporary)).toHaveLength(1);
    parent.kill('SIGKILL');
    await eventually(() => !isRunning(pid));
    await eventually(() => readdirSync(temporary).length === 0);
  });
}
