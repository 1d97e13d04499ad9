import type ts from 'typescript';
import type { TypeScript } from '../../jupyter/compiler-options.js';

/**
 * The compiler's error message, with advice where known: its own suggestion, such as a forgotten `await`, or the method
 * that converts the given value to the expected one.
 *
 * @example Argument of type 'Dataset' is not assignable to parameter of type 'Interactions'.
 *     Give await dataset.interactions() instead.
 */
export function adviceFor(
  typescript: TypeScript,
  checker: ts.TypeChecker,
  diagnostic: ts.Diagnostic,
): string {
  const message = typescript.flattenDiagnosticMessageText(diagnostic.messageText, '\n');
  const suggested = (diagnostic.relatedInformation ?? [])
    .filter(({ code }) => SUGGESTIONS.includes(code))
    .map(({ messageText }) => typescript.flattenDiagnosticMessageText(messageText, '\n'));
  const made = message.includes(PRIVATE) ? makingOf(typescript, checker, diagnostic) : undefined;
  const known = ADVICE.filter(([mistake]) => mistake.test(message)).map(([, what]) => what);
  const foreign = foreignSyntax(typescript, diagnostic) ?? [];
  const advice = [
    ...new Set(suggested),
    ...known,
    ...(made ? [`Give ${made} instead.`] : []),
    foreign,
  ].flat();
  return [withoutPrivate(message), ...advice.map((line) => `  ${line}`)].join('\n');
}

/** "Did you forget to use 'await'?", "Did you mean to call this expression?" */
const SUGGESTIONS = [2773, 6212];

/** Advice for mixing bigints and numbers. */
export const NUMBER_OF_BIGINT = 'Number(...) converts the bigint to a number.';

/** Advice for mistakes with listenlab's own values. */
const ADVICE: readonly [mistake: RegExp, what: string][] = [
  [/^Operator .* types '(?:bigint' and 'number|number' and 'bigint)'/, NUMBER_OF_BIGINT],
  [
    /^Type '.*' is not assignable to type 'Control</,
    "Give a control: widgets.slider({ min: 0, max: 10, value: 5 }), widgets.checkbox({ value: true }), widgets.text({ value: '' }) or widgets.dropdown({ options: [1, 2] }).",
  ],
  [
    /^Cannot find name '(?:document|window|HTMLElement|localStorage|alert)'/,
    'Cells run in Node.js, which has no page.',
  ],
  [/^Cannot find name 'print'/, "To print, write console.log('x')."],
];

/** How a class declaration represents its private members. */
const PRIVATE = "'#private'";

