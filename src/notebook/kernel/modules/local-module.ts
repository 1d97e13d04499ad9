import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type vm from 'node:vm';
import type { LocalSource } from './local-source.js';
import { commonJsModule } from './namespaces.js';
import type { Importer } from './resolution.js';

/** One version of a file of the user's own, loaded or about to be. */
export interface LocalModule {
  source: LocalSource;
  /** What V8 calls it, in stacks. */
  identifier: string;
  /** An ES module; a CommonJS one has exports. */
  module?: vm.SourceTextModule;
  exports?: unknown;
  /** What ES modules see of a CommonJS one. */
  view?: vm.SyntheticModule;
  /** The user's own modules among those it imports, by the names it has for them. */
  needs: Map<string, LocalModule>;
  /** The installed ones that an ES module imports. */
  installed: Map<string, vm.Module>;
}

/** A CommonJS module or a JSON file as ES modules import it. */
export function viewOf(loaded: LocalModule): vm.SyntheticModule {
  loaded.view ??= commonJsModule(loaded.exports, loaded.identifier);
  return loaded.view;
}

export function importerOf({ file }: LocalSource): Importer {
  return { folder: path.dirname(file), file };
}

export function parseJson({ file, code }: LocalSource): unknown {
  try {
    return JSON.parse(code);
  } catch (error) {
    throw new SyntaxError(`${path.basename(file)}: ${(error as Error).message}`);
  }
}

/** Modules whose file has changed on disk, and all that import one of them. */
export function staleModules(modules: ReadonlyMap<string, LocalModule>): Set<LocalModule> {
  const all = [...modules.values()];
  const stale = new Set(all.filter(hasChanged));
  const isStale = (each: LocalModule) =>
    [...each.needs.values()].some((need) => stale.has(need) || modules.get(need.source.file) !== need);
  for (let before = -1; before !== stale.size; ) {
    before = stale.size;
    for (const each of all) if (isStale(each)) stale.add(each);
  }
  return stale;
}

function hasChanged({ source: { file, text } }: LocalModule): boolean {
  return !existsSync(file) || readFileSync(file, 'utf8') !== text;
}
