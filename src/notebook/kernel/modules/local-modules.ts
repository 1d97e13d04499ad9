import { existsSync, readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type vm from 'node:vm';
import type ts from 'typescript';
import { InputError } from '../../../util/errors.js';
import type { TypeScript } from '../../jupyter/compiler-options.js';
import { commonJsModule } from './installed-modules.js';
import type { Importer } from './module-files.js';

/** How a user's own file runs. */
type Format = 'module' | 'commonjs' | 'json';

/** The current state of a user's own file, and the code that runs for it. */
export interface LocalSource {
  file: string;
  text: string;
  format: Format;
  code: string;
  /** Maps positions in `code` to `text`; without it they are the same. */
  map?: SourceMap;
}

const TYPESCRIPT = ['.ts', '.tsx', '.mts', '.cts', '.jsx'];
const JAVASCRIPT = ['.js', '.mjs', '.cjs'];

/** Names that only CommonJS has. */
const COMMONJS_NAMES = ['require', 'module', 'exports', '__dirname', '__filename'];

/**
 * Reads a file and translates it, if it is TypeScript or loaded with require().
 *
 * @param required the file must run at once: an ES module becomes a CommonJS one
 * @throws {SyntaxError} with file, line and column
 */
export function readSource(typescript: TypeScript, file: string, required: boolean): LocalSource {
  const extension = path.extname(file);
  if (extension !== '.json' && ![...TYPESCRIPT, ...JAVASCRIPT].includes(extension)) {
    throw new InputError(`${path.basename(file)} is not a module; expected .ts, .js or .json`);
  }
  const text = readFileSync(file, 'utf8');
  if (extension === '.json') return { file, text, format: 'json', code: text.replace(/^\uFEFF/, '') };
  const parsed = typescript.createSourceFile(file, text, typescript.ScriptTarget.Latest);
  const format = required ? 'commonjs' : formatOf(typescript, parsed, extension);
  const asIs =
    JAVASCRIPT.includes(extension) && (format === 'module' || !typescript.isExternalModule(parsed));
  const { code, map } = transpile(typescript, file, text, format);
  return asIs ? { file, text, format, code: text } : { file, text, format, code, map };
}

/** Line of a file's text, from 1, for a position in its code. */
export function originalLine({ map }: LocalSource, line: number, column: number): number | undefined {
  if (map === undefined) return line;
  const entry = map.findEntry(line - 1, column - 1);
  return 'originalLine' in entry ? entry.originalLine + 1 : undefined;
}

/** Detected from the file's content: many notebook folders have no package.json that would say. */
function formatOf(typescript: TypeScript, parsed: ts.SourceFile, extension: string): Format {
  if (extension === '.cts' || extension === '.cjs') return 'commonjs';
  if (extension === '.mts' || extension === '.mjs') return 'module';
  if (parsed.statements.some((statement) => isCommonJsStatement(typescript, statement))) return 'commonjs';
  const found = { awaits: false, commonJs: false, meta: false };
  const look = (node: ts.Node, inFunction: boolean): void => {
    if (typescript.isMetaProperty(node)) found.meta = true;
    if (typescript.isAwaitExpression(node) || (typescript.isForOfStatement(node) && node.awaitModifier)) {
      found.awaits ||= !inFunction;
    }
    if (typescript.isIdentifier(node) && COMMONJS_NAMES.includes(node.text)) found.commonJs = true;
    const inner = inFunction || typescript.isFunctionLike(node);
    const isName = (child: ts.Node) => typescript.isPropertyAccessExpression(node) && child === node.name;
    typescript.forEachChild(node, (child) => {
      if (!isName(child)) look(child, inner);
    });
  };
  look(parsed, false);
  return found.commonJs && !found.awaits && !found.meta ? 'commonjs' : 'module';
}

/** `export = value` and `import name = require('name')`. */
function isCommonJsStatement(typescript: TypeScript, statement: ts.Statement): boolean {
  if (typescript.isExportAssignment(statement)) return statement.isExportEquals === true;
  return (
    typescript.isImportEqualsDeclaration(statement) &&
    typescript.isExternalModuleReference(statement.moduleReference)
  );
}

function transpile(typescript: TypeScript, file: string, text: string, format: Format) {
  const { ModuleKind, ScriptTarget, JsxEmit } = typescript;
  const { outputText, sourceMapText, diagnostics } = typescript.transpileModule(text, {
    fileName: file,
    reportDiagnostics: true,
    compilerOptions: {
      // What Node 20 runs; later syntax, such as `using` and decorators, is rewritten.
      target: ScriptTarget.ES2022,
      module: format === 'commonjs' ? ModuleKind.CommonJS : ModuleKind.ESNext,
      esModuleInterop: true,
      jsx: JsxEmit.React,
      sourceMap: true,
    },
  });
  const [mistake] = diagnostics ?? [];
  if (mistake) throw new SyntaxError(describe(typescript, file, mistake));
  const code = outputText.replace(/\/\/# sourceMappingURL=.*\s*$/, '');
  return { code, map: new SourceMap(JSON.parse(sourceMapText ?? '{}') as SourceMapPayload) };
}

function describe(typescript: TypeScript, file: string, mistake: ts.Diagnostic): string {
  const text = typescript.flattenDiagnosticMessageText(mistake.messageText, '\n');
  const place = mistake.file?.getLineAndCharacterOfPosition(mistake.start ?? 0);
  const where = place ? ` line ${place.line + 1}, column ${place.character + 1}` : '';
  return `${path.basename(file)}${where}: ${text}`;
}

/** V8's name for one version of a file, in stacks. */
export function versionName(file: string, version: number): string {
  return `${pathToFileURL(file).href}?${version}`;
}

/** One version of a user's own file, loaded or about to be. */
export interface LocalModule {
  source: LocalSource;
  /** Its name in V8's stacks. */
  identifier: string;
  /** An ES module; a CommonJS one has exports. */
  module?: vm.SourceTextModule;
  exports?: unknown;
  /** A CommonJS module as seen by ES modules. */
  view?: vm.SyntheticModule;
  /** The user's own modules it imports, by specifier. */
  needs: Map<string, LocalModule>;
  /** The installed modules an ES module imports. */
  installed: Map<string, vm.Module>;
}

/** A CommonJS module or JSON file as seen by ES modules. */
export function viewOf(loaded: LocalModule): vm.SyntheticModule {
  loaded.view ??= commonJsModule(loaded.exports, loaded.identifier);
  return loaded.view;
}

export function importerOf({ file }: LocalSource): Importer {
  return { folder: path.dirname(file), file };
}

export function parseJson({ file, code }: LocalSource): unknown {
  try {
    return JSON.parse(code);
  } catch (error) {
    throw new SyntaxError(`${path.basename(file)}: ${(error as Error).message}`);
  }
}

/** Modules whose file has changed on disk, and all modules that import one of them. */
export function staleModules(modules: ReadonlyMap<string, LocalModule>): Set<LocalModule> {
  const all = [...modules.values()];
  const stale = new Set(all.filter(hasChanged));
  const isStale = (each: LocalModule) =>
    [...each.needs.values()].some((need) => stale.has(need) || modules.get(need.source.file) !== need);
  for (let before = -1; before !== stale.size; ) {
    before = stale.size;
    for (const each of all) if (isStale(each)) stale.add(each);
  }
  return stale;
}

function hasChanged({ source: { file, text } }: LocalModule): boolean {
  return !existsSync(file) || readFileSync(file, 'utf8') !== text;
}
