import type ts from 'typescript';
import type { TypeScript } from '../../jupyter/compiler-options.js';
import type { CellLanguage } from './cell-language.js';

/** Completions at a cursor, best first, and the part of the cell they replace. */
interface Completions {
  start: number;
  end: number;
  entries: { name: string; kind: string }[];
}

/**
 * Completions at a place of the next cell.
 *
 * @param offset place in the source, in UTF-16 units
 */
export function completionsAt(
  typescript: TypeScript,
  language: CellLanguage,
  source: string,
  offset: number,
): Completions {
  const checker = language.draft(source).program.getTypeChecker();
  const found = language.service.getCompletionsAtPosition(language.draftName, offset, {
    includeCompletionsWithInsertText: false,
    // The service's own option: entries include their symbols.
    includeSymbol: true,
  } as ts.GetCompletionsAtPositionOptions);
  const { start, end } = wordAt(typescript, source, offset);
  const typed = source.slice(start, offset);
  const entries = (found?.entries ?? [])
    .map((entry) => ({ entry, rank: rankOf(entry.name, typed) }))
    .filter(({ rank }) => rank < NO_FIT)
    .sort(
      (a, b) =>
        a.rank - b.rank || compare(a.entry.sortText, b.entry.sortText) || compare(a.entry.name, b.entry.name),
    )
    .map(({ entry }) => ({ name: entry.name, kind: kindOf(typescript, checker, entry) }));
  return { start, end, entries };
}

const NO_FIT = 3;

/** Names that begin with the typed text come before those that contain it. */
function rankOf(name: string, typed: string): number {
  if (name.startsWith(typed)) return 0;
  const at = name.toLowerCase().indexOf(typed.toLowerCase());
  return at < 0 ? NO_FIT : Math.min(at, 1) + 1;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** The identifier around a place. */
function wordAt(typescript: TypeScript, source: string, offset: number): { start: number; end: number } {
  const isPart = (index: number) => {
    const code = source.codePointAt(index);
    return code !== undefined && typescript.isIdentifierPart(code, typescript.ScriptTarget.Latest);
  };
  let start = offset;
  while (start > 0 && isPart(start - 1)) start--;
  let end = offset;
  while (end < source.length && isPart(end)) end++;
  return { start, end };
}

/** Whether code is complete, continues on another line, with its indentation, or is invalid. */
type Completeness = { status: 'complete' } | { status: 'incomplete'; indent: string } | { status: 'invalid' };

/** Whether a console should run the code, or ask for another line. */
export function completeness(typescript: TypeScript, source: string): Completeness {
  // An empty line at the end completes it.
  if (/\n\s*\n\s*$/.test(source)) return { status: 'complete' };
  const file = typescript.createSourceFile('cell.ts', source, typescript.ScriptTarget.Latest);
  const { parseDiagnostics = [] } = file as unknown as { parseDiagnostics?: ts.DiagnosticWithLocation[] };
  const endsEarly = parseDiagnostics.some(
    ({ start, messageText }) =>
      start >= source.trimEnd().length && /expected\.$|^Unterminated/.test(String(messageText)),
  );
  const openComment = parseDiagnostics.some(
    ({ code }) => code === UNTERMINATED_COMMENT || code === UNTERMINATED_TEMPLATE,
  );
  if (!endsEarly && !openComment) return { status: parseDiagnostics.length > 0 ? 'invalid' : 'complete' };
  const line = source.split('\n').at(-1) ?? '';
  const indent = /^\s*/.exec(line)?.[0] ?? '';
  return { status: 'incomplete', indent: /[{([]\s*$/.test(line) ? `${indent}  ` : indent };
}

/** End of a comment expected, and "Unterminated template literal". */
const UNTERMINATED_COMMENT = 1010;
const UNTERMINATED_TEMPLATE = 1160;

/** The kind of a name, in a word for which front ends have a colour. */
function kindOf(typescript: TypeScript, checker: ts.TypeChecker, entry: ts.CompletionEntry): string {
  const { kind } = entry;
  return kind === typescript.ScriptElementKind.alias
    ? importedKind(typescript, checker, entry)
    : plainKind(kind);
}

/** Maps TypeScript's kinds, such as `local function` or `let`, to basic ones. */
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

/** The kind of an imported name. */
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
