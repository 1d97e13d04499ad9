import type ts from 'typescript';
import type { TypeScript } from '../../jupyter/compiler-options.js';
import { patternOf } from './names.js';

/** `using` has the bits of `const` and of `let`. */
export function isUsing({ NodeFlags }: TypeScript, { flags }: ts.VariableDeclarationList): boolean {
  const kind = flags & NodeFlags.BlockScoped;
  return kind === NodeFlags.Using || kind === NodeFlags.AwaitUsing;
}

/** Statements of the top of a cell, without declarations. */
export class TopLevel {
  readonly #ts: TypeScript;
  readonly #context: ts.TransformationContext;
  readonly #rename: (identifier: ts.Identifier) => boolean;
  readonly #target: (identifier: ts.Identifier) => ts.Identifier;
  #disposed = 0;

  constructor(
    typescript: TypeScript,
    context: ts.TransformationContext,
    rename: (identifier: ts.Identifier) => boolean,
    target: (identifier: ts.Identifier) => ts.Identifier,
  ) {
    this.#ts = typescript;
    this.#context = context;
    this.#rename = rename;
    this.#target = target;
  }

  /** `function f() {}` becomes an assignment at the top, where the declaration would be hoisted. */
  function(declared: ts.FunctionDeclaration): ts.Statement[] {
    const { factory } = this.#context;
    if (!declared.body || !declared.name || this.#isAmbient(declared)) return [];
    const modifiers = this.#without(declared.modifiers);
    const { asteriskToken, typeParameters, parameters, type, body } = declared;
    const value = factory.createFunctionExpression(
      modifiers.filter(this.#ts.isModifier),
      asteriskToken,
      undefined,
      typeParameters,
      this.#visitAll(parameters),
      type,
      this.#visitNode(body, true) as ts.Block,
    );
    return [this.#assign(declared.name, this.#from(value, declared), declared)];
  }

  statement(statement: ts.Statement, isLast: boolean): ts.Statement[] {
    const { factory } = this.#context;
    if (this.#isAmbient(statement)) return [];
    if (this.#ts.isVariableStatement(statement)) {
      const { declarationList } = statement;
      return isUsing(this.#ts, declarationList)
        ? [this.#using(declarationList, statement)]
        : this.#assignments(declarationList).map((each) => this.#statementOf(each, statement));
    }
    if (this.#ts.isClassDeclaration(statement)) return this.#class(statement);
    if (this.#ts.isEnumDeclaration(statement) || this.#ts.isModuleDeclaration(statement)) {
      return [this.#opened(statement)];
    }
    if (this.#ts.isExportAssignment(statement)) {
      return [this.#statementOf(this.#visit(statement.expression), statement)];
    }
    if (this.#ts.isExpressionStatement(statement) && isLast) {
      return [this.#from(factory.createReturnStatement(this.#visit(statement.expression)), statement)];
    }
    return [this.#visit(statement)];
  }

  #class(declared: ts.ClassDeclaration): ts.Statement[] {
    const { factory } = this.#context;
    const { name, typeParameters, heritageClauses, members } = declared;
    if (!name) return [];
    const parts = [
      this.#without(declared.modifiers).map((each) => this.#visit(each)),
      name,
      typeParameters,
      heritageClauses && this.#visitAll(heritageClauses),
      this.#visitAll(members),
    ] as const;
    const value = this.#context.getCompilerOptions().experimentalDecorators
      ? this.#valueOf(factory.updateClassDeclaration(declared, ...parts), name)
      : this.#from(factory.createClassExpression(...parts), declared);
    return [this.#assign(name, value, declared)];
  }

  /** `(() => { class A {} return A; })()`: the compiler supports legacy decorators only on declarations. */
  #valueOf(declared: ts.ClassDeclaration, { text }: ts.Identifier): ts.Expression {
    const { factory } = this.#context;
    const returned = factory.createReturnStatement(factory.createIdentifier(text));
    return factory.createImmediatelyInvokedArrowFunction([declared, returned]);
  }

  /** `using` disposes of a temporary variable; the name stays, as a name of the cell. */
  #using(list: ts.VariableDeclarationList, statement: ts.Statement): ts.Statement {
    const { factory } = this.#context;
    const declarations = list.declarations.map((declared) => {
      const [value] = this.#assignments(factory.createVariableDeclarationList([declared], list.flags));
      return factory.createVariableDeclaration(`$using${this.#disposed++}`, undefined, undefined, value);
    });
    const uses = factory.createVariableDeclarationList(declarations, list.flags);
    return this.#from(factory.createVariableStatement(undefined, uses), statement);
  }

  /** What remains of a variable declaration when the variables already exist. */
  #assignments(list: ts.VariableDeclarationList): ts.Expression[] {
    const { factory } = this.#context;
    const isVar = (list.flags & this.#ts.NodeFlags.BlockScoped) === 0;
    return list.declarations.flatMap((declared) => {
      const { name, initializer } = declared;
      if (!initializer && isVar) return [];
      const value = initializer ? this.#visit(initializer) : factory.createVoidZero();
      const assigned = factory.createAssignment(this.#assignable(name), value);
      return this.#from(
        this.#ts.isIdentifier(name) ? assigned : factory.createParenthesizedExpression(assigned),
        declared,
      );
    });
  }

  #assignable(name: ts.BindingName): ts.Expression {
    return patternOf(this.#ts, this.#context.factory, name, {
      target: this.#target,
      visit: (node) => this.#visit(node),
    });
  }

  #opened(statement: ts.EnumDeclaration | ts.ModuleDeclaration): ts.Statement {
    const { factory } = this.#context;
    const modifiers = this.#without(statement.modifiers);
    if (this.#ts.isEnumDeclaration(statement)) {
      return factory.updateEnumDeclaration(
        statement,
        modifiers,
        this.#target(statement.name),
        this.#visitAll(statement.members),
      );
    }
    const name = this.#ts.isIdentifier(statement.name) ? this.#target(statement.name) : statement.name;
    const body = statement.body && (this.#visitNode(statement.body, true) as ts.ModuleBody);
    return factory.updateModuleDeclaration(statement, modifiers, name, body);
  }

  #assign(name: ts.Identifier, value: ts.Expression, from: ts.Node): ts.Statement {
    return this.#statementOf(this.#context.factory.createAssignment(this.#target(name), value), from);
  }

  #statementOf(expression: ts.Expression, from: ts.Node): ts.Statement {
    return this.#from(this.#context.factory.createExpressionStatement(expression), from);
  }

  /** Keeps a node's position in the cell, for stack traces. */
  #from<T extends ts.Node>(made: T, node: ts.Node): T {
    return this.#ts.setTextRange(this.#ts.setOriginalNode(made, node), node);
  }

  #without<T extends ts.ModifierLike>(modifiers: readonly T[] = []): T[] {
    const { ExportKeyword, DefaultKeyword } = this.#ts.SyntaxKind;
    return modifiers.filter(({ kind }) => kind !== ExportKeyword && kind !== DefaultKeyword);
  }

  #isAmbient(node: ts.Statement): boolean {
    const modifiers = this.#ts.canHaveModifiers(node) ? this.#ts.getModifiers(node) : undefined;
    return (modifiers ?? []).some(({ kind }) => kind === this.#ts.SyntaxKind.DeclareKeyword);
  }

  #visitAll<T extends ts.Node>(nodes: ts.NodeArray<T>): ts.NodeArray<T> {
    return this.#ts.visitNodes(nodes, (node) => this.#visitNode(node, true)) as ts.NodeArray<T>;
  }

  #visit<T extends ts.Node>(node: T): T {
    return this.#visitNode(node, this.#ts.isFunctionLike(node)) as T;
  }

  /** @param inner in a function, whose `var` is its own */
  #visitNode(node: ts.Node, inner: boolean): ts.Node {
    const { factory } = this.#context;
    if (this.#ts.isIdentifier(node)) return this.#rename(node) ? this.#target(node) : node;
    if (this.#ts.isShorthandPropertyAssignment(node) && this.#rename(node.name)) {
      return factory.createPropertyAssignment(node.name.text, this.#target(node.name));
    }
    if (this.#ts.isMetaProperty(node) && node.keywordToken === this.#ts.SyntaxKind.ImportKeyword) {
      return this.#ofKernel('meta');
    }
    if (this.#ts.isCallExpression(node) && node.expression.kind === this.#ts.SyntaxKind.ImportKeyword) {
      const args = node.arguments.map((each) => this.#visitNode(each, inner) as ts.Expression);
      return this.#from(factory.createCallExpression(this.#ofKernel('import'), undefined, args), node);
    }
    if (!inner && this.#isVar(node)) return this.#from(this.#varOf(node), node);
    if (!inner && this.#ts.isForStatement(node) && node.initializer && this.#isVarList(node.initializer)) {
      const started = this.#inOne(this.#assignments(node.initializer));
      return this.#children(
        factory.updateForStatement(node, started, node.condition, node.incrementor, node.statement),
      );
    }
    if (!inner && (this.#ts.isForOfStatement(node) || this.#ts.isForInStatement(node))) {
      return this.#children(this.#forEach(node));
    }
    const own = inner || this.#ts.isFunctionLike(node) || this.#ts.isClassStaticBlockDeclaration(node);
    return this.#ts.visitEachChild(node, (child) => this.#visitNode(child, own), this.#context);
  }

  #children(node: ts.Node): ts.Node {
    return this.#ts.visitEachChild(node, (child) => this.#visitNode(child, false), this.#context);
  }

  #isVar(node: ts.Node): node is ts.VariableStatement {
    return this.#ts.isVariableStatement(node) && this.#isVarList(node.declarationList);
  }

  #isVarList(node: ts.Node): node is ts.VariableDeclarationList {
    return this.#ts.isVariableDeclarationList(node) && (node.flags & this.#ts.NodeFlags.BlockScoped) === 0;
  }

  #varOf({ declarationList }: ts.VariableStatement): ts.Statement {
    const { factory } = this.#context;
    const value = this.#inOne(this.#assignments(declarationList));
    return value ? factory.createExpressionStatement(value) : factory.createEmptyStatement();
  }

  #forEach(node: ts.ForOfStatement | ts.ForInStatement): ts.Node {
    const { factory } = this.#context;
    if (!this.#isVarList(node.initializer)) return node;
    const each = this.#assignable(node.initializer.declarations[0].name);
    return this.#ts.isForOfStatement(node)
      ? factory.updateForOfStatement(node, node.awaitModifier, each, node.expression, node.statement)
      : factory.updateForInStatement(node, each, node.expression, node.statement);
  }

  #inOne(expressions: ts.Expression[]): ts.Expression | undefined {
    return expressions.length > 1
      ? this.#context.factory.createCommaListExpression(expressions)
      : expressions[0];
  }

  #ofKernel(name: string): ts.Expression {
    const { factory } = this.#context;
    return factory.createPropertyAccessExpression(factory.createIdentifier('$cell'), name);
  }
}
