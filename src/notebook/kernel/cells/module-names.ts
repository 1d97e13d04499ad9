import path from 'node:path';
import { packageName } from '../modules/module-files.js';

/** What cells call a module: what an import names, or a group's name. */
export interface ModuleName {
  /** `listenlab`, `./helper`, `Cell [3]`. */
  specifier: string;
  /** The name under which cells have all of it: `charts`. */
  group?: string;
}

/** A type that the compiler writes with its module's file: `import("/home/me/helper").Play`. */
const TYPE = /\bimport\("((?:\w:)?\/[^"]+)"\)\.([\w$]+)/g;
const WHOLE = /\btypeof import\("((?:\w:)?\/[^"]+)"\)/g;
/** A module itself: `Module '"/home/me/helper"' has no default export`, `File '/home/me/old.d.ts' is not a module`. */
const QUOTED = /\b(module '?|from |file |file name |resolved to )(["'])((?:\w:)?\/[^"']+)\2/gi;

/**
 * A text of the compiler's in which modules have the names that imports give them, instead of their files' absolute
 * paths. A type has none, unless the text has another type of that name.
 *
 * @example "Type 'import("/home/me/helper").Play[]' is not assignable to ..." // Type 'Play[]' is not ...
 * @param moduleName what a file is called; undefined for one that is no module of the program, as are paths in strings
 * of the user's
 */
export function withModuleNames(text: string, moduleName: (file: string) => ModuleName | undefined): string {
  const files = new Map<string, Set<string>>();
  for (const [, file, name] of text.matchAll(TYPE)) {
    files.set(name, (files.get(name) ?? new Set()).add(file));
  }
  const others = text.replaceAll(TYPE, '');
  const isOnly = (name: string) => {
    const sameName = new RegExp(`(?<![\\w$])${name.replaceAll('$', '\\$')}(?![\\w$])`);
    return files.get(name)?.size === 1 && !sameName.test(others);
  };
  return text
    .replaceAll(TYPE, (whole, file: string, name: string) => {
      const module = moduleName(file);
      if (!module) return whole;
      return isOnly(name) ? name : `import("${module.specifier}").${name}`;
    })
    .replaceAll(WHOLE, (whole, file: string) => {
      const module = moduleName(file);
      return module ? `typeof ${module.group ?? `import("${module.specifier}")`}` : whole;
    })
    .replaceAll(QUOTED, (whole, before: string, quote: string, file: string) => {
      const module = moduleName(file);
      return module ? `${before}${quote}${module.specifier}${quote}` : whole;
    });
}

/** What a cell imports to get a file: a package, or a path from the notebook's folder. */
export function specifierOf(file: string, folder: string): string {
  const installed = file.split('/node_modules/');
  if (installed.length > 1) return packageName((installed.at(-1) as string).replace(/^@types\//, ''));
  const below = path.posix.relative(folder, file);
  return below.startsWith('.') ? below : `./${below}`;
}
