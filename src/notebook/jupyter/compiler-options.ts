import { createRequire } from 'node:module';
import path from 'node:path';

/** The compiler that checks and translates cells. */
export type TypeScript = typeof import('typescript');

const require = createRequire(import.meta.url);

/** Versions of Node whose types listenlab brings, oldest first. */
const TYPED_NODES = [20, 22, 24, 26];

/** Loads the compiler: about a quarter of a second. */
export function loadTypeScript(): TypeScript {
  return require('typescript');
}

/** The folder of the compiler's own declarations, such as lib.esnext.d.ts. */
export function libFolder(): string {
  return path.dirname(require.resolve('typescript'));
}

/** The declarations of the Node.js that runs: those of its version, or of the nearest older one. */
export function nodeTypes(): string {
  const running = Number(process.versions.node.split('.')[0]);
  const version = TYPED_NODES.findLast((typed) => typed <= running) ?? TYPED_NODES[0];
  return path.join(path.dirname(require.resolve(`types-node-${version}/package.json`)), 'index.d.ts');
}

/**
 * Options of the compiler for cells: types are checked, but loosely, as tslab does; nothing newer than what
 * Node 20 understands is left in the output (`using` and decorators are rewritten).
 */
export function cellOptions(typescript: TypeScript) {
  return {
    target: typescript.ScriptTarget.ES2024,
    module: typescript.ModuleKind.ESNext,
    moduleResolution: typescript.ModuleResolutionKind.Bundler,
    moduleDetection: typescript.ModuleDetectionKind.Force,
    lib: ['lib.esnext.d.ts'],
    types: ['node'],
    strict: false,
    allowJs: true,
    checkJs: false,
    allowImportingTsExtensions: true,
    resolveJsonModule: true,
    esModuleInterop: true,
    preserveConstEnums: true,
    jsx: typescript.JsxEmit.React,
    skipLibCheck: true,
    skipDefaultLibCheck: true,
    newLine: typescript.NewLineKind.LineFeed,
    sourceMap: true,
    outDir: '/listenlab-cells',
  } satisfies import('typescript').CompilerOptions;
}
