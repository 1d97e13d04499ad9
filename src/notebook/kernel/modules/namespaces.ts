import { types } from 'node:util';
import vm from 'node:vm';

/** What an import gives: names and values, `default` among them. */
export type Namespace = Record<string, unknown>;

/**
 * A CommonJS module's exports as TypeScript's esModuleInterop sees them: every property is a name, and the
 * default is `exports.default` of what was an ES module once, else all of it.
 */
export function commonJsModule(exports: unknown, identifier: string): vm.SyntheticModule {
  const wasModule = hasName(exports, '__esModule') && hasName(exports, 'default');
  const named = Object.entries(namedExports(exports));
  return syntheticModule([...named, ['default', wasModule ? exports.default : exports]], identifier);
}

/** Lets a file of the user's own import a module that Node has loaded; its values are those of now. */
export function loadedModule(namespace: Namespace, identifier: string): vm.SyntheticModule {
  return syntheticModule(Object.entries(namespace), identifier);
}

/** What require() gives for an ES module: its names, live, marked for whoever asks for the default. */
export function requiredNamespace(namespace: Namespace): Namespace {
  const exports = Object.defineProperty({}, '__esModule', { value: true });
  for (const name of Object.keys(namespace)) {
    Object.defineProperty(exports, name, { enumerable: true, get: () => namespace[name] });
  }
  return exports;
}

/** Exports of a synthetic module that nothing imports statically. */
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
  if (!isObject(exports) || Array.isArray(exports) || types.isProxy(exports)) return {};
  const named: Namespace = {};
  for (const name of Object.keys(exports)) {
    if (name === 'default' || name === '__esModule') continue;
    try {
      named[name] = exports[name];
    } catch {
      // A getter that throws, such as one for a part that is not installed: the name is left out.
    }
  }
  return named;
}

function hasName<Name extends string>(value: unknown, name: Name): value is Record<Name, unknown> {
  return isObject(value) && name in value && Boolean(value[name] || name === 'default');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
