import { copyFile, mkdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { uiFolder } from '../notebook/lab/build/ui-folder.js';
import { writeFileBeside } from '../util/node/files.js';

/** What of `package.json` is different while npm packs. */
interface Manifest {
  bin?: Record<string, string>;
  files: string[];
  publishConfig: { bin: Record<string, string> };
  scripts?: Record<string, string>;
}

const UIS = 'dist/notebook/lab/ui';

/**
 * Makes `package.json` what `npm pack` should find: with the command from `publishConfig` in its place (link-package.ts
 * says why it is there), with one interface, the current one, and without scripts, which need a clone: npm would ask
 * who installs the package to allow them. A clone keeps older interfaces for pages that are open; a package shows the
 * only one that it has.
 */
export async function packManifest(root: string): Promise<void> {
  const { folder } = await uiFolder(root);
  const file = path.join(root, 'package.json');
  const { scripts, ...rest } = JSON.parse(await readFile(file, 'utf8')) as Manifest;
  // Without scripts, it is that of an attempt to pack that failed before it was undone.
  if (!scripts) return;
  await mkdir(path.dirname(kept(root)), { recursive: true });
  await copyFile(file, kept(root));
  const packed: Manifest = {
    ...rest,
    files: [...rest.files, `!${UIS}/*`, `${UIS}/${path.basename(folder)}`],
    bin: rest.publishConfig.bin,
  };
  await writeFileBeside(file, `${JSON.stringify(packed, null, 2)}\n`);
}

/** Undoes {@link packManifest}. */
export async function unpackManifest(root: string): Promise<void> {
  await rename(kept(root), path.join(root, 'package.json'));
  await rm(path.dirname(kept(root)), { recursive: true });
}

/** Where a clone's own manifest is while npm packs. */
function kept(root: string): string {
  return path.join(root, '.build-packing/package.json');
}
