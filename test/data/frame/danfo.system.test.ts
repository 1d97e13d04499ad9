import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '../../..');

function node(script: string): Promise<{ stdout: string; stderr: string }> {
  return run(process.execPath, ['--input-type=module', '-e', script], { cwd: root });
}

describe('TensorFlow.js', () => {
  it('is loaded by the first computation with tensors, without its greeting; nothing else is silenced', async () => {
    const { stdout, stderr } = await node(`
      import { createRequire } from 'node:module';
      import { frame } from 'listenlab';
      const danfo = createRequire(import.meta.url)('./dist/data/frame/danfo/danfojs.cjs');
      const isLoaded = () =>
        Object.keys(createRequire(import.meta.url).cache).some((file) => file.includes('tensorflow.cjs'));
      const plays = frame({ plays: [1, 2] });
      plays.describe();
      console.log(isLoaded());
      console.log(JSON.stringify(plays.add(1).values), isLoaded());
      console.log(danfo.tensorflow.env().getBool('IS_NODE'));
      danfo.tensorflow.enableDebugMode();
      console.warn('a warning');`);
    expect(stdout).toBe('false\n[[2],[3]] true\ntrue\n');
    expect(stderr).toMatch(/^Debugging mode is ON\.[^\n]*\na warning\n$/);
  });
});

describe('importing listenlab', () => {
  it('does not load Danfo before the first frame', async () => {
    const { stdout } = await node(`
      import { createRequire } from 'node:module';
      import 'listenlab';
      const { cache } = createRequire(import.meta.url);
      console.log(Object.keys(cache).some((file) => file.includes('danfojs')));`);
    expect(stdout).toBe('false\n');
  });
});
