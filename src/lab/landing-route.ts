import { existsSync } from 'node:fs';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { catalogue, type DatasetEntry, entryFolder } from '../dataset/catalogue.js';
import { type ListedDataset, landingPage } from './landing-page.js';
import { listNotebooks } from './notebook-list.js';

/**
 * The first page.
 *
 * @param folder the lab's folder
 * @param canReport whether the routes of the report are there
 */
export function addLandingRoute(
  app: FastifyInstance,
  folder: string,
  version: string,
  canReport: boolean,
): void {
  app.get('/', async (_request, reply) => {
    const notebooks = await listNotebooks(folder);
    const datasets = catalogue().map(listed);
    return reply
      .type('text/html; charset=utf-8')
      .send(landingPage({ notebooks, datasets, version, canReport }));
  });
}

function listed(entry: DatasetEntry): ListedDataset {
  const { name, title, description, licence, simulated, archive } = entry;
  const present = archive === undefined || existsSync(path.join(entryFolder(entry), entry.files[0].name));
  return { name, title, description, licence, simulated, present };
}
