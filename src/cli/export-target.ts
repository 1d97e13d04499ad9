import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { picturesReferred } from '../notebook/export/markdown/picture-files.js';
import { MARKDOWN_MARK, SCRIPT_MARK } from '../notebook/export/marks.js';
import type { ExportFormat } from '../notebook/page/protocol.js';
import { isReport } from '../notebook/report/summary.js';
import { InputError } from '../util/errors.js';
import { readTextIfThere } from '../util/node/files.js';

/** What can be exported: the ends of the files' names, the usual one first, and how a file of ours is told. */
export const FORMATS: Readonly<
  Record<ExportFormat, { readonly extensions: readonly string[]; isOwn(text: string): boolean }>
> = {
  html: { extensions: ['.html', '.htm'], isOwn: isReport },
  md: { extensions: ['.md', '.markdown'], isOwn: (text: string) => text.startsWith(MARKDOWN_MARK) },
  ts: { extensions: ['.ts', '.mts'], isOwn: (text: string) => text.startsWith(SCRIPT_MARK) },
  // Nobody writes one by hand.
  pdf: { extensions: ['.pdf'], isOwn: (text: string) => text.startsWith('%PDF-') },
};

/**
 * An export replaces an export only.
 *
 * @throws InputError when there is a file that was not exported
 */
export async function requireOwn(target: string, format: ExportFormat): Promise<void> {
  const text = await readTextIfThere(target);
  if (text === undefined || FORMATS[format].isOwn(text)) return;
  throw new InputError(
    `${target} is there, and was not exported by listenlab; choose another place with --output, or move it away`,
  );
}

/** The pictures that an earlier export of Markdown to this file refers to, by their names in its folder. */
export async function earlierPictures(target: string, folder: string): Promise<Set<string>> {
  return picturesReferred((await readTextIfThere(target)) ?? '', folder);
}

/**
 * A picture replaces one of an earlier export only.
 *
 * @param names of the pictures to write into the folder
 * @param earlier names of those that an earlier export wrote
 * @throws InputError when another file has the name
 */
export async function requireOwnPictures(
  folder: string,
  names: readonly string[],
  earlier: ReadonlySet<string>,
): Promise<void> {
  const there = new Set(await readdir(folder).catch(() => []));
  const other = names.find((name) => there.has(name) && !earlier.has(name));
  if (other === undefined) return;
  throw new InputError(
    `${path.join(folder, other)} is there, and is no picture of an earlier export; choose another place with --output, or move it away`,
  );
}
