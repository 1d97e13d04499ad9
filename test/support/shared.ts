import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * Absolute path of a file or folder of the real listening data and oracles that developers keep beside
 * the repository (or where LISTENLAB_SHARED says), or undefined where there is none. Tests that need it
 * skip by name.
 *
 * @example const lastfm2k = sharedFile('data/lastfm-2k');
 */
export function sharedFile(name: string): string | undefined {
  const root = process.env.LISTENLAB_SHARED ?? path.resolve(import.meta.dirname, '../../../shared');
  const file = path.join(root, name);
  return existsSync(file) ? file : undefined;
}
