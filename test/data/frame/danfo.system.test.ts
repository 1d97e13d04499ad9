import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '../../..');

function node(script: string): Promise<{ stdout: string; stderr: string }> {
  return run(process.execPath, ['--input-type=module', '-e', script], { cwd: root });
}

describe('the TensorFlow.js greeting', () => {
  it('appears when Danfo is used without frame()', async () => {
    const { stderr } = await node(`
      import danfo from 'danfojs-node';
      new danfo.DataFrame({ plays: [1, 2] }).add(1);`);
    expect(stderr).toContain('Hi there');
  });

  it('is suppressed by frame(), and nothing else is', async () => {
    const { stdout, stderr } = await node(`
      import { createRequire } from 'node:module';
      import { frame } from 'listenlab';
      const sum = frame({ plays: [1, 2] }).add(1);
      const tensors = createRequire(import.meta.url)('danfojs-node').tensorflow;
      console.log(JSON.stringify(sum.values), tensors.env().getBool('IS_NODE'));
      tensors.enableDebugMode();
      console.warn('a warning');`);
    expect(stdout).toBe('[[2],[3]] true\n');
    expect(stderr).toMatch(/^Debugging mode is ON\.[^\n]*\na warning\n$/);
  });
});

describe('importing listenlab', () => {
  it('does not load Danfo before the first frame', async () => {
    const { stdout } = await node(`
      import { createRequire } from 'node:module';
      import 'listenlab';
      const { cache } = createRequire(import.meta.url);
      console.log(Object.keys(cache).some((file) => file.includes('danfojs-node')));`);
    expect(stdout).toBe('false\n');
  });
});
