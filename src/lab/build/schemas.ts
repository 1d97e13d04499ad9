import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { BundledPackage } from './bundled-packages.js';

type Schema = { properties?: Record<string, { default?: unknown }> };

/** Where this interface starts from other settings than Jupyter's: plugin id, setting, value. */
const DEFAULTS: readonly (readonly [plugin: string, setting: string, value: unknown])[] = [
  // Light or dark, as the reader's system is.
  ['@jupyterlab/apputils-extension:themes', 'adaptive-theme', true],
  // There is one kernel, so a new notebook need not ask which.
  ['@jupyterlab/notebook-extension:tracker', 'autoStartDefaultKernel', true],
];

/**
 * Writes the settings' schemas of all bundled plugins, as the server reads them:
 * `schemas/@jupyterlab/apputils-extension/themes.json`.
 *
 * @throws Error when a setting whose default is changed here no longer exists
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
      await writeFile(path.join(into, file), JSON.stringify(withDefaults(plugin, schema)));
    }
  }
}

function withDefaults(plugin: string, schema: Schema): Schema {
  for (const [id, setting, value] of DEFAULTS) {
    if (id !== plugin) continue;
    const property = schema.properties?.[setting];
    if (property === undefined)
      throw new Error(`${plugin} has no setting '${setting}'; correct the defaults`);
    property.default = value;
  }
  return schema;
}
