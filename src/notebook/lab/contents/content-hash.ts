import { hashOf } from '../../../util/node/files.js';
import { PLOTLY_TYPE } from '../../display/figure.js';
import type { Notebook } from '../../jupyter/nbformat.js';
import { formatNotebook, parseNotebook } from '../../jupyter/notebook-file.js';
import { withoutPngs } from '../../jupyter/without-pngs.js';

/**
 * The hash by which a page notices that a file has changed: the SHA-256 of its bytes. That of a notebook with figures
 * leaves out their pictures, which any page that shows it may add at any time: to the others it is the file they know.
 *
 * @param name its name in errors
 */
export function contentHash(bytes: Buffer, name: string): string {
  const notebook = bytes.includes(PLOTLY_TYPE) ? notebookIn(bytes, name) : undefined;
  return hashOf(notebook ? formatNotebook(withoutPngs(notebook)) : bytes);
}

/** The notebook in a file; undefined if it is none. */
export function notebookIn(bytes: Buffer, name: string): Notebook | undefined {
  try {
    return parseNotebook(bytes.toString(), name);
  } catch {
    return undefined;
  }
}
