import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import envPaths from 'env-paths';

/** The folder of this package. */
export const PACKAGE_FOLDER = fileURLToPath(new URL('../../..', import.meta.url));

/** The folder of a package that this one needs. */
export function packageFolder(name: string): string {
  return path.dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
}

/**
 * Whether this is a clone of the repository, to work in, and no package that was installed, which nothing is to be
 * written into.
 */
export const IS_CLONE = !PACKAGE_FOLDER.split(path.sep).includes('node_modules');

/** Where a clone keeps what it can make again, else the platform's folder for that, such as `~/.cache/listenlab`. */
export function ownCacheFolder(): string {
  return IS_CLONE ? path.join(PACKAGE_FOLDER, 'node_modules/.cache/listenlab') : platformCache();
}

/**
 * Where downloads, caches and what the lab remembers are kept: the folder that the environment variable LISTENLAB_DATA
 * names, else `data` in a clone, else the platform's folder for caches.
 */
export function dataFolder(): string {
  const chosen = process.env.LISTENLAB_DATA;
  if (chosen) return path.resolve(chosen);
  return IS_CLONE ? path.join(PACKAGE_FOLDER, 'data') : platformCache();
}

function platformCache(): string {
  return envPaths('listenlab', { suffix: '' }).cache;
}
