import path from 'node:path';
import { build } from 'esbuild';

/** Bundles the benchmarks into the build, whose modules they import. */
export async function buildBench(root: string): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: [path.join(root, 'test/bench/main.ts')],
    outfile: path.join(root, 'dist/bench/main.js'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    external: ['#listenlab/*'],
    logLevel: 'info',
  });
}
