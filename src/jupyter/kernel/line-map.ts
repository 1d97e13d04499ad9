import { SourceMap, type SourceMapPayload } from 'node:module';
import type { TypeScript } from './tslab.js';

/** Line in the cell (1-based) that a place in its compiled text (both 1-based) came from. */
export type LineMap = (line: number, column: number) => number | undefined;

/** tslab puts this line above every cell before it compiles it. */
const PREFIX = 'export {};\n';

/**
 * Maps lines of a compiled cell back to its TypeScript. tslab compiles in two steps, TypeScript to an
 * ES module and that to CommonJS, and keeps no source maps; this repeats both with maps and composes
 * them. Where the repetition does not come out line for line as tslab's did, nothing is claimed.
 *
 * @param source the cell
 * @param compiled what tslab made of it
 */
export function lineMap(typescript: TypeScript, source: string, compiled: string): LineMap {
  const names = exportedNames(compiled);
  const text = `${PREFIX}${source}\nexport {${names.join(', ')}}`;
  const module = transpile(typescript, text, typescript.ModuleKind.ESNext);
  const script = transpile(typescript, module.text, typescript.ModuleKind.CommonJS);
  if (lineCount(script.text) !== lineCount(compiled)) return () => undefined;
  const lines = lineCount(`${source}\n`) - 1;
  return (line, column) => {
    const inModule = findOriginal(script.map, line - 1, column - 1);
    const inSource = inModule && findOriginal(module.map, inModule.line, inModule.column);
    const found = inSource?.line;
    return found !== undefined && found >= 1 && found <= lines ? found : undefined;
  };
}

function transpile(typescript: TypeScript, text: string, module: number): { text: string; map: SourceMap } {
  const { outputText, sourceMapText } = typescript.transpileModule(text, {
    fileName: 'cell.tsx',
    compilerOptions: {
      module,
      target: typescript.ScriptTarget.ES2022,
      jsx: typescript.JsxEmit.React,
      esModuleInterop: true,
      experimentalDecorators: true,
      noImplicitUseStrict: true,
      newLine: typescript.NewLineKind.LineFeed,
      sourceMap: true,
    },
  });
  return {
    text: outputText.replace(/\/\/# sourceMappingURL=.*\n?$/, ''),
    map: new SourceMap(JSON.parse(sourceMapText as string) as SourceMapPayload),
  };
}

function findOriginal(map: SourceMap, line: number, column: number) {
  const entry = map.findEntry(line, column);
  return 'originalLine' in entry ? { line: entry.originalLine, column: entry.originalColumn } : undefined;
}

/** The names tslab exports from a cell: its declarations and imports, not its last value. */
function exportedNames(compiled: string): string[] {
  const zeroed = compiled.match(/^(?:exports\.[\w$]+ = )+void 0;$/m)?.[0] ?? '';
  const plain = [...zeroed.matchAll(/exports\.([\w$]+) = /g)].map(([, name]) => name);
  const accessors = compiled.matchAll(/^Object\.defineProperty\(exports, "([\w$]+)", \{ enumerable/gm);
  const names = [...plain, ...[...accessors].map(([, name]) => name)];
  return names.filter((name) => !/^tsLastExpr\d*$/.test(name));
}

function lineCount(text: string): number {
  return text.trimEnd().split('\n').length;
}
