import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { types } from 'node:util';
import type vm from 'node:vm';
import { commonJsModule, loadedModule, type Namespace, namespaceOf } from './namespaces.js';
import type { Target } from './resolution.js';

/** Modules of Node's own and of packages: Node loads them, once each. */
export type InstalledTarget = Exclude<Target, { kind: 'local' }>;

const nodeRequire = createRequire(import.meta.url);

/** Imports and requires what is installed, with TypeScript's view of CommonJS. */
export class InstalledModules {
  readonly #modules = new Map<string, vm.SyntheticModule>();
  /** The files of packages that cells have imported, as they were then. */
  readonly #loaded = new Map<string, string>();

  async import(target: InstalledTarget): Promise<Namespace> {
    if (target.kind === 'package') this.#noteChange(target.file);
    const loaded = await load(target);
    return 'namespace' in loaded ? loaded.namespace : namespaceOf(this.#moduleOf(loaded, nameOf(target)));
  }

  /** The same as a module that a file of the user's own can be linked to. */
  async importModule(target: InstalledTarget): Promise<vm.Module> {
    return this.#moduleOf(await load(target), nameOf(target));
  }

  require(target: InstalledTarget): unknown {
    return nodeRequire(nameOf(target));
  }

  /** Node loads a file once: another version of a package takes another process. */
  #noteChange(file: string): void {
    const now = stateOf(file);
    const before = this.#loaded.get(file) ?? now;
    this.#loaded.set(file, now);
    if (now === before) return;
    console.error(`${file} has changed since this kernel loaded it: restart the kernel to use the new one.`);
  }

  #moduleOf(loaded: Loaded, name: string): vm.SyntheticModule {
    let module = this.#modules.get(name);
    if (!module) {
      module =
        'namespace' in loaded ? loadedModule(loaded.namespace, name) : commonJsModule(loaded.exports, name);
      this.#modules.set(name, module);
    }
    return module;
  }
}

/** Tells whether a file is another one; npm gives all that it installs the same time of change. */
function stateOf(file: string): string {
  const { ino, ctimeMs } = statSync(file);
  return `${ino} ${ctimeMs}`;
}

/** What Node loaded: an ES module's namespace or a CommonJS module's exports. */
type Loaded = { namespace: Namespace } | { exports: unknown };

async function load(target: InstalledTarget): Promise<Loaded> {
  if (target.kind === 'builtin') return { namespace: await import(target.name) };
  if (path.extname(target.file) === '.node') return { exports: nodeRequire(target.file) };
  const namespace: Namespace = await import(pathToFileURL(target.file).href);
  // ES modules that require() has loaded are in its cache too.
  const exports: unknown = nodeRequire.cache[target.file]?.exports;
  const commonJs =
    exports !== undefined && !types.isModuleNamespaceObject(exports) && namespace.default === exports;
  return commonJs ? { exports } : { namespace };
}

function nameOf(target: InstalledTarget): string {
  return target.kind === 'builtin' ? target.name : target.file;
}
