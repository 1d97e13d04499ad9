import { writeFileBeside } from '../util/files.js';
import type { ReportHeader } from './header.js';
import type { NamedNotebook } from './outline.js';
import { renderReport } from './render-report.js';

/**
 * Writes executed notebooks as one HTML file, at once or not at all. See {@link renderReport}.
 *
 * @example await writeReport('reports/sample.html', [{ name, notebook }], { title, generatedAt: new Date() })
 *
 * @param path the file to write; its folder is made too
 * @throws InputError when a notebook is not nbformat 4
 */
export async function writeReport(
  path: string,
  notebooks: NamedNotebook[],
  header: ReportHeader,
): Promise<void> {
  await writeFileBeside(path, renderReport(notebooks, header));
}
