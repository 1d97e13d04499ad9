import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Cell, Notebook, Output } from '../../jupyter/nbformat.js';

/** Most notebook states remembered; the oldest are dropped. Each save that changes something adds one. */
const MOST = 2000;

/**
 * Which states of notebooks this user has seen run. Jupyter runs scripts and widgets of saved outputs only if they are
 * trusted: a notebook from elsewhere must not act on opening. A state is identified by the SHA-256 of its file.
 */
export class TrustStore {
  readonly #folder: string;

  /** @param folder private; created when needed */
  constructor(folder: string) {
    this.#folder = folder;
  }

  async has(hash: string): Promise<boolean> {
    return (await stat(path.join(this.#folder, hash)).catch(() => undefined)) !== undefined;
  }

  async add(hash: string): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await writeFile(path.join(this.#folder, hash), '');
    await this.#prune();
  }

  async #prune(): Promise<void> {
    const names = await readdir(this.#folder);
    if (names.length <= MOST) return;
    const aged = await Promise.all(
      names.map(async (name) => ({ name, time: (await stat(path.join(this.#folder, name))).mtimeMs })),
    );
    const old = aged.sort((a, b) => b.time - a.time).slice(MOST / 2);
    await Promise.all(old.map(({ name }) => rm(path.join(this.#folder, name), { force: true })));
  }
}

/** The notebook with Jupyter's mark on its code cells; a cell that shows only text needs none. */
export function markTrusted(notebook: Notebook, trusted: boolean): Notebook {
  const mark = (cell: Cell): Cell =>
    cell.cell_type === 'code'
      ? { ...cell, metadata: { ...cell.metadata, trusted: trusted || cell.outputs.every(isHarmless) } }
      : cell;
  return { ...notebook, cells: notebook.cells.map(mark) };
}

/** The notebook without the marks, which are not part of its file, and whether all its cells had them. */
export function takeMarks(notebook: Notebook): { notebook: Notebook; trusted: boolean } {
  let all = true;
  const unmark = (cell: Cell): Cell => {
    if (cell.cell_type !== 'code') return cell;
    const { trusted, ...metadata } = cell.metadata;
    all &&= trusted === true || cell.outputs.every(isHarmless);
    return { ...cell, metadata };
  };
  return { notebook: { ...notebook, cells: notebook.cells.map(unmark) }, trusted: all };
}

const HARMLESS = new Set(['text/plain', 'image/png', 'image/jpeg']);

function isHarmless(output: Output): boolean {
  return !('data' in output) || Object.keys(output.data).every((type) => HARMLESS.has(type));
}
