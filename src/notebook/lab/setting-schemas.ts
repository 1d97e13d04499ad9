import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { JsonObject } from '../jupyter/wire.js';

/** What the interface's plugins can be set to, as shipped with the interface. */
export interface SettingSchema {
  /** `package:plugin`, e.g. `@jupyterlab/apputils-extension:themes`. */
  id: string;
  schema: JsonObject;
}

/**
 * Reads the schemas `<package>/<plugin>.json` of a folder; none when there is no folder.
 *
 * @param folder `schemas` of the built interface
 */
export async function readSchemas(folder: string): Promise<Map<string, SettingSchema>> {
  const names = existsSync(folder) ? await readdir(folder, { recursive: true }) : [];
  const files = names.map((name) => name.replaceAll(path.sep, '/')).filter((name) => name.endsWith('.json'));
  const read = async (name: string): Promise<[string, SettingSchema]> => {
    const slash = name.lastIndexOf('/');
    const id = `${name.slice(0, slash)}:${name.slice(slash + 1, -'.json'.length)}`;
    return [id, { id, schema: JSON.parse(await readFile(path.join(folder, name), 'utf8')) }];
  };
  return new Map(
    await Promise.all(
      files
        .filter((name) => name.includes('/'))
        .sort()
        .map(read),
    ),
  );
}
