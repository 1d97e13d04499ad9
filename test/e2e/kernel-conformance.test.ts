import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { LONG_TEST, listenlab, run } from './listenlab.js';

/** The folder with the programs of a real Jupyter. */
const programs = process.env.LISTENLAB_JUPYTER;
const python = programs && path.join(programs, 'python');

function hasConformanceTests(): boolean {
  try {
    if (!python) return false;
    execFileSync(python, ['-c', 'import jupyter_kernel_test'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(!hasConformanceTests())(
  'the kernel (needs LISTENLAB_JUPYTER with jupyter_kernel_test)',
  () => {
    it('passes the conformance tests of Jupyter', { timeout: LONG_TEST }, async () => {
      const folder = await mkdtemp(path.join(os.tmpdir(), 'listenlab-conformance-'));
      const environment = { HOME: folder, JUPYTER_DATA_DIR: path.join(folder, 'jupyter') };
      try {
        await listenlab(['kernel', 'install'], environment);
        const script = path.join(import.meta.dirname, 'kernel-conformance.py');
        const { code, stderr } = await run(python as string, [script], environment);
        expect(code, stderr).toBe(0);
        expect(stderr).toMatch(/Ran \d\d tests/);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    });
  },
);
