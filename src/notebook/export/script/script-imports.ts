import path from 'node:path';
import type ts from 'typescript';
import type { TypeScript } from '../../jupyter/compiler-options.js';
import { CARRIED, localFile, OWN_NAME } from '../../kernel/modules/module-files.js';
import { clash, type ScriptCell } from './script-cells.js';

/** A name that a script imports. */
interface ImportedName {
  /** In its module; `default`, or `*` for all of it. */
  readonly from: string;
  readonly to: string;
  /** Only a type: a program that strips types would not find it. */
  isType: boolean;
}

/** All that a script imports from one module. */
interface ImportedModule {
  readonly specifier: string;
  /** `with { type: 'json' }`, or nothing. */
  readonly attributes: string;
  readonly names: ImportedName[];
}

/** Where a notebook's files are, seen from its script. */
export interface ScriptPlace {
  /** The notebook's folder. */
  readonly folder: string;
  /** The script's. */
  readonly target: string;
}

/** The imports of all cells, each module and name once. */
export class ScriptImports {
  readonly #typescript: TypeScript;
  readonly #place: ScriptPlace;
  readonly #notebook: string;
  readonly #modules = new Map<string, ImportedModule>();
  /** By name, the cell that imports it first. */
  readonly owners = new Map<string, ScriptCell>();

  constructor(typescript: TypeScript, place: ScriptPlace, notebook: string) {
    this.#typescript = typescript;
    this.#place = place;
    this.#notebook = notebook;
  }

