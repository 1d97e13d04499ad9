import { SourceMap, type SourceMapPayload } from 'node:module';
import type { TypeScript } from './tslab.js';

/**
 * Line in the cell (1-based) that a place in its compiled text (both 1-based) came from; undefined for
 * lines that are not the cell's own, such as the call of the function tslab wraps around it.
 */
export type LineMap = (line: number, column: number) => number | undefined;

/** tslab puts this line above every cell before it compiles it. */
const PREFIX = 'export {};\n';

/**
 * Maps lines of a compiled cell back to its TypeScript. tslab compiles in two steps, TypeScript to an
 * ES module and that to CommonJS, and keeps no source maps; this repeats both with maps and composes
 * them. Where the repetition does not come out line for line as tslab's did, there is no map.
 *
 * @param source the cell
 * @param compiled what tslab made of it
 */
export function lineMap(typescript: TypeScript, source: string, compiled: string): LineMap | undefined {
  const names = exportedNames(compiled);
  const text = `${PREFIX}${source}\nexport {${names.join(', ')}}`;
  const module = transpile(typescript, text, typescript.ModuleKind.ESNext);
  const script = transpile(typescript, module.text, typescript.ModuleKind.CommonJS);
  const [ours, theirs] = [linesOf(script.text), linesOf(compiled)];
  const aligned = alignLines(ours, theirs);
  if (!aligned) return undefined;
  const lines = source.split('\n').length;
  return (line, column) => {
    const index = aligned[line - 1];
    if (index === undefined) return undefined;
    // tslab's lines are longer on the left (`exports.tsLastExpr = exports.`): columns count from the right.
    const fromRight = theirs[line - 1].length - (column - 1);
    const inModule = findOriginal(script.map, index, Math.max(0, ours[index].length - fromRight));
    const inSource = inModule && findOriginal(module.map, inModule.line, inModule.column);
    const found = inSource?.line;
    return found !== undefined && found >= 1 && found <= lines ? found : undefined;
  };
}

/** Lines only tslab's text has: the last value announced, or assigned above the comment it begins with. */
const LAST_VALUE_LINE = /^exports\.tsLastExpr\d* =(?: void 0;)?\s*$/;

/** For each of their lines the index of ours; undefined when they do not pair up. */
function alignLines(ours: string[], theirs: string[]): number[] | undefined {
  let index = 0;
  const aligned = theirs.map((line) => (LAST_VALUE_LINE.test(line) ? index : index++));
  return index === ours.length ? aligned : undefined;
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

function linesOf(text: string): string[] {
  return text.trimEnd().split('\n');
}
