import path from 'node:path';
import { findChrome } from '../notebook/chrome/find-chrome.js';
import { writeNotebook } from '../notebook/jupyter/notebook-file.js';
import type { Pictures } from '../notebook/report/markdown/links-and-images.js';
import type { NamedNotebook } from '../notebook/report/outline.js';
import type { Context } from './context.js';

type Drawing = Pick<Context, 'output' | 'progress' | 'signal'>;

/** Draws pictures of the figures that have none, with an installed browser if there is one, and says how. */
export async function drawn(notebooks: readonly NamedNotebook[], context: Drawing): Promise<NamedNotebook[]> {
  const { notebooks: pictured, notes } = await drawnWith(findChrome(process.env), notebooks, context);
  for (const note of notes) context.output.tell(note);
  return pictured;
}

/**
 * {@link drawn} for executed copies, which also get the pictures that lie beside their notebooks: writes those that got
 * any, and says which pictures are left out, and why.
 */
export async function drawnCopies(
  notebooks: readonly NamedNotebook[],
  folder: string,
  context: Drawing,
): Promise<NamedNotebook[]> {
  const { readPictures } = await import('../notebook/report/pictures.js');
  const { ENGLISH } = await import('../notebook/report/language/words.js');
  const { withPicturesInside } = await import('../notebook/report/pictures-inside.js');
  const pictured = await Promise.all(
    (await drawn(notebooks, context)).map(async (named) => {
      if (named.folder === undefined) return named;
      const beside = await readPictures(named.notebook, named.folder, ENGLISH);
      for (const note of leftOut(beside)) context.output.tell(`${named.name}: ${note}`);
      return { ...named, notebook: withPicturesInside(named.notebook, beside) };
    }),
  );
  for (const [i, { name, notebook }] of pictured.entries()) {
    if (notebook !== notebooks[i].notebook) await writeNotebook(path.join(folder, `${name}.ipynb`), notebook);
  }
  return pictured;
}

/** What to say of pictures that are missing. */
export function leftOut(pictures: Pictures): string[] {
  return [...pictures.values()].flatMap((picture) =>
    'missing' in picture ? [`a picture is left out: ${picture.missing}`] : [],
  );
}

/**
 * The notebooks of a report with SVGs in place of PNGs, which would be a seventh of the report: for those who read it
 * without scripts, and of figures from which users were hidden.
 */
export async function withSvgs(
  notebooks: readonly NamedNotebook[],
  context: Drawing,
): Promise<NamedNotebook[]> {
  const { withoutPngs } = await import('../notebook/jupyter/without-pngs.js');
  const bare = notebooks.map((named) => ({ ...named, notebook: withoutPngs(named.notebook) }));
  return (await drawnWith(undefined, bare, context)).notebooks;
}

async function drawnWith(
  chrome: string | undefined,
  notebooks: readonly NamedNotebook[],
  { progress, signal }: Drawing,
) {
  const { drawPictures } = await import('../notebook/pictures/draw-pictures.js');
  try {
    return await drawPictures(notebooks, { chrome, signal, onProgress: progress.update });
  } finally {
    progress.stop();
  }
}
