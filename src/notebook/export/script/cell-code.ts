import type ts from 'typescript';
import type { TypeScript } from '../../jupyter/compiler-options.js';
import { boundNames } from '../../kernel/cells/names.js';
import { isAmbient, type ScriptCell } from './script-cells.js';

/** What a script's cells have in common. */
export interface ScriptScope {
  /** Names that are declared above all cells: here they are assigned. */
  readonly shared: ReadonlySet<string>;
  /** The function that shows the last value of a cell. */
  readonly showLast: string;
  /** Names of functions whose call shows something and has no value. */
  readonly showing: ReadonlySet<string>;
  /** What a specifier is called in the script. */
  resolve(specifier: string): string;
}

/** A replacement in a cell's text. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The code of a cell in a script: without imports, and with its last value shown, as the kernel would. */
export function cellCode(typescript: TypeScript, cell: ScriptCell, scope: ScriptScope): string {
  if (cell.skipped) return commented(`Not run, as in the notebook:\n${cell.source}`);
  const writer = new CellWriter(typescript, cell, scope);
  const code = writer.code().trim();
  if (!cell.mayFail || code === '') return code;
  return `try {\n${indented(code)}\n} catch (error) {\n  console.error(error);\n}`;
}

/** Lines of text as comments. Every character that ends a line in JavaScript ends one here. */
export function commented(text: string): string {
  return text
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => `// ${line}`.trimEnd())
    .join('\n');
}

/** By two blanks, except inside of template literals, which would change: such a cell stays as it is. */
function indented(code: string): string {
  return code.includes('`') ? code : code.replace(/^(?=.)/gm, '  ');
}

class CellWriter {
  readonly #typescript: TypeScript;
  readonly #cell: ScriptCell;
  readonly #scope: ScriptScope;
  readonly #edits: Edit[] = [];
  /** Functions, which are there before the cell's first line. */
  readonly #hoisted: string[] = [];

  constructor(typescript: TypeScript, cell: ScriptCell, scope: ScriptScope) {
    this.#typescript = typescript;
    this.#cell = cell;
    this.#scope = scope;
  }

  code(): string {
    const { file, source } = this.#cell;
    this.#rewriteSpecifiers(file);
    const last = file.statements.at(-1);
    for (const statement of file.statements) this.#statement(statement, statement === last);
    let code = '';
    let from = 0;
    for (const { start, end, text } of this.#edits.sort((a, b) => a.start - b.start)) {
      if (start < from) continue;
      code += source.slice(from, start) + text;
      from = end;
    }
    return [...this.#hoisted, (code + source.slice(from)).replace(/^\s*\n/, '')].join('\n');
  }

  #statement(statement: ts.Statement, isLast: boolean): void {
    const typescript = this.#typescript;
    if (typescript.isImportDeclaration(statement)) this.#removeLine(statement);
    else if (typescript.isVariableStatement(statement)) this.#variables(statement);
    else if (typescript.isFunctionDeclaration(statement)) this.#function(statement);
    else if (typescript.isClassDeclaration(statement)) this.#class(statement);
    else if (typescript.isEnumDeclaration(statement)) this.#enum(statement);
    else if (typescript.isExportAssignment(statement) && !statement.isExportEquals)
      this.#replace(statement, `${this.#shown(statement.expression)};`);
    else if (typescript.isImportEqualsDeclaration(statement) && !statement.isTypeOnly) this.#alias(statement);
    else if (typescript.isExpressionStatement(statement) && isLast) this.#last(statement);
  }

  #last({ expression }: ts.ExpressionStatement): void {
    if (this.#isShowing(expression)) return;
    this.#edits.push(...this.#around(expression, `await ${this.#scope.showLast}(`, ')'));
  }

