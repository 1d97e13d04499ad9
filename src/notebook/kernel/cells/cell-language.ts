import path from 'node:path';
import type ts from 'typescript-for-cells';
import type { TypeScript } from '../../jupyter/typescript.js';
import { importAdvice, importMistake } from '../modules/module-types.js';
import { adviceFor } from './advice.js';
import { CellFiles } from './cell-files.js';

/** A mistake that the compiler found; lines and characters count from 0. */
export interface CellDiagnostic {
  start: { line: number; character: number };
  end: { line: number; character: number };
  messageText: string;
  code: number;
  /** The user's own file that it is in, from the notebook's folder; a cell has none. */
  fileName?: string;
}

interface Checked {
  cell: CheckedCell;
  diagnostics: CellDiagnostic[];
}

/** A cell as the compiler sees it: one file among those of the cells before it. */
export interface CheckedCell {
  program: ts.Program;
  file: ts.SourceFile;
}

/** A cell that has run: its file, and how tracebacks call it. */
export interface KeptCell {
  file: ts.SourceFile;
  label: string;
}

/**
 * What TypeScript knows of a notebook's cells. Every cell is a module of one program, and the cells before it
 * are the scopes around it: a name means its latest declaration, and a value keeps the type it was declared
 * with, also when the name of that type has been declared anew.
 */
export class CellLanguage {
  readonly service: ts.LanguageService;
  readonly #typescript: TypeScript;
  readonly #files: CellFiles;
  readonly #folder: string;
  /** Names that a cell declares and that have no value all the same, with the reason. */
  readonly #unset = new Map<string, string>();
  /** How tracebacks call the cells that are kept. */
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

  /** The name under which the service knows the cell that was looked at last. */
  get draftName(): string {
    return this.#files.nameOf(this.#labels.length);
  }

  /** Takes a text for the next cell. What the service is asked of {@link draftName} from now on is about it. */
  draft(source: string, { legacyDecorators = false } = {}): CheckedCell {
    this.#files.setDraft(this.#labels.length, source);
    this.#files.legacyDecorators = legacyDecorators;
    const program = this.service.getProgram() as ts.Program;
    // Binds the files; a file that is bound keeps its scope.
    program.getTypeChecker();
    for (let cell = 1; cell <= this.#labels.length; cell++) {
      const file = program.getSourceFile(this.#files.nameOf(cell)) as { parent?: ts.Node };
      // The checker looks for a name in the scopes of a node's parents: tslab, too, enters earlier cells so.
      file.parent = program.getSourceFile(this.#files.nameOf(cell - 1));
    }
    return { program, file: program.getSourceFile(this.draftName) as ts.SourceFile };
  }

  /** Checks the next cell. Where its decorators do not fit the standard, they may be of the kind before it. */
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

  /** The cells before the one that was looked at last, in the order in which they ran. */
  keptCells({ program }: CheckedCell): KeptCell[] {
    return this.#labels.flatMap((label, i) => {
      const file = program.getSourceFile(this.#files.nameOf(i));
      return file ? { file, label } : [];
    });
  }

  /**
   * Keeps the cell that was checked last: later cells see its names.
   *
   * @param label how tracebacks call it
   */
  keep(label: string): void {
    for (const name of localsOf(this.draft(this.#text()).file).keys()) {
      this.#unset.delete(this.#typescript.unescapeLeadingUnderscores(name));
    }
    this.#files.keepImports();
    this.#labels.push(label);
  }

  /**
   * Takes names back that the latest kept cell declared, because it stopped before they had a value.
   *
   * @param label how tracebacks call the cell
   */
  forget(names: readonly string[], label: string): void {
    const file = this.service.getProgram()?.getSourceFile(this.#files.nameOf(this.#labels.length - 1));
    if (!file) return;
    for (const name of names) {
      localsOf(file).delete(this.#typescript.escapeLeadingUnderscores(name));
      const reason = `${label} declares it, but stopped before it had a value: run that cell again.`;
      this.#unset.set(name, reason);
    }
  }

  /** Remembers what the cell that was checked last declares, which does not run because of its mistakes. */
  refuse(label: string): void {
    const { file } = this.draft(this.#text());
    for (const name of localsOf(file).keys()) {
      const declared = this.#typescript.unescapeLeadingUnderscores(name);
      this.#unset.set(declared, `${label} declares it, but has a mistake and did not run.`);
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
        messageText: message,
        code,
        ...(isCell ? {} : { fileName: path.relative(this.#folder, file.fileName) }),
      },
    ];
  }

  /** The compiler's words, or better ones; undefined for what is no mistake in a cell. */
  #messageOf(diagnostic: ts.Diagnostic, file: ts.SourceFile, text: string): string | undefined {
    const { code } = diagnostic;
    if (code === IMPORT_EQUALS) return undefined;
    if (NO_MODULE.includes(code)) return importMistake(text.slice(1, -1), path.dirname(file.fileName));
    if (NO_NAME.includes(code)) {
      const reason = this.#unset.get(text) ?? importAdvice(this.#typescript, text);
      if (reason !== undefined) return `Cannot find name '${text}'. ${reason}`;
    }
    const program = this.service.getProgram() as ts.Program;
    return adviceFor(this.#typescript, program.getTypeChecker(), diagnostic);
  }
}

/** "Import assignment cannot be used when targeting ECMAScript modules": in cells it is a call of require(). */
const IMPORT_EQUALS = 1202;

/** "Unable to resolve signature of decorator" of a class, a parameter, a property or a method; none on parameters. */
const NO_DECORATOR = [1206, 1238, 1239, 1240, 1241];

/** "Cannot find name", and the same with a suggestion. */
const NO_NAME = [2304, 2552];

/** "Cannot find module", "Could not find a declaration file for module" and their like. */
const NO_MODULE = [2307, 2732, 2792, 2882, 7016];

interface LocalSymbol extends ts.Symbol {
  exportSymbol?: ts.Symbol;
}

/**
 * The names at the top of a file, which the compiler keeps and does not publish: escaped, where they begin with two
 * underscores.
 */
export function localsOf(file: ts.SourceFile): Map<ts.__String, ts.Symbol> {
  return (file as unknown as { locals?: Map<ts.__String, ts.Symbol> }).locals ?? new Map();
}
