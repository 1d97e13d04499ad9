import type ts from 'typescript-for-cells';
import type { TypeScript } from '../../jupyter/typescript.js';

/** What a name is, in a word that front ends have a colour for. */
export function kindOf(typescript: TypeScript, checker: ts.TypeChecker, entry: ts.CompletionEntry): string {
  const { kind } = entry;
  return kind === typescript.ScriptElementKind.alias
    ? importedKind(typescript, checker, entry)
    : plainKind(kind);
}

/** TypeScript's words, such as `local function` or `let`, by what they come down to. */
function plainKind(kind: string): string {
  if (/function/.test(kind)) return 'function';
  if (/class/.test(kind)) return 'class';
  if (/^(?:const|let|var|using|await using|parameter|local var)$/.test(kind)) return 'variable';
  if (/^(?:getter|setter|accessor|JSX attribute)$/.test(kind)) return 'property';
  if (kind === 'directory') return 'folder';
  if (kind === 'script') return 'file';
  if (kind === 'external module name' || kind === 'module') return 'module';
  return kind;
}

/** What stands behind the name of an import. */
function importedKind(typescript: TypeScript, checker: ts.TypeChecker, entry: ts.CompletionEntry): string {
  const { symbol } = entry as { symbol?: ts.Symbol };
  const { SymbolFlags } = typescript;
  const isAlias = symbol && (symbol.flags & SymbolFlags.Alias) !== 0;
  const { flags } = isAlias ? checker.getAliasedSymbol(symbol) : (symbol ?? { flags: 0 });
  if (flags & SymbolFlags.Function) return 'function';
  if (flags & SymbolFlags.Class) return 'class';
  if (flags & SymbolFlags.Interface) return 'interface';
  if (flags & SymbolFlags.TypeAlias) return 'type';
  if (flags & SymbolFlags.Enum) return 'enum';
  if (flags & SymbolFlags.Module) return 'module';
  return 'variable';
}
