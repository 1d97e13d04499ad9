import path from 'node:path';
import type ts from 'typescript';
import type { TypeScript } from '../../jupyter/compiler-options.js';
import { groupOf, ownSpecifier } from '../modules/own-names.js';
import { adviceFor } from './advice.js';
import { CellFiles, isOwnBuild } from './cell-files.js';
import { isAboutModule, memberMessage, moduleMessage, nameMessage } from './import-messages.js';
import { type ModuleName, specifierOf, withModuleNames } from './module-names.js';

/** An error found by the compiler; lines and characters count from 0. */
export interface CellDiagnostic {
  start: { line: number; character: number };
  end: { line: number; character: number };
  messageText: string;
  code: number;
  /** The user's own file with the error, relative to the notebook's folder; undefined for a cell. */
  fileName?: string;
}

interface Checked {
  cell: CheckedCell;
  diagnostics: CellDiagnostic[];
}

/** A cell as the compiler sees it: one file among those of earlier cells. */
export interface CheckedCell {
  program: ts.Program;
  file: ts.SourceFile;
}

/** A cell that has run: its file and its label in tracebacks. */
export interface KeptCell {
  file: ts.SourceFile;
  label: string;
}

/**
 * TypeScript's view of a notebook's cells. Every cell is a module of one program, and earlier cells are its enclosing
 * scopes: a name refers to its latest declaration, and a value keeps its declared type even if that type's name is
 * redeclared.
 */
export class CellLanguage {
  readonly service: ts.LanguageService;
  readonly #typescript: TypeScript;
  readonly #files: CellFiles;
  readonly #folder: string;
  /** Names declared by a cell that have no value, with the reason. */
  readonly #unset = new Map<string, { label: string; reason: string }>();
  /** Labels of kept cells in tracebacks. */
  readonly #labels: string[] = [];

