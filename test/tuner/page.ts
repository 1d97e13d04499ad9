import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';

const DIST = path.resolve(import.meta.dirname, '../../dist');

/** What a page that trains needs allowed, and nothing else. */
const POLICY = [
  "default-src 'none'",
  "script-src 'unsafe-inline' 'wasm-unsafe-eval'",
  'worker-src blob:',
  "connect-src 'none'",
].join('; ');

const ENTRY = `
export { interactionsFromRows } from './matrix/interactions.js';
export { Trainer } from './tuner/trainer/trainer.js';
`;

/** The text of a page with the trainer as `lab`, as a report would carry it. */
export async function trainerPage(entry = ENTRY): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir: DIST },
    bundle: true,
    minify: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    globalName: 'lab',
    logLevel: 'silent',
  });
  const policy = `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`;
  return `<!doctype html><meta charset="utf-8">${policy}<script>${outputFiles[0].text}</script>`;
}

/** Writes a page to a folder of its own for as long as `use` takes. */
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
