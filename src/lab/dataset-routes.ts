import { homedir } from 'node:os';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { FileRefusal } from '../dataset/file-refusal.js';
import { textColumns } from '../dataset/select-text.js';
import { pathSource } from '../dataset/source.js';
import type { DatasetChoice } from './dataset-choice.js';
import type { DatasetDownloads } from './dataset-downloads.js';
import { LabError } from './lab-error.js';

/**
 * Which dataset the notebooks open, and getting another one.
 *
 * @param folder of the lab, which paths are taken from
 */
export function addDatasetRoutes(
  app: FastifyInstance,
  downloads: DatasetDownloads,
  choice: DatasetChoice,
  folder: string,
): void {
  const answer = () => ({
    chosen: choice.name ?? null,
    datasets: downloads.entries.map((entry) => ({
      name: entry.name,
      present: downloads.isPresent(entry),
      ...downloads.state(entry.name),
    })),
  });
  app.get('/lab-api/datasets', async () => answer());
  app.put<{ Body: { name?: unknown } | null }>('/lab-api/dataset', async ({ body }) => {
    const name = body?.name;
    if (typeof name !== 'string' && name !== null) {
      throw new LabError(400, 'expected {"name": ...} with the dataset to open, or null for no choice');
    }
    if (name !== null && !downloads.isPresent(downloads.entry(name))) {
      throw new LabError(409, `${name} is not on this machine yet; get it first`);
    }
    await choice.choose(name ?? undefined);
    return answer();
  });
  app.put<{ Body: { path?: unknown } | null }>('/lab-api/dataset/own', async ({ body }) => {
    const given = typeof body?.path === 'string' ? body.path.trim() : '';
    if (given === '') {
      throw new LabError(400, 'expected the path of a file of plays, or of a folder that holds some');
    }
    await choice.choose(readable(given, folder));
    return answer();
  });
  app.post<{ Params: { name: string } }>('/lab-api/datasets/:name', async ({ params }, reply) => {
    downloads.start(params.name);
    return reply.code(202).send(answer());
  });
  app.delete<{ Params: { name: string } }>('/lab-api/datasets/:name', async ({ params }) => {
    downloads.cancel(downloads.entry(params.name).name);
    return answer();
  });
}

/** The absolute path of a dataset of one's own, once its start has been looked at. */
function readable(given: string, folder: string): string {
  const file = path.resolve(folder, given.replace(/^~(?=$|[\\/])/, homedir()));
  try {
    const { plays, dialect, table } = pathSource(file, {});
    if (dialect) textColumns(plays, dialect, table);
  } catch (cause) {
    const { message } = cause as Error;
    const where = '. In a notebook, options are given in its first cell, as tableOptions.';
    throw new LabError(400, cause instanceof FileRefusal ? message + where : message, null, { cause });
  }
  return file;
}
