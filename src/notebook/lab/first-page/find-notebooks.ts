import { readdir } from 'node:fs/promises';
import path from 'node:path';

/** Most folders below the lab's own that are looked through, and how deep: it may be somebody's home. */
const MOST_FOLDERS = 500;
const DEEPEST = 4;

/** Most notebooks that a page lists. */
const MOST_NOTEBOOKS = 200;

/** Folders of packages. */
const SKIPPED: readonly string[] = ['node_modules', 'site-packages'];

/** Paths from the lab's folder, with forward slashes. */
interface FoundNotebooks {
  readonly paths: readonly string[];
  /** Whether there may be more. */
  readonly isCut: boolean;
}

/**
 * The files called `*.ipynb` in a folder: first its own, then those of its folder `notebooks`, then those of all others
 * by name. Hidden folders, those of packages and links to folders are left out.
 */
export async function findNotebooks(folder: string): Promise<FoundNotebooks> {
  const paths: string[] = [];
  let waiting = ['', 'notebooks/'];
  let isCut = false;
  const seen = new Set(waiting);
  for (let depth = 0; waiting.length > 0 && depth <= DEEPEST; depth++) {
    const next: string[] = [];
    for (const below of waiting) {
      const { notebooks, folders } = await entriesOf(folder, below);
      paths.push(...notebooks);
      for (const each of folders) {
        if (seen.has(each)) continue;
        if (seen.size < MOST_FOLDERS) next.push(each);
        else isCut = true;
        seen.add(each);
      }
    }
    waiting = next;
  }
  isCut ||= waiting.length > 0 || paths.length > MOST_NOTEBOOKS;
  return { paths: paths.slice(0, MOST_NOTEBOOKS), isCut };
}

/** What is in a folder, by name; nothing if it is missing or unreadable. */
async function entriesOf(
  folder: string,
  below: string,
): Promise<{ notebooks: readonly string[]; folders: readonly string[] }> {
  const entries = await readdir(path.join(folder, below), { withFileTypes: true }).catch(() => []);
  const shown = entries
    .filter(({ name }) => !name.startsWith('.') && !SKIPPED.includes(name))
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  return {
    notebooks: shown
      .filter((entry) => /\.ipynb$/i.test(entry.name) && !entry.isDirectory())
      .map(({ name }) => below + name),
    folders: shown.filter((entry) => entry.isDirectory()).map(({ name }) => `${below}${name}/`),
  };
}
