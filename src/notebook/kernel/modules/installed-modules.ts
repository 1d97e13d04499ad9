import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { types } from 'node:util';
import vm from 'node:vm';
import type { Target } from './resolution.js';

/** Built-in modules and packages: loaded by Node, once each. */
type InstalledTarget = Exclude<Target, { kind: 'local' }>;

const nodeRequire = createRequire(import.meta.url);

/** Imports and requires what is installed, with TypeScript's view of CommonJS. */
export class InstalledModules {
  readonly #modules = new Map<string, vm.SyntheticModule>();
  /** States of package files when cells imported them. */
  readonly #loaded = new Map<string, string>();

  async import(target: InstalledTarget): Promise<Namespace> {
    if (target.kind === 'package') this.#noteChange(target.file);
    const loaded = await load(target);
    return 'namespace' in loaded ? loaded.namespace : namespaceOf(this.#moduleOf(loaded, nameOf(target)));
  }

  /** The same as a module that a user's own file can link to. */
  async importModule(target: InstalledTarget): Promise<vm.Module> {
    return this.#moduleOf(await load(target), nameOf(target));
  }

  require(target: InstalledTarget): unknown {
    return nodeRequire(nameOf(target));
  }

  /** Node loads a file once: another version of a package requires a new process. */
  #noteChange(file: string): void {
    const now = stateOf(file);
    const before = this.#loaded.get(file) ?? now;
    this.#loaded.set(file, now);
    if (now === before) return;
    console.error(
      `${file} has changed since this kernel loaded it: restart the kernel to use the new version.`,
    );
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

/** Identifies a file's version; npm gives all installed files the same modification time. */
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
  // ES modules loaded by require() are in its cache too.
  const exports: unknown = nodeRequire.cache[target.file]?.exports;
  const commonJs =
    exports !== undefined && !types.isModuleNamespaceObject(exports) && namespace.default === exports;
  return commonJs ? { exports } : { namespace };
}

function nameOf(target: InstalledTarget): string {
  return target.kind === 'builtin' ? target.name : target.file;
}

/** The result of an import: names and values, including `default`. */
export type Namespace = Record<string, unknown>;

/**
 * A CommonJS module's exports as TypeScript's esModuleInterop sees them: every property is a name, and the default is
 * `exports.default` of a compiled ES module, else all of it.
 */
export function commonJsModule(exports: unknown, identifier: string): vm.SyntheticModule {
  const wasModule = hasName(exports, '__esModule') && hasName(exports, 'default');
  const named = Object.entries(namedExports(exports));
  return syntheticModule([...named, ['default', wasModule ? exports.default : exports]], identifier);
}

/** Lets a user's own file import a module loaded by Node, with its current values. */
function loadedModule(namespace: Namespace, identifier: string): vm.SyntheticModule {
  return syntheticModule(Object.entries(namespace), identifier);
}

/** The result of require() for an ES module: live bindings, marked as __esModule for default imports. */
export function requiredNamespace(namespace: Namespace): Namespace {
  const exports = Object.defineProperty({}, '__esModule', { value: true });
  for (const name of Object.keys(namespace)) {
    Object.defineProperty(exports, name, { enumerable: true, get: () => namespace[name] });
  }
  return exports;
}

/** Exports of a synthetic module without static importers. */
export async function namespaceOf(module: vm.Module): Promise<Namespace> {
  if (module.status === 'unlinked') await module.link(() => module);
  if (module.status === 'linked') await module.evaluate();
  return module.namespace as Namespace;
}

function syntheticModule(exports: [name: string, value: unknown][], identifier: string): vm.SyntheticModule {
  const names = exports.map(([name]) => name);
  return new vm.SyntheticModule(
    names,
    function setExports(this: vm.SyntheticModule) {
      for (const [name, value] of exports) this.setExport(name, value);
    },
    { identifier },
  );
}

function namedExports(exports: unknown): Namespace {
  if (!hasProperties(exports) || Array.isArray(exports) || types.isProxy(exports)) return {};
  const named: Namespace = {};
  for (const name of Object.keys(exports)) {
    if (name === 'default' || name === '__esModule') continue;
    try {
      named[name] = exports[name];
    } catch {
      // A getter may throw, as for an optional part that is not installed: the name is left out.
    }
  }
  return named;
}

function hasName<Name extends string>(value: unknown, name: Name): value is Record<Name, unknown> {
  return hasProperties(value) && name in value && Boolean(value[name] || name === 'default');
}

function hasProperties(value: unknown): value is Record<string, unknown> {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
