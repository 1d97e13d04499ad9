import { existsSync, type FSWatcher, watch } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Converter, ConvertResult } from 'tslab/dist/converter.js';
import type { ConsoleInterface, Executor } from 'tslab/dist/executor.js';
import { messageOf } from '../../util/errors.js';

const require = createRequire(import.meta.url);

/** The TypeScript that tslab compiles with. */
export type TypeScript = typeof import('@tslab/typescript-for-tslab');

/** What happened to the text of a cell on its way through the converter. */
export type OnConvert = (result: ConvertResult) => ConvertResult;

export interface TslabOptions {
  /** Folder of the notebook. */
  folder: string;
  /** Receives the last value (`log(value)`), what a cell threw (`error(thrown)`) and diagnostics. */
  console: ConsoleInterface;
  /** Sees every compiled cell before it runs, and may change it. */
  onConvert: OnConvert;
}

/** tslab's compiler and executor, and the functions of tslab that go with them. */
export interface Tslab {
  executor: Executor;
  /**
   * Does with a cell all that can be done before it runs; `executor.execute` with the same source then runs
   * it. Resolves to false when there is nothing to run, as with a cell that is a module.
   */
  compile(source: string): Promise<boolean>;
  typescript: TypeScript;
  isCompleteCode: typeof import('tslab/dist/converter.js').isCompleteCode;
  printQuickInfo: (info: unknown) => string;
}

/**
 * Starts tslab's compiler and executor. Loads TypeScript and builds a first program: about 2 s.
 *
 * tslab resolves imports, its own types among them, from the working directory it is created in.
 */
export function startTslab(options: TslabOptions): Tslab {
  const { createConverter, isCompleteCode } = require('tslab/dist/converter.js');
  const { createExecutor } = require('tslab/dist/executor.js');
  const { printQuickInfo } = require('tslab/dist/inspect.js');
  const typescript = createRequire(require.resolve('tslab'))('@tslab/typescript-for-tslab') as TypeScript;
  const root = rootFor(options.folder);
  easeStart(typescript.sys);
  process.chdir(root);
  const converter: Converter = createConverter({ isJS: false, isBrowser: false });
  // The first conversion after the program is built costs more than the later ones.
  converter.convert('', '');
  process.chdir(options.folder);
  let compiling = false;
  let ahead: { source: string; result: ConvertResult } | undefined;
  const node: Converter = {
    ...converter,
    convert(previous, source) {
      const done = ahead?.source === source ? ahead.result : undefined;
      const result = done ?? options.onConvert(convertCell(converter, previous, source));
      ahead = compiling ? { source, result } : undefined;
      // A cell without output is one that the executor takes note of and does not run.
      return compiling ? { diagnostics: [], declOutput: previous } : result;
    },
    addModule: (name, content, meta) => {
      const diagnostics = converter.addModule(name, content, meta);
      options.onConvert({ diagnostics });
      return diagnostics;
    },
  };
  const converters = { node, browser: node, close: () => converter.close() };
  const executor: Executor = createExecutor(root, converters, options.console);
  return {
    executor,
    async compile(source) {
      ahead = undefined;
      compiling = true;
      try {
        await executor.execute(source);
        return ahead !== undefined;
      } finally {
        compiling = false;
      }
    },
    typescript,
    isCompleteCode,
    printQuickInfo,
  };
}

/** Compiles a cell; where the compiler itself fails, the error says so and how to go on. */
function convertCell(converter: Converter, previous: string, source: string): ConvertResult {
  try {
    return converter.convert(previous, source);
  } catch (cause) {
    // Seen with `const x = (await (await f()).g()).h`: the compiled file has lost its own path, which
    // TypeScript 5.0 needs to write down a type that comes from a package.
    throw new Error(
      `the compiler failed on this cell (${messageOf(cause)}); ` +
        'if it has one await inside another, write them as two statements',
      { cause },
    );
  }
}

/**
 * Where a notebook's imports are looked up: its own folder when `listenlab` is found from there, else
 * this package's folder, so that a notebook anywhere on the disk can import it.
 */
function rootFor(folder: string): string {
  const installed = (directory: string) =>
    existsSync(path.join(directory, 'node_modules', 'listenlab', 'package.json'));
  return ancestors(folder).some(installed) ? folder : fileURLToPath(new URL('../../..', import.meta.url));
}

function ancestors(folder: string): string[] {
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [folder, ...ancestors(parent)];
}

/**
 * Spares the compiler two costs, together about a quarter of its start: reading the ambient types of
 * every @types package (only Node's mean something to a cell; imported packages still find theirs), and
 * watching node_modules with all folders below it (the folder itself tells when a package arrives).
 */
function easeStart(sys: TypeScript['sys']): void {
  const { getDirectories } = sys;
  sys.getDirectories = (directory) => {
    const names = getDirectories(directory);
    return path.basename(directory) === '@types' ? names.filter((name) => name === 'node') : names;
  };
  sys.watchDirectory = (directory, onChange) => {
    if (!existsSync(directory)) return { close: () => undefined };
    const watcher: FSWatcher = watch(directory, { persistent: false }, (_event, name) => {
      if (name !== null) onChange(path.posix.join(directory, name));
    });
    watcher.on('error', () => watcher.close());
    return watcher;
  };
}