  #shown(expression: ts.Expression): string {
    return `await ${this.#scope.showLast}(${expression.getText()})`;
  }

  /** Text before and after an expression, inside of which other edits may be. */
  #around(expression: ts.Expression, before: string, after: string): Edit[] {
    const [start, end] = [expression.getStart(), expression.getEnd()];
    const isComma =
      this.#typescript.isBinaryExpression(expression) &&
      expression.operatorToken.kind === this.#typescript.SyntaxKind.CommaToken;
    const [open, close] = isComma ? ['(', ')'] : ['', ''];
    return [
      { start, end: start, text: before + open },
      { start: end, end, text: close + after },
    ];
  }

  /** Whether an expression is a call that shows something itself, such as `show(frame)` or `console.log(1)`. */
  #isShowing(expression: ts.Expression): boolean {
    const typescript = this.#typescript;
    if (typescript.isAwaitExpression(expression) || typescript.isParenthesizedExpression(expression))
      return this.#isShowing(expression.expression);
    if (!typescript.isCallExpression(expression)) return false;
    const called = expression.expression.getText();
    return this.#scope.showing.has(called) || /^console\.\w+$/.test(called);
  }

  /** A declaration of shared names becomes assignments; others of its names are declared as they were. */
  #variables(statement: ts.VariableStatement): void {
    if (isAmbient(this.#typescript, statement)) return;
    const { declarations } = statement.declarationList;
    const names = declarations.flatMap(({ name }) => boundNames(this.#typescript, name));
    if (!names.some((name) => this.#scope.shared.has(name))) {
      this.#removeExport(statement);
      return;
    }
    const keyword = /^(?:export\s+)?(?:await\s+)?(\w+)/.exec(statement.getText())?.[1] ?? 'let';
    const parts = declarations.flatMap((declared) => {
      const bound = boundNames(this.#typescript, declared.name);
      if (!bound.some((name) => this.#scope.shared.has(name))) return [`${keyword} ${declared.getText()};`];
      const { name, initializer } = declared;
      if (!initializer) return keyword === 'var' ? [] : [`${name.getText()} = undefined;`];
      const value = this.#textOf(initializer);
      // The blank statement keeps a pattern from being taken for arguments of what is above.
      return this.#typescript.isIdentifier(name)
        ? [`${name.text} = ${value};`]
        : [`;(${name.getText()} = ${value});`];
    });
    this.#replace(statement, parts.join('\n'));
  }

  #function(declared: ts.FunctionDeclaration): void {
    const { name, body } = declared;
    if (!name || !this.#scope.shared.has(name.text)) {
      this.#removeExport(declared);
      return;
    }
    if (isAmbient(this.#typescript, declared)) return;
    if (body) this.#hoisted.push(`${name.text} = ${withoutExport(this.#textOf(declared))};`);
    this.#removeLine(declared);
  }

  #class(declared: ts.ClassDeclaration): void {
    const { name } = declared;
    if (!name || !this.#scope.shared.has(name.text)) {
      this.#removeExport(declared);
      return;
    }
    if (!isAmbient(this.#typescript, declared))
      this.#replace(declared, `${name.text} = ${withoutExport(this.#textOf(declared))};`);
  }

  #enum(declared: ts.EnumDeclaration): void {
    const { name } = declared;
    if (!this.#scope.shared.has(name.text)) {
      this.#removeExport(declared);
      return;
    }
    if (isAmbient(this.#typescript, declared)) return;
    const own = `${withoutExport(this.#textOf(declared))}\n  return ${name.text};`;
    this.#replace(declared, `${name.text} = (() => {\n  ${own}\n})();`);
  }

  /** `import a = b.c` */
  #alias(declared: ts.ImportEqualsDeclaration): void {
    const word = this.#scope.shared.has(declared.name.text) ? '' : 'const ';
    this.#replace(declared, declared.getText().replace(/^(export\s+)?import\s+/, word));
  }

  /** `./helper` is called as it is seen from the script, in `import('./helper')` and `require('./helper')` too. */
  #rewriteSpecifiers(node: ts.Node): void {
    const typescript = this.#typescript;
    if (typescript.isCallExpression(node)) {
      const [first] = node.arguments;
      const isLoading =
        node.expression.kind === typescript.SyntaxKind.ImportKeyword ||
        (typescript.isIdentifier(node.expression) && node.expression.text === 'require');
      if (isLoading && first && typescript.isStringLiteralLike(first)) {
        const resolved = this.#scope.resolve(first.text);
        if (resolved !== first.text) this.#replace(first, JSON.stringify(resolved));
      }
    }
    typescript.forEachChild(node, (child) => this.#rewriteSpecifiers(child));
  }

  /** The text of a node with the edits inside of it, which go with it. */
  #textOf(node: ts.Node): string {
    const [start, end] = [node.getStart(), node.getEnd()];
    const inner = this.#edits.filter((edit) => edit.start >= start && edit.end <= end);
    let text = '';
    let from = start;
    for (const edit of inner.sort((a, b) => a.start - b.start)) {
      text += this.#cell.source.slice(from, edit.start) + edit.text;
      from = edit.end;
    }
    return text + this.#cell.source.slice(from, end);
  }

  #replace(node: ts.Node, text: string): void {
    const [start, end] = [node.getStart(), node.getEnd()];
    const outside = this.#edits.filter((edit) => edit.end <= start || edit.start >= end);
    this.#edits.splice(0, this.#edits.length, ...outside, { start, end, text });
  }

  #removeLine(node: ts.Node): void {
    const rest = /^[ \t]*(?:\r?\n)?/.exec(this.#cell.source.slice(node.getEnd()))?.[0] ?? '';
    this.#edits.push({ start: node.getStart(), end: node.getEnd() + rest.length, text: '' });
  }

  /** A script exports nothing. */
  #removeExport(node: ts.Statement): void {
    const [, word] = /^(export\s+(?:default\s+)?)/.exec(node.getText()) ?? [];
    if (word === undefined) return;
    this.#edits.push({ start: node.getStart(), end: node.getStart() + word.length, text: '' });
  }
}

function withoutExport(text: string): string {
  return text.replace(/^export\s+(?:default\s+)?/, '');
}
