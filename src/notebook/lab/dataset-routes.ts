import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
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
  type Own = { Body: { path?: unknown; options?: unknown } | null };
  app.put<Own>('/lab-api/dataset/own', async ({ body }, reply) => {
    const given = typeof body?.path === 'string' ? body.path.trim() : '';
    if (given === '') {
      throw new LabError(400, 'expected the path of a file of plays, or of a folder that holds some');
    }
    const file = absolutePath(given, folder);
    // It brings DuckDB along, which takes a third of a second to load.
    const { useOwnDataset } = await import('./own-dataset.js');
    const used = await useOwnDataset(file, typeof body?.options === 'string' ? body.options : '');
    if (used.refusal !== undefined) {
      const { refusal: message, options } = used;
      return reply.code(400).send({ message, reason: null, options });
    }
    await choice.choose(file, used.table);
    return { ...answer(), note: used.note };
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

/**
 * The absolute path of a dataset of one's own, as it was typed or copied: where no file has the name as it stands,
 * quotes around it are taken off, and the address of a file is read.
 */
function absolutePath(given: string, folder: string): string {
  const asItStands = resolveHome(given, folder);
  if (existsSync(asItStands)) return asItStands;
  const bare = given.replace(/^(["'])(.*)\1$/, '$2').trim();
  return /^file:\/\//i.test(bare) ? addressedPath(bare) : resolveHome(bare, folder);
}

function resolveHome(given: string, folder: string): string {
  return path.resolve(folder, given.replace(/^~(?=$|[\\/])/, homedir()));
}

function addressedPath(address: string): string {
  try {
    return fileURLToPath(address);
  } catch (cause) {
    const expected = 'expected file:/// and its path. Give the path itself';
    throw new LabError(400, `${address} is not the address of a file on this machine: ${expected}`, null, {
      cause,
    });
  }
}
