import { chmod, mkdir, readlink, rename, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { besideName, writeFileBeside } from '../util/node/files.js';

const MAIN = '../../dist/cli/main.js';

/**
 * Links a clone into its own `node_modules`, as npm links what is installed: notebooks import `listenlab`, and
 * `npx listenlab` runs.
 */
export async function linkPackage(root: string): Promise<void> {
  await linkCommand(root);
  const link = path.join(root, 'node_modules/listenlab');
  // A running lab may be reading through a link that is right already.
  if ((await readlink(link).catch(() => undefined)) !== '..') {
    await rm(link, { recursive: true, force: true });
    // A junction needs no rights on Windows; elsewhere the word is ignored.
    await symlink('..', link, 'junction');
  }
}

/**
 * npm takes the command of a package's own `bin` first, and then links the package into its cache, runs `prepare` and
 * reads all installed packages, each time: so package.json names the command in `publishConfig`, and `npm pack` puts it
 * into its place. An `npm install` of something else leaves the link alone.
 */
async function linkCommand(root: string): Promise<void> {
  const bin = path.join(root, 'node_modules/.bin');
  const command = path.join(bin, 'listenlab');
  await mkdir(bin, { recursive: true });
  if (process.platform !== 'win32') {
    const partial = besideName(command);
    await symlink(MAIN, partial);
    await rename(partial, command);
    return;
  }
  await writeFileBeside(command, `#!/bin/sh\nexec node "$(dirname "$0")/${MAIN}" "$@"\n`);
  await chmod(command, 0o755);
  await writeFileBeside(`${command}.cmd`, `@node "%~dp0\\${MAIN.replaceAll('/', '\\')}" %*\r\n`);
}
