import { statSync } from 'node:fs';
import path from 'node:path';
import type ts from 'typescript';
import { PACKAGE_FOLDER } from '../../../util/node/folders.js';
import { cellOptions, libFolder, nodeTypes, type TypeScript } from '../../jupyter/compiler-options.js';
import { resolveTypes } from '../modules/module-types.js';
import { documentOnDemand, withoutComments } from './documentation.js';

/**
 * Files for cells are added in batches, empty until used: a program with an unchanged list of files is built three
 * times faster.
 */
const BATCH = 100;

/**
 * Host of the compiler's language service: cells are in-memory files in the notebook's folder, all other files are on
 * disk.
 */
export class CellFiles implements ts.LanguageServiceHost {
  readonly #typescript: TypeScript;
  readonly #folder: string;
  readonly #nodeTypes = nodeTypes();
  readonly #options: ts.CompilerOptions;
  /** Whether to use legacy decorators, which get a class, a name and a descriptor. */
  legacyDecorators = false;
  readonly #cells: { text: string; version: number }[] = [];
  readonly #names = new Map<string, number>();
  /** Resolved imports; unresolved ones are looked up again each time. */
  readonly #resolved = new Map<string, ts.ResolvedModuleWithFailedLookupLocations>();
  /** Cached resolutions of imports between packages. */
  readonly #packages: ts.ModuleResolutionCache;
  /** Texts of installed files, which the service requests again for every cell. */
  readonly #snapshots = new Map<string, ts.IScriptSnapshot>();
  /** The user's own files imported by the draft, in their current state. */
  #fresh: ReadonlyMap<string, OwnFile> = new Map();
  /** Files imported by cells, as of then: a name's meaning changes only when its import runs again. */
  readonly #imported = new Map<string, OwnFile>();

  constructor(typescript: TypeScript, folder: string) {
    this.#typescript = typescript;
    this.#folder = folder.split(path.sep).join('/');
    this.#options = cellOptions(typescript);
    const asIs = (file: string) => file;
    this.#packages = typescript.createModuleResolutionCache(this.#folder, asIs, this.#options);
    documentOnDemand(typescript, this.#options, (file) =>
      isDeclaration(file) ? typescript.sys.readFile(file) : undefined,
    );
  }

  nameOf(cell: number): string {
    return `${this.#folder}/listenlab-cell-${cell}.ts`;
  }

  has(fileName: string): boolean {
    return this.#names.has(fileName);
  }

