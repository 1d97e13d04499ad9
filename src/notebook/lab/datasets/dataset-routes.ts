import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { LabError } from '../server/requests.js';
import type { DatasetChoice } from './dataset-choice.js';
import type { Datasets, ListedDataset } from './datasets.js';

/**
 * Routes to choose the dataset that notebooks open, and to download others.
 *
 * @param folder of the lab, to which paths are relative
 */
export function addDatasetRoutes(
  app: FastifyInstance,
  datasets: Datasets,
  choice: DatasetChoice,
  folder: string,
): void {
  const answer = () => ({
    chosen: choice.name ?? null,
    datasets: datasets.list().map(({ name, present, download }) => ({ name, present, ...download })),
  });
  const find = (name: string) => named(name, datasets.list());
  app.get('/lab-api/datasets', async () => answer());
  app.put<{ Body: { name?: unknown } | null }>('/lab-api/dataset', async ({ body }) => {
    const name = body?.name;
    if (typeof name !== 'string' && name !== null) {
      throw new LabError(400, 'expected {"name": ...} with the dataset to open, or null for no choice');
    }
    if (name !== null && !find(name).present) {
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
    const checked = await datasets.check(file, typeof body?.options === 'string' ? body.options : '');
    if (checked.refusal !== undefined) {
      const { refusal: message, options } = checked;
      return reply.code(400).send({ message, reason: null, options });
    }
    await choice.choose(file, checked.table);
    return { ...answer(), note: checked.note };
  });
  app.post<{ Params: { name: string } }>('/lab-api/datasets/:name', async ({ params }, reply) => {
    datasets.download(find(params.name).name);
    return reply.code(202).send(answer());
  });
  app.delete<{ Params: { name: string } }>('/lab-api/datasets/:name', async ({ params }) => {
    datasets.cancel(find(params.name).name);
    return answer();
  });
}

function named(name: string, datasets: readonly ListedDataset[]): ListedDataset {
  const found = datasets.find((each) => each.name === name);
  if (found) return found;
  const names = datasets.map((each) => each.name).join(', ');
  throw new LabError(404, `no dataset '${name}'; expected one of ${names}`);
}

/**
 * The absolute path of a user's own dataset, as typed or pasted: if no such file exists, surrounding quotes are removed
 * and file URLs are understood.
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
