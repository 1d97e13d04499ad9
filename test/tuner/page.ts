import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** Allows exactly what a page that trains needs. */
const POLICY = [
  "default-src 'none'",
  "script-src 'unsafe-inline' 'wasm-unsafe-eval'",
  'worker-src blob:',
  "connect-src 'none'",
].join('; ');

/** Bundles a script of the project as the build does; its exports are in the global `lab`. */
export async function bundled(file: string, define: Record<string, string> = {}): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path.join(ROOT, file)],
    define: Object.fromEntries(Object.entries(define).map(([name, text]) => [name, JSON.stringify(text)])),
    bundle: true,
    minify: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    globalName: 'lab',
    logLevel: 'silent',
  });
  return outputFiles[0].text;
}

/** The HTML of a page with `lab.workerPort`, through which the panel trains. */
export async function trainingPage(): Promise<string> {
  const worker = await bundled('dist/tuner/session/worker.js');
  return pageOf(await bundled('src/tuner/panel/port.ts', { SESSION_SCRIPT: worker }));
}

/** The HTML of a page that runs a script under the security policy of a report. */
export function pageOf(script: string): string {
  const policy = `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`;
  return `<!doctype html><meta charset="utf-8">${policy}<script>${script}</script>`;
}

/** Writes a page to its own folder for the duration of `use`. */
export async function withPageFile<T>(page: string, use: (file: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'trainer-'));
  try {
    const file = path.join(folder, 'page.html');
    await writeFile(file, page);
    return await use(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