  /** Builds no program yet; {@link warmUp} does. */
  constructor(typescript: TypeScript, folder: string) {
    this.#typescript = typescript;
    this.#folder = folder;
    this.#files = new CellFiles(typescript, folder);
    this.service = typescript.createLanguageService(this.#files);
  }

  /** Reads the declarations that every cell needs: most of what the first check costs. */
  warmUp(): void {
    this.check('');
  }

  /** The service's file name of the current draft. */
  get draftName(): string {
    return this.#files.nameOf(this.#labels.length);
  }

  /** Sets the text of the next cell, which {@link draftName} then refers to. */
  draft(source: string, { legacyDecorators = false } = {}): CheckedCell {
    this.#files.setDraft(this.#labels.length, source);
    this.#files.legacyDecorators = legacyDecorators;
    const program = this.service.getProgram() as ts.Program;
    // Binds the files; a file that is bound keeps its scope.
    program.getTypeChecker();
    for (let cell = 1; cell <= this.#labels.length; cell++) {
      const file = program.getSourceFile(this.#files.nameOf(cell)) as { parent?: ts.Node };
      // The checker looks up names in the scopes of a node's parents: tslab, too, makes earlier cells visible this way.
      file.parent = program.getSourceFile(this.#files.nameOf(cell - 1));
    }
    return { program, file: program.getSourceFile(this.draftName) as ts.SourceFile };
  }

  /** Checks the next cell. If its decorators do not fit the standard, legacy ones are tried. */
  check(source: string): Checked {
    const checked = this.#check(this.draft(source));
    if (!checked.diagnostics.some(({ code }) => NO_DECORATOR.includes(code))) return checked;
    const legacy = this.#check(this.draft(source, { legacyDecorators: true }));
    return legacy.diagnostics.length === 0 ? legacy : checked;
  }

  #check(cell: CheckedCell): Checked {
    const { program, file } = cell;
    const own = this.#files.ownFiles.flatMap((name) => program.getSourceFile(name) ?? []);
    const diagnostics = [file, ...own].flatMap((each) => {
      const syntactic = program.getSyntacticDiagnostics(each);
      return syntactic.length > 0 ? syntactic : program.getSemanticDiagnostics(each);
    });
    return { cell, diagnostics: diagnostics.flatMap((each) => this.#describe(each)) };
  }

  /** The cells before the current draft, in the order in which they ran. */
  keptCells({ program }: CheckedCell): KeptCell[] {
    return this.#labels.flatMap((label, i) => {
      const file = program.getSourceFile(this.#files.nameOf(i));
      return file ? { file, label } : [];
    });
  }

  /**
   * Keeps the last checked cell: later cells see its names.
   *
   * @param label its label in tracebacks
   */
  keep(label: string): void {
    for (const name of localsOf(this.draft(this.#text()).file).keys()) {
      this.#unset.delete(this.#typescript.unescapeLeadingUnderscores(name));
    }
    this.#files.keepImports();
    this.#labels.push(label);
  }

  /**
   * Withdraws names declared by the last kept cell, which stopped before they had a value.
   *
   * @param label the cell's label in tracebacks
   */
  forget(names: readonly string[], label: string): void {
    const file = this.service.getProgram()?.getSourceFile(this.#files.nameOf(this.#labels.length - 1));
    if (!file) return;
    for (const name of names) {
      localsOf(file).delete(this.#typescript.escapeLeadingUnderscores(name));
      const reason = `${label} declares it, but stopped before it had a value: run that cell again.`;
      this.#unset.set(name, { label, reason });
    }
  }

  /** Remembers the declarations of the last checked cell, which does not run because of its errors. */
  refuse(label: string): void {
    const { file } = this.draft(this.#text());
    for (const name of localsOf(file).keys()) {
      const declared = this.#typescript.unescapeLeadingUnderscores(name);
      const reason = `${label} declares it, but has a mistake and did not run.`;
      this.#unset.set(declared, { label, reason });
    }
  }

  /** Ceases to give a label's cell as the reason why names have no value, as it is run again and may lack them now. */
  release(label: string): void {
    for (const [name, unset] of this.#unset) {
      if (unset.label === label) this.#unset.delete(name);
    }
  }

  /** Whether the declaration of a name is at the top of a cell. */
  isCellName(symbol: ts.Symbol): boolean {
    return (symbol.declarations ?? []).some((declaration) => {
      const file = declaration.getSourceFile();
      if (!this.#files.has(file.fileName)) return false;
      const local = localsOf(file).get(symbol.escapedName) as LocalSymbol | undefined;
      return local === symbol || local?.exportSymbol === symbol;
    });
  }

  /** A text of the compiler's in which modules have the names that cells give them, instead of their files' paths. */
  withModuleNames(text: string): string {
    return withModuleNames(text, (file) => this.#moduleName(file));
  }

  #moduleName(file: string): ModuleName | undefined {
    const program = this.service.getProgram();
    const source = ['', ...EXTENSIONS].flatMap((each) => program?.getSourceFile(file + each) ?? [])[0];
    if (!source) return undefined;
    if (this.#files.has(source.fileName)) {
      const kept = this.#labels.find((_, i) => this.#files.nameOf(i) === source.fileName);
      return { specifier: kept ?? 'this cell' };
    }
    if (!isOwnBuild(source.fileName))
      return { specifier: specifierOf(file, this.#files.getCurrentDirectory()) };
    return {
      specifier: ownSpecifier(this.#typescript, source.fileName),
      group: groupOf(this.#typescript, file),
    };
  }

  #text(): string {
    const snapshot = this.#files.getScriptSnapshot(this.draftName);
    return snapshot?.getText(0, snapshot.getLength()) ?? '';
  }

  #describe(diagnostic: ts.Diagnostic): CellDiagnostic[] {
    const { file, start = 0, length = 0, code } = diagnostic;
    if (!file) return [];
    const isCell = this.#files.has(file.fileName);
    const message = this.#messageOf(diagnostic, file, file.text.slice(start, start + length));
    if (message === undefined) return [];
    return [
      {
        start: file.getLineAndCharacterOfPosition(start),
        end: file.getLineAndCharacterOfPosition(start + length),
        messageText: this.withModuleNames(message),
        code,
        ...(isCell ? {} : { fileName: path.relative(this.#folder, file.fileName) }),
      },
    ];
  }

  /** The compiler's message, or a better one; undefined for what is not an error in a cell. */
  #messageOf(diagnostic: ts.Diagnostic, file: ts.SourceFile, text: string): string | undefined {
    if (diagnostic.code === IMPORT_EQUALS) return undefined;
    const mistake = { diagnostic, file, text };
    if (isAboutModule(diagnostic)) return moduleMessage(this.#typescript, mistake);
    const checker = (this.service.getProgram() as ts.Program).getTypeChecker();
    return (
      nameMessage(this.#typescript, mistake, this.#unset.get(text)?.reason) ??
      memberMessage(this.#typescript, checker, mistake) ??
      adviceFor(this.#typescript, checker, diagnostic)
    );
  }
}

/** Extensions of modules, which the compiler leaves out of their names. */
const EXTENSIONS = [
  '.ts',
  '.d.ts',
  '.mts',
  '.d.mts',
  '.cts',
  '.d.cts',
  '.tsx',
  '.js',
  '.mjs',
  '.cjs',
  '.json',
];

/** "Import assignment cannot be used when targeting ECMAScript modules": in cells it becomes a call of require(). */
const IMPORT_EQUALS = 1202;

/** "Unable to resolve signature of decorator" of a class, a parameter, a property or a method; none on parameters. */
const NO_DECORATOR = [1206, 1238, 1239, 1240, 1241];

interface LocalSymbol extends ts.Symbol {
  exportSymbol?: ts.Symbol;
}

/**
 * The top-level names of a file, from the compiler's internals: escaped if they begin with two underscores.
 */
export function localsOf(file: ts.SourceFile): Map<ts.__String, ts.Symbol> {
  return (file as unknown as { locals?: Map<ts.__String, ts.Symbol> }).locals ?? new Map();
}
