import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileKernel, loadKernel } from '#listenlab/engine/kernels/node/load-kernel.js';
import { wasm } from '#listenlab/util/web-assembly.js';

const folder = path.resolve(import.meta.dirname, '../../../dist/engine/kernels');
const relaxed = readFileSync(path.join(folder, 'als-relaxed.wasm'));

describe('the kernel', () => {
  it('has a relaxed and a plain build, both usable here', () => {
    expect(compileKernel('als', 'relaxed')).toBeDefined();
    expect(compileKernel('als', 'simd')).toBeDefined();
    expect(loadKernel('als')).toBeDefined();
  });

  it('does not change what this process can compile', () => {
    const before = wasm.validate(relaxed);
    compileKernel('als', 'relaxed');
    expect(wasm.validate(relaxed)).toBe(before);
  });

  it('is small and imports only its memory', () => {
    for (const build of ['simd', 'relaxed'] as const) {
      const { Module } = (globalThis as unknown as { WebAssembly: { Module: ModuleStatics } }).WebAssembly;
      expect(Module.imports(compileKernel('als', build))).toEqual([
        { module: 'env', name: 'memory', kind: 'memory' },
      ]);
      expect(readFileSync(path.join(folder, `als-${build}.wasm`)).length).toBeLessThan(20_000);
    }
  });
});

interface ModuleStatics {
  imports(module: unknown): object[];
}
