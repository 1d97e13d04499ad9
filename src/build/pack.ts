import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { writeFileBeside } from '../util/files.js';

interface Manifest {
  bin?: Record<string, string>;
  publishConfig: { bin: Record<string, string> };
}

/** Puts the command from `publishConfig` into its place, as `npm pack` should find it; see `linkPackage`. */
export function nameCommand(root: string): Promise<void> {
  return changeManifest(root, ({ bin: _, ...rest }) => ({ ...rest, bin: rest.publishConfig.bin }));
}

/** Undoes {@link nameCommand}. */
export function unnameCommand(root: string): Promise<void> {
  return changeManifest(root, ({ bin: _, ...rest }) => rest);
}

async function changeManifest(root: string, change: (manifest: Manifest) => Manifest): Promise<void> {
  const file = path.join(root, 'package.json');
  const manifest = JSON.parse(await readFile(file, 'utf8')) as Manifest;
  await writeFileBeside(file, `${JSON.stringify(change(manifest), null, 2)}\n`);
}
