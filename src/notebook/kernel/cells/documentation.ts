import type ts from 'typescript';
import type { TypeScript } from '../../jupyter/compiler-options.js';

/** Comments of declarations: at the beginning of a line, so that none is taken for one within a string. */
const COMMENT = /^[ \t]*\/\*\*[\s\S]*?\*\/[ \t]*\r?\n?/gm;

/**
 * Declarations without their comments, which are two thirds of their text and most of the nodes that a parser makes of
 * it. Those that call something deprecated stay: the compiler heeds them.
 */
export function withoutComments(text: string): string {
  return text.replace(COMMENT, (comment) => (comment.includes('@deprecated') ? comment : ''));
}

/** The methods by which the language service reads the comments of a symbol or of a signature. */
const READERS = [
  'getDocumentationComment',
  'getContextualDocumentationComment',
  'getJsDocTags',
  'getContextualJsDocTags',
] as const;

type Described = { declarations?: ts.Declaration[]; declaration?: ts.Declaration };
type Reader = (this: Described, ...args: unknown[]) => unknown;
type Prototype = Partial<Record<(typeof READERS)[number], Reader>>;

/** What the compiler does not export to the public. */
interface Internals {
  objectAllocator: Record<'getSymbolConstructor' | 'getSignatureConstructor', () => { prototype: Prototype }>;
  bindSourceFile(file: ts.SourceFile, options: ts.CompilerOptions): void;
}

/**
 * Reads the comments of declarations that were parsed without them, file by file, when the compiler is asked for one:
 * every answer with documentation comes through a few methods of its symbols and signatures.
 *
 * @param options of the program
 * @param wholeText the text of a file with its comments; undefined if it was parsed with them
 */
export function documentOnDemand(
  typescript: TypeScript,
  options: ts.CompilerOptions,
  wholeText: (file: string) => string | undefined,
): void {
  const internals = typescript as unknown as Internals;
  const documented = new WeakSet<ts.SourceFile>();
  const document = (file: ts.SourceFile) => {
    if (documented.has(file)) return;
    documented.add(file);
    const text = wholeText(file.fileName);
    if (text === undefined) return;
    const whole = typescript.createSourceFile(file.fileName, text, file.languageVersion, true);
    // Links in comments are names that are looked up where they are.
    internals.bindSourceFile(whole, options);
    giveComments(typescript, whole, file);
  };
  const { getSymbolConstructor, getSignatureConstructor } = internals.objectAllocator;
  for (const { prototype } of [getSymbolConstructor(), getSignatureConstructor()]) {
    for (const name of READERS) {
      const read = prototype[name];
      if (!read) continue;
      prototype[name] = function (...args) {
        for (const each of [this.declarations ?? [], this.declaration ?? []].flat())
          document(each.getSourceFile());
        return read.apply(this, args);
      };
    }
  }
}

/** A comment stays a part of the file that it was read from, where its text is. */
function giveComments(typescript: TypeScript, from: ts.Node, to: ts.Node): void {
  const { jsDoc } = from as { jsDoc?: ts.JSDoc[] };
  if (jsDoc) Object.assign(to, { jsDoc });
  const targets = childrenOf(typescript, to);
  for (const [i, child] of childrenOf(typescript, from).entries()) {
    if (targets[i]?.kind === child.kind) giveComments(typescript, child, targets[i]);
  }
}

function childrenOf(typescript: TypeScript, node: ts.Node): ts.Node[] {
  const children: ts.Node[] = [];
  typescript.forEachChild(node, (child) => void children.push(child));
  return children;
}
