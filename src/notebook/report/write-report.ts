import { writeFileBeside } from '../../util/files.js';
import { checkNotebook } from '../jupyter/nbformat.js';
import type { ReportHeader } from './header.js';
import type { NamedNotebook } from './outline.js';
import { readPictures } from './pictures.js';
import { renderReport } from './render-report.js';

/**
 * Writes executed notebooks as one HTML file, at once or not at all, with the pictures that their Markdown names and
 * that are in their folders. See {@link renderReport}.
 *
 * @example await writeReport('reports/sample.html', [{ name, notebook, folder }], { title, generatedAt: new Date() })
 *
 * @param path the file to write; its folder is made too
 * @throws InputError when a notebook is not nbformat 4
 */
export async function writeReport(
  path: string,
  notebooks: NamedNotebook[],
  header: ReportHeader,
): Promise<void> {
  const pictured = await Promise.all(
    notebooks.map(async (named) => {
      const { name, folder } = named;
      if (folder === undefined) return named;
      return { ...named, pictures: await readPictures(checkNotebook(named.notebook, name), folder) };
    }),
  );
  await writeFileBeside(path, renderReport(pictured, header));
}
