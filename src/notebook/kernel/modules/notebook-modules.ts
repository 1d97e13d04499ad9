import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { InputError } from '../../../util/errors.js';
import type { TypeScript } from '../../jupyter/compiler-options.js';
import { closestName } from './import-errors.js';
import type { Namespace } from './installed-modules.js';
import { originalLine } from './local-modules.js';
import type { Importer } from './module-files.js';
import { ModuleLoader, moduleAddress, moduleFile } from './module-loader.js';

/** A place in a user's own file: `helper.ts`, line 3. */
interface FilePlace {
  /** Path from the notebook's folder. */
  label: string;
  line: number;
  /** Text of that line. */
  text: string;
}

/** Stack frames in a user's own file: `at total (file:///home/me/helper.ts?2:4:11)`. */
const FRAME = /^\s+at (?:(.*?) \()?(?:async )?(file:\/\/\S+\?\d+):(\d+):(\d+)\)?$/;

/** Imports and requires of cells: files beside the notebook, packages, built-in modules, listenlab. */
export class NotebookModules {
  /** `require` of cells. */
  readonly require: NodeJS.Require;
  /** `import.meta` of cells, which have no file: the URL is of one in the notebook's folder. */
  readonly meta: Readonly<Pick<ImportMeta, 'url' | 'dirname' | 'filename' | 'resolve'>>;
  readonly #cell: Importer;
  readonly #loader: ModuleLoader;

  /**
   * @param folder the notebook's
   * @param typescript translates files that are TypeScript
   */
  constructor(folder: string, typescript: () => TypeScript) {
    this.#cell = { folder };
    this.#loader = new ModuleLoader(typescript);
    const filename = path.join(folder, 'cell.ts');
    this.require = this.#requireOf(filename);
    this.meta = {
      url: pathToFileURL(filename).href,
      dirname: folder,
      filename,
      resolve: (specifier) => moduleAddress(specifier, this.#cell),
    };
  }

  /**
   * Imports a module into a cell. A user's own file that has changed since is reloaded.
   *
   * @example const { total } = await modules.import('./helper');
   * @param names that the module must have: the compiler cannot check those of modules without types
   * @throws {InputError} when there is no such file, package or name, with what to do
   */
  async import(specifier: string, names: readonly string[] = []): Promise<Namespace> {
    const namespace = await this.#loader.import(specifier, this.#cell);
    const missing = names.find((name) => !(name in namespace));
    if (missing !== undefined) throw missingName(missing, specifier, Object.keys(namespace));
    return namespace;
  }

  /** The function's name and place of one line of a stack, or undefined when it is not in a user's file. */
  frame(stackLine: string): { name: string | undefined; place: FilePlace } | undefined {
    const match = FRAME.exec(stackLine);
    const source = match && this.#loader.sourceOf(match[2]);
    if (!source) return undefined;
    const line = originalLine(source, Number(match[3]), Number(match[4]));
    if (line === undefined) return undefined;
    const label = path.relative(this.#cell.folder, source.file);
    const name = match[1]?.replace(/^(?:async )?(?:(?:Module|Object|exports)\.)?/, '');
    return { name, place: { label, line, text: source.text.split('\n')[line - 1] ?? '' } };
  }

  #requireOf(filename: string): NodeJS.Require {
    const { cache, extensions, main, resolve } = createRequire(filename);
    const require = (specifier: string) => {
      this.#loader.refresh();
      return this.#loader.require(specifier, this.#cell);
    };
    const find = (specifier: string) => moduleFile(specifier, this.#cell);
    return Object.assign(require, {
      cache,
      extensions,
      main,
      resolve: Object.assign(find, { paths: resolve.paths }),
    });
  }
}

function missingName(name: string, specifier: string, names: string[]): InputError {
  if (name === 'default') {
    const [example = 'name'] = names.filter((each) => /^[a-z]\w*$/i.test(each));
    return new InputError(
      `"${specifier}" has no default export; import what you need by name, as in import { ${example} } from '${specifier}', or everything: import * as all from '${specifier}'`,
    );
  }
  const meant = closestName(name, names);
  const hint = meant === undefined ? '' : `; did you mean "${meant}"?`;
  return new InputError(`"${specifier}" has no export "${name}"${hint}`);
}
