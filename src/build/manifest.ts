import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { uiFolder } from '../notebook/lab/build/ui-folder.js';
import { writeFileBeside } from '../util/node/files.js';

/** What of `package.json` is different while npm packs. */
interface Manifest {
  bin?: Record<string, string>;
  files: string[];
  publishConfig: { bin: Record<string, string> };
}

const UIS = 'dist/notebook/lab/ui';

/**
 * Makes `package.json` what `npm pack` should find: with the command from `publishConfig` in its place (link-package.ts
 * says why it is there), and with one interface, the current one. A clone keeps older ones for pages that are open; a
 * package shows the only one that it has.
 */
export async function packManifest(root: string): Promise<void> {
  const { folder } = await uiFolder(root);
  await changeManifest(root, ({ bin: _, ...rest }) => ({
    ...rest,
    files: [...rest.files, `!${UIS}/*`, `${UIS}/${path.basename(folder)}`],
    bin: rest.publishConfig.bin,
  }));
}

/** Undoes {@link packManifest}. */
export function unpackManifest(root: string): Promise<void> {
  return changeManifest(root, ({ bin: _, ...rest }) => ({
    ...rest,
    files: rest.files.filter((file) => !file.includes(UIS)),
  }));
}

async function changeManifest(root: string, change: (manifest: Manifest) => Manifest): Promise<void> {
  const file = path.join(root, 'package.json');
  const manifest = JSON.parse(await readFile(file, 'utf8')) as Manifest;
  await writeFileBeside(file, `${JSON.stringify(change(manifest), null, 2)}\n`);
}
