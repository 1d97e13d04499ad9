import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { requireWritable } from '../../../duckdb/writable.js';
import { writeFileBeside } from '../../../util/files.js';
import { entryFolder, entryNamed } from '../catalogue.js';
import { PLAYS_360K, PROFILES_360K } from '../source.js';
import { readArtistList } from './artists.js';
import { generateSample } from './generate.js';

/** Raised whenever the generator draws differently, so that samples on disk are made anew. */
const RECIPE = 2;
const NOTE = 'README.txt';

/**
 * Makes the files of the sample in the data directory, unless those of the same recipe are there.
 *
 * The note that names the recipe is written last: without it, the files are made again.
 */
export async function makeSample(directory: string): Promise<void> {
  const folder = entryFolder(entryNamed('sample'), directory);
  const artistList = await readArtistList();
  const note = noteFor(artistList);
  const complete = [PLAYS_360K, PROFILES_360K].every((name) => existsSync(path.join(folder, name)));
  if (complete && (await readFile(path.join(folder, NOTE), 'utf8').catch(() => '')) === note) return;
  await requireWritable(folder);
  const files = generateSample(artistList);
  await writeFileBeside(path.join(folder, PROFILES_360K), files.profiles);
  await writeFileBeside(path.join(folder, PLAYS_360K), files.plays);
  await writeFileBeside(path.join(folder, NOTE), note);
}

function noteFor(artistList: string): string {
  const recipe = createHash('sha256').update(`${RECIPE}\n${artistList}`).digest('hex').slice(0, 16);
  return [
    'Simulated data: the artists are real, the listeners and their plays are made up by listenlab',
    'from a fixed seed. Do not take them for facts about anybody. Safe to delete: made again on use.',
    `Recipe ${recipe}`,
    '',
  ].join('\n');
}