  /** Takes a cell's imports; names that nothing uses are left out, as the kernel does. */
  take(cell: ScriptCell, uses: NameUses): void {
    for (const statement of cell.file.statements.filter(this.#typescript.isImportDeclaration)) {
      const { importClause, moduleSpecifier, attributes } = statement;
      const module = this.#module((moduleSpecifier as ts.StringLiteral).text, attributes?.getText() ?? '');
      for (const name of importClause ? this.#namesOf(importClause) : []) {
        const isValue = uses.values.has(name.to);
        if (!isValue && !uses.types.has(name.to)) continue;
        this.#add(module, { ...name, isType: name.isType || !isValue }, cell);
      }
    }
  }

  /** Imports a name of listenlab for the script itself. */
  need(from: string, to: string, specifier = OWN_NAME): void {
    const { names } = this.#module(specifier, '');
    const found = names.find((name) => name.from === from && name.to === to);
    if (found) found.isType = false;
    else names.push({ from, to, isType: false });
  }

  /** What the notebook calls a name of listenlab; undefined if it does not import it. */
  localName(name: string): string | undefined {
    const { names = [] } = this.#modules.get(`${OWN_NAME} `) ?? {};
    return names.find(({ from, isType }) => from === name && !isType)?.to;
  }

  /** What a specifier is called in the script: `./helper` has its extension, and starts at the script. */
  resolve(specifier: string): string {
    if (Object.hasOwn(CARRIED, specifier)) return CARRIED[specifier];
    if (!/^\.{1,2}(\/|$)/.test(specifier)) return specifier;
    const file = localFile(path.resolve(this.#place.folder, specifier));
    if (file === undefined) return specifier;
    const seen = path.relative(this.#place.target, file).split(path.sep).join('/');
    return seen.startsWith('.') ? seen : `./${seen}`;
  }

  text(): string {
    const modules = [...this.#modules.values()];
    return modules.flatMap((module) => statementsOf(module)).join('\n');
  }

  #module(written: string, given: string): ImportedModule {
    const specifier = this.resolve(written);
    const attributes = given === '' && specifier.endsWith('.json') ? "with { type: 'json' }" : given;
    const key = `${specifier} ${attributes}`;
    const module = this.#modules.get(key) ?? { specifier, attributes, names: [] };
    this.#modules.set(key, module);
    return module;
  }

  #namesOf({ name, namedBindings, phaseModifier }: ts.ImportClause): ImportedName[] {
    const isType = phaseModifier === this.#typescript.SyntaxKind.TypeKeyword;
    const own = name ? [{ from: 'default', to: name.text, isType }] : [];
    if (!namedBindings) return own;
    if (this.#typescript.isNamespaceImport(namedBindings))
      return [...own, { from: '*', to: namedBindings.name.text, isType }];
    return [
      ...own,
      ...namedBindings.elements.map((element) => ({
        from: (element.propertyName ?? element.name).text,
        to: element.name.text,
        isType: isType || element.isTypeOnly,
      })),
    ];
  }

  #add({ names }: ImportedModule, name: ImportedName, cell: ScriptCell): void {
    const found = names.find(({ from, to }) => from === name.from && to === name.to);
    const owner = this.owners.get(name.to);
    if (found) {
      found.isType &&= name.isType;
      return;
    }
    if (owner !== undefined) throw clash(name.to, this.#notebook, owner, cell);
    this.owners.set(name.to, cell);
    names.push(name);
  }
}

/** How long a line of imports may be. */
const WIDTH = 110;

function statementsOf({ specifier, attributes, names }: ImportedModule): string[] {
  const from = `${JSON.stringify(specifier).replace(/^"(.*)"$/, (_, text: string) => quoted(text))}${attributes && ` ${attributes}`};`;
  const named = names.filter((name) => name.from !== 'default' && name.from !== '*');
  const others = names.filter((name) => !named.includes(name));
  const whole = others.map(({ from: what, to, isType }) => {
    const word = isType ? 'import type' : 'import';
    return `${word} ${what === '*' ? `* as ${to}` : to} from ${from}`;
  });
  if (named.length === 0) return names.length === 0 ? [`import ${from}`] : whole;
  const written = named.map(({ from: what, to, isType }) => {
    const renamed = what === to ? to : `${what} as ${to}`;
    return isType ? `type ${renamed}` : renamed;
  });
  const line = `import { ${written.join(', ')} } from ${from}`;
  if (line.length <= WIDTH) return [...whole, line];
  return [...whole, `import {\n${wrapped(written)}\n} from ${from}`];
}

function quoted(json: string): string {
  return json.includes("'") ? `"${json}"` : `'${json}'`;
}

function wrapped(names: readonly string[]): string {
  const lines: string[] = [];
  for (const name of names) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + name.length + 2 <= WIDTH)
      lines[lines.length - 1] = `${last} ${name},`;
    else lines.push(`  ${name},`);
  }
  return lines.join('\n');
}

/** Names by how they are used: as values, which are there when the script runs, or in types. */
export interface NameUses {
  readonly values: Set<string>;
  readonly types: Set<string>;
}

/** How the identifiers of cells are used, without their imports. */
export function usesIn(typescript: TypeScript, cells: readonly ScriptCell[]): NameUses {
  const uses: NameUses = { values: new Set(), types: new Set() };
  const visit = (node: ts.Node, inType: boolean): void => {
    if (typescript.isImportDeclaration(node)) return;
    const erased =
      inType ||
      typescript.isPartOfTypeNode(node) ||
      typescript.isTypeNode(node) ||
      typescript.isInterfaceDeclaration(node) ||
      typescript.isTypeAliasDeclaration(node);
    if (typescript.isIdentifier(node)) (erased ? uses.types : uses.values).add(node.text);
    // `import a = require('b')`
    if (typescript.isExternalModuleReference(node)) uses.values.add('require');
    // `class A extends B<C>`: B is a value.
    const isBase =
      typescript.isHeritageClause(node) &&
      node.token === typescript.SyntaxKind.ExtendsKeyword &&
      typescript.isClassLike(node.parent);
    if (isBase) for (const { expression } of node.types) visit(expression, false);
    typescript.forEachChild(node, (child) => visit(child, erased));
  };
  for (const { file } of cells) visit(file, false);
  return uses;
}
