import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire, Module } from 'node:module';
import path from 'node:path';
import { cachedDataVersionTag } from 'node:v8';
import { Script } from 'node:vm';
import { ownCacheFolder } from '../../util/node/folders.js';
import type { TypeScript } from '../jupyter/compiler-options.js';

const FOLDER = path.join(ownCacheFolder(), 'typescript');

/** Caches that are kept, of 3 MB each: Node.js of several versions, or with other options, may run by turns. */
const KEPT = 4;

/** The compiler, and a way to spare the next kernel the work of V8 on it. */
interface Compiler {
  typescript: TypeScript;
  /** Keeps what V8 has compiled by now, if nothing was kept before. Where nothing can be written, nothing is kept. */
  keepCompiled(): void;
}

/**
 * Loads the compiler from what V8 kept of it in an earlier kernel, in a third of the time. Modules that require it
 * afterwards get the same.
 */
export function loadCompiler(): Compiler {
  const require = createRequire(import.meta.url);
  const file = require.resolve('typescript');
  const source = readFileSync(file, 'utf8');
  // V8 takes only what was compiled by the same version with the same options, and from a source of this length.
  const cache = path.join(FOLDER, `typescript-${source.length}-${cachedDataVersionTag()}.v8`);
  const cachedData = readIfThere(cache);
  const script = new Script(Module.wrap(source), { filename: file, cachedData });
  const module = Object.assign(new Module(file), { filename: file, paths: [], loaded: true });
  require.cache[file] = module;
  script.runInThisContext()(module.exports, createRequire(file), module, file, path.dirname(file));
  const isKept = cachedData !== undefined && !script.cachedDataRejected;
  return {
    typescript: module.exports,
    keepCompiled: () => {
      if (!isKept) keep(cache, script.createCachedData());
    },
  };
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

function keep(file: string, data: Buffer): void {
  const partial = `${file}.${process.pid}.partial`;
  try {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(partial, data);
    renameSync(partial, file);
    for (const old of newestFirst().slice(KEPT)) rmSync(old, { force: true });
  } catch {
    rmSync(partial, { force: true });
  }
}

/** All caches in the folder. */
function newestFirst(): string[] {
  const files = readdirSync(FOLDER).map((name) => path.join(FOLDER, name));
  const times = new Map(files.map((file) => [file, statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0]));
  return files.sort((a, b) => Number(times.get(b)) - Number(times.get(a)));
}
