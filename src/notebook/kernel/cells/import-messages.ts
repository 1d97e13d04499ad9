import path from 'node:path';
import type ts from 'typescript';
import type { TypeScript } from '../../jupyter/compiler-options.js';
import { importMistake } from '../modules/module-types.js';
import { importAdvice, OWN_TYPES, pathAdvice } from '../modules/own-names.js';
import { pythonAdvice } from './advice.js';

/** An error of the compiler in a file. */
interface Mistake {
  diagnostic: ts.Diagnostic;
  file: ts.SourceFile;
  /** What is underlined. */
  text: string;
}

/** "Cannot find module", "Could not find a declaration file for module" and their like. */
const NO_MODULE = [2307, 2732, 2792, 2882, 7016];

/** Whether an error is about a module that the compiler does not find. */
export function isAboutModule({ code }: ts.Diagnostic): boolean {
  return NO_MODULE.includes(code);
}

/** What is wrong with the module of an import; undefined if it can be run, though it has no types. */
export function moduleMessage(
  typescript: TypeScript,
  { diagnostic, file, text }: Mistake,
): string | undefined {
  const specifier = text.slice(1, -1);
  const mistake = importMistake(specifier, path.dirname(file.fileName));
  const python = mistake && pythonAdvice(specifier);
  if (python) return `Cannot find module '${specifier}'. ${python}`;
  const wanted = importedNames(typescript, file, diagnostic.start ?? 0);
  const advice = pathAdvice(typescript, specifier, wanted);
  return mistake && advice ? `${mistake}. ${advice}` : mistake;
}

/** Names that an import takes from its module, which is at a place in a file. */
function importedNames(typescript: TypeScript, file: ts.SourceFile, start: number): string[] {
  const bindings = file.statements
    .filter(typescript.isImportDeclaration)
    .find(({ moduleSpecifier }) => moduleSpecifier.getStart(file) === start)?.importClause?.namedBindings;
  if (!bindings || !typescript.isNamedImports(bindings)) return [];
  return bindings.elements.map(({ name, propertyName }) => (propertyName ?? name).text);
}

/** "Cannot find name", and the same with a suggestion. */
const NO_NAME = [2304, 2552];

/** "Module has no exported member", and the same with a suggestion. */
const NO_EXPORT = [2305, 2724];

/** "This expression is not callable". */
const NO_FUNCTION = 2349;

/**
 * The message for a name that is not there: why it is not, or how to import it, if it is one of listenlab's; undefined
 * for any other error.
 *
 * @param reason why a cell's name has no value
 */
export function nameMessage(
  typescript: TypeScript,
  { diagnostic, text }: Mistake,
  reason: string | undefined,
): string | undefined {
  const { code, messageText } = diagnostic;
  if (NO_NAME.includes(code)) {
    const advice = reason ?? importAdvice(typescript, text);
    return advice && `Cannot find name '${text}'. ${advice}`;
  }
  if (NO_EXPORT.includes(code)) {
    const [, message] = /^(.*'"listenlab"' has no exported member .*?'\.)/.exec(String(messageText)) ?? [];
    const advice = message && importAdvice(typescript, text);
    return advice && `${message} ${advice}`;
  }
  const advice = code === NO_FUNCTION ? importAdvice(typescript, `${text}()`) : undefined;
  return advice && `${text} is a group, not a function. ${advice}`;
}

/** "Property does not exist on type", and the same with a suggestion. */
const NO_PROPERTY = [2339, 2551];

/** The message for a name that is taken from all of listenlab, which lacks it; undefined for any other error. */
export function memberMessage(
  typescript: TypeScript,
  checker: ts.TypeChecker,
  { diagnostic, file, text }: Mistake,
): string | undefined {
  const { code, start = 0, messageText } = diagnostic;
  if (!NO_PROPERTY.includes(code)) return undefined;
  const owner = ownerOf(typescript, file, start);
  const isOwn = ({ declarations = [] }: ts.Symbol) =>
    declarations.some((declaration) => declaration.getSourceFile().fileName === OWN_TYPES);
  if (!owner || !checker.getTypeAtLocation(owner).getProperties().some(isOwn)) return undefined;
  const [suggestion] = /Did you mean '\w+'\?$/.exec(String(messageText)) ?? [];
  const advice = importAdvice(typescript, text) ?? suggestion;
  return `'listenlab' has no exported member '${text}'.${advice ? ` ${advice}` : ''}`;
}

/** What the name at a place is taken from: `ll` of `ll.name`, or the pattern of `const { name } = ll`. */
function ownerOf(typescript: TypeScript, file: ts.SourceFile, start: number): ts.Node | undefined {
  const find = (node: ts.Node): ts.Node | undefined => {
    if (typescript.isPropertyAccessExpression(node) && node.name.getStart(file) === start)
      return node.expression;
    if (typescript.isBindingElement(node) && (node.propertyName ?? node.name).getStart(file) === start) {
      return node.parent;
    }
    return typescript.forEachChild(node, (child) =>
      child.pos <= start && child.end > start ? find(child) : undefined,
    );
  };
  return find(file);
}
