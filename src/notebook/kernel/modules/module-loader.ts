import path from 'node:path';
import { pathToFileURL } from 'node:url';
import vm from 'node:vm';
import type { TypeScript } from '../../jupyter/compiler-options.js';
import { InstalledModules, type Namespace, namespaceOf, requiredNamespace } from './installed-modules.js';
import {
  importerOf,
  type LocalModule,
  type LocalSource,
  parseJson,
  readSource,
  staleModules,
  versionName,
  viewOf,
} from './local-modules.js';
import type { Importer } from './module-files.js';
import { resolveImport } from './resolution.js';

/**
 * Loads modules; installed ones through Node's own loaders. The user's own files are modules of `node:vm`: one is
 * reloaded when it, or one it imports, has changed, and any other keeps its state; Node's loaders never reload and, in
 * version 20, do not support TypeScript.
 */
export class ModuleLoader {
  readonly #typescript: () => TypeScript;
  readonly #installed = new InstalledModules();
  readonly #local = new Map<string, LocalModule>();
  readonly #byIdentifier = new Map<string, LocalSource>();
  /** Modules are linked in turn: one that is being linked cannot be linked as part of another. */
  #linked: Promise<unknown> = Promise.resolve();
  #versions = 0;

  constructor(typescript: () => TypeScript) {
    this.#typescript = typescript;
  }

  /** The source that ran under a name in V8's stacks. */
  sourceOf(identifier: string): LocalSource | undefined {
    return this.#byIdentifier.get(identifier);
  }

  async import(specifier: string, importer: Importer): Promise<Namespace> {
    const target = resolveImport(specifier, importer);
    if (target.kind !== 'local') return this.#installed.import(target);
    this.refresh();
    return this.#importLocal(target.file);
  }

  require(specifier: string, importer: Importer): unknown {
    const target = resolveImport(specifier, importer);
    if (target.kind !== 'local') return this.#installed.require(target);
    const loaded = this.#load(target.file, true);
    return loaded.module ? requiredNamespace(loaded.module.namespace as Namespace) : loaded.exports;
  }

  /** Forgets files that have changed on disk, and their importers. */
  refresh(): void {
    for (const each of staleModules(this.#local)) this.#forget(each);
  }

  async #importLocal(file: string): Promise<Namespace> {
    const loaded = this.#load(file, false);
    if (!loaded.module) return namespaceOf(viewOf(loaded));
    const graph = await this.#gather(loaded);
    try {
      await this.#link(loaded.module, graph);
      await loaded.module.evaluate();
    } catch (error) {
      for (const each of graph) if (each.module?.status !== 'evaluated') this.#forget(each);
      throw error;
    }
    return loaded.module.namespace as Namespace;
  }

  #forget(each: LocalModule): void {
    const { file } = each.source;
    if (this.#local.get(file) === each) this.#local.delete(file);
  }

  /** @param required it must have run when this returns */
  #load(file: string, required: boolean): LocalModule {
    const known = this.#local.get(file);
    if (known && (!required || !known.module || known.module.status === 'evaluated')) return known;
    const source = readSource(this.#typescript(), file, required);
    const identifier = versionName(file, ++this.#versions);
    this.#byIdentifier.set(identifier, source);
    const loaded: LocalModule = { source, identifier, needs: new Map(), installed: new Map() };
    this.#local.set(file, loaded);
    try {
      if (source.format === 'module') loaded.module = this.#compile(loaded);
      else if (source.format === 'json') loaded.exports = parseJson(source);
      else this.#runCommonJs(loaded);
    } catch (error) {
      this.#forget(loaded);
      throw error;
    }
    return loaded;
  }

  #compile({ source, identifier }: LocalModule): vm.SourceTextModule {
    const importer = importerOf(source);
    return new vm.SourceTextModule(source.code, {
      identifier,
      initializeImportMeta: (meta) => {
        meta.url = pathToFileURL(source.file).href;
        meta.filename = source.file;
        meta.dirname = importer.folder;
        meta.resolve = (specifier) => moduleAddress(specifier, importer);
      },
      importModuleDynamically: this.#importDynamically(importer),
    });
  }

  #runCommonJs(loaded: LocalModule): void {
    const { source, identifier } = loaded;
    const importer = importerOf(source);
    const module = { exports: {}, id: source.file, filename: source.file, loaded: false };
    loaded.exports = module.exports;
    const require = (specifier: string) => {
      const exports = this.require(specifier, importer);
      this.#noteNeed(loaded, specifier);
      return exports;
    };
    require.resolve = (specifier: string) => moduleFile(specifier, importer);
    const parameters = ['exports', 'require', 'module', '__filename', '__dirname'];
    const run = vm.compileFunction(source.code, parameters, {
      filename: identifier,
      importModuleDynamically: this.#importDynamically(importer),
    });
    run.call(module.exports, module.exports, require, module, source.file, importer.folder);
    module.loaded = true;
    loaded.exports = module.exports;
  }

  #importDynamically(importer: Importer) {
    // Node accepts a namespace as well as a module here; its types only allow modules.
    return (specifier: string) => this.import(specifier, importer) as unknown as vm.Module;
  }

  /** Loads everything a module imports, so that linking does not have to wait. */
  async #gather(root: LocalModule): Promise<Set<LocalModule>> {
    const graph = new Set([root]);
    for (const each of graph) {
      for (const specifier of each.module?.dependencySpecifiers ?? []) {
        const target = resolveImport(specifier, importerOf(each.source));
        if (target.kind !== 'local') {
          each.installed.set(specifier, await this.#installed.importModule(target));
        } else {
          graph.add(this.#noteNeed(each, specifier) as LocalModule);
        }
      }
    }
    return graph;
  }

  /** Records which version of a user's file another has imported. */
  #noteNeed(loaded: LocalModule, specifier: string): LocalModule | undefined {
    const target = resolveImport(specifier, importerOf(loaded.source));
    if (target.kind !== 'local') return undefined;
    const need = loaded.needs.get(specifier) ?? this.#load(target.file, false);
    loaded.needs.set(specifier, need);
    return need;
  }

  async #link(root: vm.SourceTextModule, graph: Set<LocalModule>): Promise<void> {
    const importers = new Map([...graph].map((each) => [each.module as vm.Module, each]));
    const turn = this.#linked.then(async () => {
      if (root.status !== 'unlinked') return;
      await root.link((specifier, from) => {
        const importer = importers.get(from) as LocalModule;
        const need = importer.needs.get(specifier);
        return need ? (need.module ?? viewOf(need)) : (importer.installed.get(specifier) as vm.Module);
      });
    });
    this.#linked = turn.catch(() => undefined);
    await turn;
  }
}

/** The path an import refers to, or the name of a built-in module. */
export function moduleFile(specifier: string, importer: Importer): string {
  const target = resolveImport(specifier, importer);
  return target.kind === 'builtin' ? target.name : target.file;
}

/** The same as a URL. */
export function moduleAddress(specifier: string, importer: Importer): string {
  const file = moduleFile(specifier, importer);
  if (path.isAbsolute(file)) return pathToFileURL(file).href;
  return file.startsWith('node:') ? file : `node:${file}`;
}
