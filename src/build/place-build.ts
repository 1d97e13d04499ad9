import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { besideName } from '../util/node/files.js';

/**
 * Puts a finished build in the place of `dist`: whoever reads there finds the old build whole or the new one
 * whole, and where two builds end at once, one of them.
 *
 * @param target folder of the build, on the same disk
 */
export async function placeBuild(root: string, target: string): Promise<void> {
  const dist = path.join(root, 'dist');
  const replaced = besideName(path.join(root, '.build-replaced'));
  try {
    while (!(await moveTo(dist, target))) await moveAway(dist, replaced);
  } finally {
    await rm(replaced, { recursive: true, force: true });
  }
}

/** @returns false where there is a build already, which a folder cannot be renamed over */
async function moveTo(dist: string, target: string): Promise<boolean> {
  try {
    await rename(target, dist);
    return true;
  } catch (error) {
    if (['ENOTEMPTY', 'EEXIST', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}

async function moveAway(dist: string, replaced: string): Promise<void> {
  await rm(replaced, { recursive: true, force: true });
  await rename(dist, replaced).catch((error: NodeJS.ErrnoException) => {
    // Another build that ends now was quicker.
    if (error.code !== 'ENOENT') throw error;
  });
}
