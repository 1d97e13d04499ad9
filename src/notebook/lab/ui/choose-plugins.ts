import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { IPlugin } from '@lumino/coreutils';

/** A plugin of the interface. */
export type Plugin = IPlugin<JupyterFrontEnd, unknown>;

/** What the entry module of an extension package exports. */
type Extension = Plugin | Plugin[];

/**
 * Some plugins of an extension package, by the names behind the colon of their ids.
 *
 * @example choosePlugins(mainmenu, ['plugin'])
 * @param names without any, all of them
 * @throws Error for a name the package does not have, as after an update
 */
export function choosePlugins(extension: unknown, names?: readonly string[]): Plugin[] {
  const all = [extension as Extension].flat();
  if (names === undefined) return all;
  return names.map((name) => {
    const plugin = all.find(({ id }) => id.endsWith(`:${name}`));
    if (plugin) return plugin;
    const ids = all.map(({ id }) => id).join(', ');
    throw new Error(`no plugin ends in :${name}; the package has ${ids}. Correct the list of plugins`);
  });
}

/**
 * All plugins of an extension package but some, by the names behind the colon of their ids.
 *
 * @throws Error for a name the package does not have, as after an update
 */
export function pluginsWithout(extension: unknown, names: readonly string[]): Plugin[] {
  const left = new Set(choosePlugins(extension, names));
  return choosePlugins(extension).filter((plugin) => !left.has(plugin));
}
