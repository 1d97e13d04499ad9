import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Metafile } from 'esbuild';

/** A package of which something is in the bundle. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** Absolute path. */
  readonly folder: string;
  /** What the package says of itself in its `package.json`. */
  readonly manifest: PackageManifest;
}

interface PackageManifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string | { readonly type?: string };
  /** As old packages wrote it. */
  readonly licenses?: readonly { readonly type?: string }[];
  readonly jupyterlab?: { readonly schemaDir?: string };
}

/** The packages whose files esbuild read, sorted by name. */
export async function bundledPackages(root: string, metafile: Metafile): Promise<BundledPackage[]> {
  const inputs = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs));
  const folders = new Set(inputs.map(packageFolder).filter((folder) => folder !== undefined));
  const packages = await Promise.all(
    [...folders].map(async (relative) => {
      const folder = path.join(root, relative);
      const manifest = JSON.parse(
        await readFile(path.join(folder, 'package.json'), 'utf8'),
      ) as PackageManifest;
      return { name: manifest.name, version: manifest.version, folder, manifest };
    }),
  );
  return packages.sort(
    (a, b) => a.name.localeCompare(b.name, 'en') || a.version.localeCompare(b.version, 'en'),
  );
}

/** `node_modules/@lumino/widgets` of `svg-address:/x/node_modules/@lumino/widgets/dist/index.js`. */
function packageFolder(input: string): string | undefined {
  const parts = input.split('/');
  const at = parts.lastIndexOf('node_modules');
  if (at < 0) return undefined;
  const start = parts.indexOf('node_modules');
  const length = parts[at + 1].startsWith('@') ? 3 : 2;
  return parts.slice(start, at + length).join('/');
}
