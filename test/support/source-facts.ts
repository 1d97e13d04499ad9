import { createRequire } from 'node:module';
import path from 'node:path';

/** One file's reference to another module. */
interface Import {
  /** Path below the root such as `src/engine/model/model.ts`, or the name of a package. */
  target: string;
  /** `type` is erased when compiled; `dynamic` is loaded when the line runs, worker scripts among them. */
  kind: 'static' | 'type' | 'dynamic';
}

/** What the rules of the source tree need to know about a source file. */
export interface SourceFacts {
  file: string;
  imports: Import[];
  /** Ways to reach the outside of the process, such as `process.exit` and `console.log`. */
  globals: string[];
  /** Statements other than `export { names } from` and `export * as group from`, as text. */
  otherStatements: string[];
}

// TypeScript 7 has no parser to call from JavaScript; the version that tslab uses does.
const require = createRequire(import.meta.url);
const ts = createRequire(require.resolve('tslab'))('@tslab/typescript-for-tslab');

/** Reads the facts of a TypeScript source. */
export function readFacts(file: string, text: string): SourceFacts {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const facts: SourceFacts = { file, imports: [], globals: [], otherStatements: [] };
  // biome-ignore lint/suspicious/noExplicitAny: nodes of a parser that comes without declarations
  const visit = (node: any): void => {
    const found = importOf(node);
    if (found) facts.imports.push({ target: resolve(file, found.specifier), kind: found.kind });
    if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
      const object = node.expression.text;
      if (object === 'process' || object === 'console') facts.globals.push(`${object}.${node.name.text}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  for (const statement of source.statements) {
    const isExport = ts.isExportDeclaration(statement) && statement.exportClause && statement.moduleSpecifier;
    if (!isExport) facts.otherStatements.push(statement.getText());
  }
  return facts;
}

// biome-ignore lint/suspicious/noExplicitAny: see above
function importOf(node: any): { specifier: string; kind: Import['kind'] } | undefined {
  if (ts.isImportDeclaration(node)) {
    return { specifier: node.moduleSpecifier.text, kind: node.importClause?.isTypeOnly ? 'type' : 'static' };
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
    return { specifier: node.moduleSpecifier.text, kind: node.isTypeOnly ? 'type' : 'static' };
  }
  if (ts.isImportTypeNode(node)) return { specifier: node.argument.literal.text, kind: 'type' };
  const [first, second] = node.arguments ?? [];
  if (!first || !ts.isStringLiteralLike(first)) return undefined;
  if (ts.isCallExpression(node)) {
    const isImport = node.expression.kind === ts.SyntaxKind.ImportKeyword;
    if (isImport || node.expression.getText() === 'require')
      return { specifier: first.text, kind: 'dynamic' };
  }
  // A worker's script: new URL('./worker.js', import.meta.url)
  const isScript =
    ts.isNewExpression(node) && second?.getText() === 'import.meta.url' && /\.js$/.test(first.text);
  return isScript ? { specifier: first.text, kind: 'dynamic' } : undefined;
}

function resolve(file: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier;
  return path.posix.join(path.posix.dirname(file), specifier).replace(/\.(c?)js$/, '.$1ts');
}
