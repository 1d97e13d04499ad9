import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ALS_KERNEL } from '#listenlab/engine/als/als-kernel.js';
import { compileKernel, loadKernel } from '#listenlab/engine/wasm/load-kernel.js';
import { wasm } from '#listenlab/engine/wasm/web-assembly.js';

const folder = path.resolve(import.meta.dirname, '../../../dist/engine/als');
const relaxed = readFileSync(path.join(folder, 'als-relaxed.wasm'));

describe('kernel', () => {
  it('has a relaxed and a plain build, and both run here', () => {
    expect(compileKernel(ALS_KERNEL, 'relaxed')).toBeDefined();
    expect(compileKernel(ALS_KERNEL, 'simd')).toBeDefined();
    expect(loadKernel(ALS_KERNEL)).toBeDefined();
  });

  it('leaves this process as it was: what did not compile before does not afterwards', () => {
    const before = wasm.validate(relaxed);
    compileKernel(ALS_KERNEL, 'relaxed');
    expect(wasm.validate(relaxed)).toBe(before);
  });

  it('is small, and imports nothing but its memory', () => {
    for (const build of ['simd', 'relaxed'] as const) {
      const { Module } = (globalThis as unknown as { WebAssembly: { Module: ModuleStatics } }).WebAssembly;
      expect(Module.imports(compileKernel(ALS_KERNEL, build))).toEqual([
        { module: 'env', name: 'memory', kind: 'memory' },
      ]);
      expect(readFileSync(path.join(folder, `als-${build}.wasm`)).length).toBeLessThan(20_000);
    }
  });
});

interface ModuleStatics {
  imports(module: unknown): object[];
}