/** Removes private members, which mean nothing to users, from a message. */
function withoutPrivate(message: string): string {
  const [first, ...others] = message.split('\n');
  const rest = others.filter((line) => !line.includes(PRIVATE));
  const title = withoutLibrary(first).replace(
    /^Property '#private' (?:is missing )?in type ('.*') (?:but required in|refers to a different member that cannot be accessed from within) type ('.*')\.$/,
    'Type $1 is not assignable to type $2.',
  );
  return [title, ...rest].join('\n').replaceAll(/(?<=: |, )#private, /g, '');
}

/** Removes the advice to change the type library, which cells cannot do. */
function withoutLibrary(message: string): string {
  return message.replace(/ Do you need to change your target library\? .*$/, '');
}

/** A method call on the given value that returns the expected type. */
function makingOf(
  typescript: TypeScript,
  checker: ts.TypeChecker,
  { file, start = 0, length = 0 }: ts.Diagnostic,
): string | undefined {
  const given = file && expressionAt(typescript, file, start, start + length);
  const expected = given && checker.getContextualType(given);
  if (!given || !expected) return undefined;
  for (const member of checker.getPropertiesOfType(checker.getTypeAtLocation(given))) {
    for (const signature of checker.getTypeOfSymbolAtLocation(member, given).getCallSignatures()) {
      const returned = signature.getReturnType();
      const value = checker.getAwaitedType(returned) ?? returned;
      const isAny = (value.flags & (typescript.TypeFlags.Any | typescript.TypeFlags.Never)) !== 0;
      if (isAny || !checker.isTypeAssignableTo(value, expected)) continue;
      return `${value === returned ? '' : 'await '}${given.getText()}.${member.name}()`;
    }
  }
  return undefined;
}

/** The expression that spans exactly this part of a file. */
function expressionAt(
  typescript: TypeScript,
  file: ts.SourceFile,
  start: number,
  end: number,
): ts.Expression | undefined {
  const find = (node: ts.Node): ts.Node | undefined =>
    node.getStart(file) === start && node.end === end && typescript.isExpression(node)
      ? node
      : typescript.forEachChild(node, (child) =>
          child.pos <= start && child.end >= end ? find(child) : undefined,
        );
  return find(file) as ts.Expression | undefined;
}

const MAGIC = 'Lines that begin with % are commands of IPython; cells are TypeScript.';
const SHELL =
  "Lines that begin with ! are shell commands in IPython. In TypeScript: import { execSync } from 'node:child_process'; console.log(String(execSync('...')))";
const JSX =
  "JSX does not work in cells; write HTML as a string: import { display } from 'tslab'; display.html('<b>hi</b>')";

const PYTHON_LIBRARIES: Readonly<Record<string, string>> = {
  numpy: "numpy is a library of Python. For matrices: import { Matrix } from 'ml-matrix'.",
  pandas: "pandas is a library of Python. Frames are Danfo's here: import { frame } from 'listenlab';",
};

/** What to use in place of a library of Python; undefined for any other name. */
export function pythonAdvice(library: string): string | undefined {
  return Object.hasOwn(PYTHON_LIBRARIES, library) ? PYTHON_LIBRARIES[library] : undefined;
}

/** Lines of Python, and how TypeScript says the same. */
const PYTHON: readonly [line: RegExp, what: string][] = [
  [/^for\s+\w+\s+in\b.*:$/, 'In TypeScript, a loop is: for (const i of [0, 1, 2]) { ... }'],
  [/^def\s+\w+\s*\(/, 'In TypeScript, a function is: function f() { ... }'],
];

/** Extra advice for an error in a line of IPython, Python or React syntax; undefined for any other. */
function foreignSyntax(typescript: TypeScript, { file, start = 0 }: ts.Diagnostic): string | undefined {
  if (!file) return undefined;
  const lineOf = (position = 0) => file.getLineAndCharacterOfPosition(position).line;
  const line = lineOf(start);
  // Such a line is several mistakes to the compiler; the first of them has the advice.
  const first = mistakesOf(file).find((mistake) => lineOf(mistake.start) === line);
  if (first && first.start !== start) return undefined;
  const text = file.text.split('\n')[line].trim();
  if (/^%%?[a-z]/i.test(text)) return MAGIC;
  // With an operator in it, it may be a condition.
  if (/^![a-z.][^&|=;(?]*$/i.test(text)) return SHELL;
  const [, library] = /^(?:import|from)\s+(\w+)[^'"]*$/.exec(text) ?? [];
  const python = pythonAdvice(library ?? '') ?? PYTHON.find(([mistake]) => mistake.test(text))?.[1];
  if (python !== undefined) return python;
  return isJsx(typescript, file) ? JSX : undefined;
}

/** Whether a file becomes TypeScript once JSX is allowed in it. */
function isJsx(typescript: TypeScript, file: ts.SourceFile): boolean {
  if (mistakesOf(file).length === 0) return false;
  const asJsx = typescript.createSourceFile('cell.tsx', file.text, typescript.ScriptTarget.Latest);
  return mistakesOf(asJsx).length === 0;
}

/** The syntax errors in a file. */
function mistakesOf(file: ts.SourceFile): ts.Diagnostic[] {
  return (file as unknown as { parseDiagnostics?: ts.Diagnostic[] }).parseDiagnostics ?? [];
}