  /** The user's own files that the draft imports, directly or indirectly. */
  get ownFiles(): string[] {
    return [...this.#fresh.keys()];
  }

  /** Sets the text of the cell of that number, from 0, and rereads its imports. */
  setDraft(cell: number, text: string): void {
    while (this.#cells.length <= cell) this.#addBatch();
    const { text: before, version } = this.#cells[cell];
    if (text !== before) this.#cells[cell] = { text, version: version + 1 };
    this.#fresh = this.#ownImports(this.nameOf(cell), text);
  }

  /** The draft runs: its imports are fixed as they were when it was checked. */
  keepImports(): void {
    for (const [name, file] of this.#fresh) this.#imported.set(name, file);
  }

  getCompilationSettings = () =>
    this.legacyDecorators ? { ...this.#options, experimentalDecorators: true } : this.#options;
  getCurrentDirectory = () => this.#folder;
  getScriptFileNames = () => [...this.#names.keys()];
  getDefaultLibFileName = () => path.join(libFolder(), 'lib.esnext.d.ts').split(path.sep).join('/');
  useCaseSensitiveFileNames = () => this.#typescript.sys.useCaseSensitiveFileNames;
  readFile = (file: string) => this.#typescript.sys.readFile(file);
  fileExists = (file: string) => this.#names.has(file) || this.#typescript.sys.fileExists(file);
  directoryExists = (folder: string) => this.#typescript.sys.directoryExists(folder);
  getDirectories = (folder: string) => this.#typescript.sys.getDirectories(folder);
  readDirectory: ts.LanguageServiceHost['readDirectory'] = (...asked) =>
    this.#typescript.sys.readDirectory(...asked);
  realpath = (file: string) => this.#typescript.sys.realpath?.(file) ?? file;

  /** Installed files keep their version, as do modules loaded by a kernel. */
  getScriptVersion = (file: string): string => {
    const cell = this.#names.get(file);
    if (cell !== undefined) return String(this.#cells[cell].version);
    if (isInstalled(file)) return '1';
    return this.#ownFile(file)?.version ?? versionOf(file);
  };

  getScriptSnapshot = (file: string): ts.IScriptSnapshot | undefined => {
    const known = this.#snapshots.get(file);
    if (known) return known;
    const cell = this.#names.get(file);
    const text = cell === undefined ? this.#textOf(file) : this.#cells[cell].text;
    if (text === undefined) return undefined;
    const snapshot = this.#typescript.ScriptSnapshot.fromString(text);
    if (isInstalled(file)) this.#snapshots.set(file, snapshot);
    return snapshot;
  };

  #textOf(file: string): string | undefined {
    const text = this.#ownFile(file)?.text ?? this.#typescript.sys.readFile(file);
    return text !== undefined && isDeclaration(file) ? withoutComments(text) : text;
  }

  getModuleResolutionCache = () => this.#packages;

  resolveModuleNameLiterals: NonNullable<ts.LanguageServiceHost['resolveModuleNameLiterals']> = (
    literals,
    file,
    _redirected,
    options,
  ) =>
    literals.map(({ text }) =>
      isUnseen(text, file) ? { resolvedModule: undefined } : this.#resolve(text, file, options),
    );

  /** `node` means the running Node, even for packages that bring other types of it. */
  resolveTypeReferenceDirectiveReferences: NonNullable<
    ts.LanguageServiceHost['resolveTypeReferenceDirectiveReferences']
  > = (references, file, redirected, options) =>
    references.map((reference: string | ts.FileReference) => {
      const name = typeof reference === 'string' ? reference : reference.fileName;
      const resolvedFileName = this.#nodeTypes.split(path.sep).join('/');
      if (name === 'node') return { resolvedTypeReferenceDirective: { primary: true, resolvedFileName } };
      return this.#typescript.resolveTypeReferenceDirective(name, file, options, this, redirected);
    });

  #addBatch(): void {
    for (let added = 0; added < BATCH; added++) {
      this.#names.set(this.nameOf(this.#cells.length), this.#cells.length);
      this.#cells.push({ text: '', version: 0 });
    }
  }

  #ownFile(file: string): OwnFile | undefined {
    return this.#fresh.get(file) ?? this.#imported.get(file);
  }

  #ownImports(name: string, text: string, found = new Map<string, OwnFile>()): Map<string, OwnFile> {
    for (const { fileName } of this.#typescript.preProcessFile(text, true, true).importedFiles) {
      const { resolvedModule } = this.#resolve(fileName, name, this.#options);
      const file = resolvedModule?.resolvedFileName ?? '';
      if (!isOwnSource(file) || found.has(file)) continue;
      const content = this.#typescript.sys.readFile(file);
      if (content === undefined) continue;
      found.set(file, { text: content, version: versionOf(file) });
      this.#ownImports(file, content, found);
    }
    return found;
  }

  #resolve(specifier: string, file: string, options: ts.CompilerOptions) {
    const key = `${path.dirname(file)}\0${specifier}`;
    const known = this.#resolved.get(key);
    if (known && this.fileExists(known.resolvedModule?.resolvedFileName ?? '')) return known;
    const found = !isOwnSource(file)
      ? this.#typescript.resolveModuleName(specifier, file, options, this, this.#packages)
      : resolveTypes(this.#typescript, specifier, file, options, this);
    if (found.resolvedModule) this.#resolved.set(key, found);
    return found;
  }
}

/** A user's own file at some point in time. */
interface OwnFile {
  text: string;
  version: string;
}

function versionOf(file: string): string {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats ? `${stats.mtimeMs} ${stats.size}` : '0';
}

/** Where listenlab's own declarations are. */
const OWN_BUILD = `${path.join(PACKAGE_FOLDER, 'dist').split(path.sep).join('/')}/`;

/** Whether a file is one of listenlab's own declarations. */
export function isOwnBuild(file: string): boolean {
  return file.startsWith(OWN_BUILD);
}

/**
 * Whether an import of listenlab's own declarations matters to no cell. DuckDB's declarations are 160 files, two fifths
 * of what importing listenlab would read, and none of its names is in a public signature.
 */
function isUnseen(specifier: string, file: string): boolean {
  return specifier === '@duckdb/node-api' && isOwnBuild(file);
}

/** Whether a file belongs to a package, including listenlab, or to the compiler. */
function isInstalled(file: string): boolean {
  return file.includes('/node_modules/') || isOwnBuild(file);
}

/** Whether a file is one of the declarations that come with a package or the compiler. */
function isDeclaration(file: string): boolean {
  return isInstalled(file) && /\.d\.[cm]?ts$/.test(file);
}

/** Whether a file is the user's own code, whose errors are reported. */
function isOwnSource(file: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(file) && !/\.d\.[cm]?ts$/.test(file) && !isInstalled(file);
}
