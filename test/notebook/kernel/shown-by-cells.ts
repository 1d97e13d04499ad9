import { afterAll, beforeAll, expect } from 'vitest';
import { KernelClient } from '#listenlab/notebook/jupyter/kernel-client.js';
import { printed, REPOSITORY, runCode, START_LIMIT } from '../jupyter/kernel-support.js';

/** One kernel for the cells of a test file, and what they show. */
export function kernelOfFile() {
  let kernel: KernelClient;
  beforeAll(async () => {
    kernel = await KernelClient.start({ cwd: REPOSITORY });
  }, START_LIMIT);
  afterAll(() => kernel.shutdown());

  const run = (code: string) => runCode(kernel, code);

  /** What a cell shows: its last value as text, below what it prints. */
  async function shown(code: string): Promise<string> {
    const { outputs, reply } = await run(code);
    const error = outputs.find((output) => output.output_type === 'error');
    expect(error?.output_type === 'error' ? error.traceback.join('\n') : '').toBe('');
    expect(reply.status).toBe('ok');
    const result = outputs.find((output) => output.output_type === 'execute_result');
    const value = result?.output_type === 'execute_result' ? String(result.data['text/plain']) : '';
    return printed(outputs) + value;
  }

  /** The error of a cell that must fail: name, value and traceback. */
  async function failure(code: string) {
    const { outputs, reply } = await run(code);
    expect(reply.status).toBe('error');
    const error = outputs.findLast((output) => output.output_type === 'error');
    if (error?.output_type !== 'error') throw new Error('the cell has no error among its outputs');
    return { ename: error.ename, evalue: error.evalue, text: error.traceback.join('\n') };
  }

  return { run, shown, failure };
}
