import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { BundledPackage } from './packages.js';

interface Menu {
  id: string;
  items: object[];
}

interface ToolbarItem {
  name: string;
  rank?: number;
}

interface Schema {
  properties?: Record<string, { default?: unknown }>;
  'jupyter.lab.menus'?: { main: Menu[] };
  'jupyter.lab.toolbars'?: Record<string, ToolbarItem[]>;
}

/** Changes a schema; returns undefined when what it changes no longer exists. */
type Change = (schema: Schema) => Schema | undefined;

/** Defaults of this interface that differ from Jupyter's, by plugin. */
const CHANGES: Readonly<Record<string, Change>> = {
  // Light or dark, following the system.
  '@jupyterlab/apputils-extension:themes': withDefaults({ 'adaptive-theme': true }),
  // There is one kernel, so a new notebook need not ask which.
  '@jupyterlab/notebook-extension:tracker': withDefaults({ autoStartDefaultKernel: true }),
  // Signature and documentation beside completions. Completions later than this many milliseconds are dropped silently,
  // and the compiler may have much to read first.
  '@jupyterlab/completer-extension:manager': withDefaults({
    showDocumentationPanel: true,
    providerTimeout: 15_000,
  }),
  // What does not fit into a toolbar moves into a menu, from the end. The style sheet keeps the mark at the end
  // visible.
  '@jupyterlab/notebook-extension:panel': withFirst('Notebook', 'executionProgress'),
  // There is one language.
  '@jupyterlab/translation-extension:plugin': withMenus(() => []),
  // Only JupyterLab has consoles, but Jupyter Notebook keeps their menu entry.
  '@jupyter-notebook/application-extension:menus': withMenus((menus) => [
    ...menus,
    { id: 'jp-mainmenu-file', items: [{ command: 'filemenu:create-console', disabled: true }] },
  ]),
};

/**
 * Writes the settings schemas of all bundled plugins, for the server to read:
 * `schemas/@jupyterlab/apputils-extension/themes.json`.
 *
 * @throws Error when something changed here no longer exists
 */
export async function writeSchemas(packages: readonly BundledPackage[], target: string): Promise<void> {
  for (const { name, folder, manifest } of packages) {
    const { schemaDir } = manifest.jupyterlab ?? {};
    if (schemaDir === undefined) continue;
    const into = path.join(target, name);
    await mkdir(into, { recursive: true });
    for (const file of await readdir(path.join(folder, schemaDir))) {
      if (!file.endsWith('.json')) continue;
      const schema = JSON.parse(await readFile(path.join(folder, schemaDir, file), 'utf8')) as Schema;
      const plugin = `${name}:${path.basename(file, '.json')}`;
      await writeFile(path.join(into, file), JSON.stringify(changed(plugin, schema)));
    }
  }
}

function changed(plugin: string, schema: Schema): Schema {
  const change = CHANGES[plugin];
  const result = change ? change(schema) : schema;
  if (result) return result;
  throw new Error(
    `${plugin} no longer has the setting, menu or toolbar that is changed here; correct the changes`,
  );
}

function withDefaults(values: Record<string, unknown>): Change {
  return ({ properties, ...rest }) => {
    const changed = { ...properties };
    for (const [setting, value] of Object.entries(values)) {
      if (changed[setting] === undefined) return undefined;
      changed[setting] = { ...changed[setting], default: value };
    }
    return { ...rest, properties: changed };
  };
}

function withMenus(change: (menus: Menu[]) => Menu[]): Change {
  return ({ 'jupyter.lab.menus': menus, ...rest }) =>
    menus && { ...rest, 'jupyter.lab.menus': { ...menus, main: change(menus.main) } };
}

function withFirst(toolbar: string, name: string): Change {
  return ({ 'jupyter.lab.toolbars': toolbars, ...rest }) => {
    const items = toolbars?.[toolbar];
    if (!items?.some((item) => item.name === name)) return undefined;
    const moved = items.map((item) => (item.name === name ? { ...item, rank: 0 } : item));
    return { ...rest, 'jupyter.lab.toolbars': { ...toolbars, [toolbar]: moved } };
  };
}
