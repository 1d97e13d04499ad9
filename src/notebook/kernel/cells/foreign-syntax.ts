import type ts from 'typescript-for-cells';
import type { TypeScript } from '../../jupyter/typescript.js';

const MAGIC = 'Lines that begin with % are commands of IPython; cells are TypeScript.';
const SHELL =
  "Lines that begin with ! are shell commands in IPython. In TypeScript: import { execSync } from 'node:child_process'; console.log(String(execSync('...')))";
const JSX =
  "JSX is not for cells; write HTML as a text: import { display } from 'tslab'; display.html('<b>hi</b>')";

/** What to say besides of a mistake in a line that belongs to IPython or to React; undefined for any other. */
export function foreignSyntax(
  typescript: TypeScript,
  { file, start = 0 }: ts.Diagnostic,
): string | undefined {
  if (!file) return undefined;
  const { line } = file.getLineAndCharacterOfPosition(start);
  const text = file.text.split('\n')[line].trim();
  if (/^%%?[a-z]/i.test(text)) return MAGIC;
  // With an operator in it, it may be a condition.
  if (/^![a-z.][^&|=;(?]*$/i.test(text)) return SHELL;
  return isJsx(typescript, file) ? JSX : undefined;
}

/** Whether a file becomes TypeScript once JSX is allowed in it. */
function isJsx(typescript: TypeScript, file: ts.SourceFile): boolean {
  if (mistakesOf(file) === 0) return false;
  return mistakesOf(typescript.createSourceFile('cell.tsx', file.text, typescript.ScriptTarget.Latest)) === 0;
}

/** How many places of a file the parser could not make sense of. */
function mistakesOf(file: ts.SourceFile): number {
  return (file as unknown as { parseDiagnostics?: ts.Diagnostic[] }).parseDiagnostics?.length ?? 0;
}
