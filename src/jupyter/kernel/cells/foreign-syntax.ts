import type ts from 'typescript-for-cells';
import type { TypeScript } from './typescript.js';

const MAGIC = 'Lines that begin with % are commands of IPython; cells are TypeScript.';
const SHELL =
  "Lines that begin with ! are shell commands in IPython. In TypeScript: import { execSync } from 'node:child_process'; console.log(String(execSync('...')))";
const JSX =
  "JSX is not for cells; write HTML as a text: import { display } from 'tslab'; display.html('<b>hi</b>')";

/** Codes from here on are of types, not of syntax. */
const FIRST_OF_TYPES = 2000;

/** What to say besides of a mistake in a line that belongs to IPython or to React; undefined for any other. */
export function foreignSyntax(
  typescript: TypeScript,
  { file, start = 0, code }: ts.Diagnostic,
): string | undefined {
  if (!file) return undefined;
  const { line } = file.getLineAndCharacterOfPosition(start);
  const text = file.text.split('\n')[line].trim();
  if (/^%%?[a-z]/i.test(text)) return MAGIC;
  // With an operator in it, it may be a condition.
  if (/^![a-z.][^&|=;(?]*$/i.test(text)) return SHELL;
  return code < FIRST_OF_TYPES && isJsx(typescript, file.text) ? JSX : undefined;
}

/** Whether a text that is no TypeScript is TypeScript with JSX. */
function isJsx(typescript: TypeScript, text: string): boolean {
  const file = typescript.createSourceFile('cell.tsx', text, typescript.ScriptTarget.Latest);
  const { parseDiagnostics = [] } = file as unknown as { parseDiagnostics?: ts.Diagnostic[] };
  return parseDiagnostics.length === 0;
}
