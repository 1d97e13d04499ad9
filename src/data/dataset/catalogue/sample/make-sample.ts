import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { besideName, hashOf, replaceFile, writeFileBeside } from '../../../../util/node/files.js';
import { type Random, seededRandom } from '../../../../util/random.js';
import { PLAYS_360K, PROFILES_360K } from '../../detect/file-names.js';
import { entryFolder, entryNamed, requireWritable } from '../catalogue.js';
import { drawPerson, hexDigits, type Person, profileLine } from './people.js';
import {
  buildWorld,
  drawListening,
  drawTaste,
  type Genre,
  genresOf,
  type Listened,
  type World,
} from './tastes.js';

/** Raised whenever the generator draws differently, so that samples on disk are made anew. */
const RECIPE = 2;
const NOTE = 'README.txt';

/**
 * Makes the files of the sample in the data directory, unless those of the same recipe are there.
 *
 * Of several processes that make it at once, one puts its folder in place, and the others take that one: files written
 * twice would look changed, and the caches made from the first ones out of date.
 */
export async function makeSample(directory: string): Promise<void> {
  const folder = entryFolder(entryNamed('sample'), directory);
  const artistList = await readArtistList();
  const note = noteFor(artistList);
  if (await isMade(folder, note)) return;
  const partial = besideName(folder);
  await requireWritable(partial);
  try {
    await replaceFile(folder, partial, async () => {
      const files = filesOf(artistList, note);
      for (const [name, text] of files) await writeFileBeside(path.join(partial, name), text);
    });
  } catch (error) {
    // A folder that has files is not replaced: another process made it, or it is incomplete or of another recipe.
    if ((error as NodeJS.ErrnoException).syscall !== 'rename') throw error;
    if (!(await isMade(folder, note))) await mendFiles(folder, filesOf(artistList, note));
  }
}

async function isMade(folder: string, note: string): Promise<boolean> {
  const found = await Promise.all(
    [PLAYS_360K, PROFILES_360K].map((name) => stat(path.join(folder, name)).catch(() => undefined)),
  );
  return found.every((file) => file?.isFile()) && (await textOf(path.join(folder, NOTE))) === note;
}

/** The note that names the recipe is the last: without it, the files are made again. */
function filesOf(artistList: string, note: string): [name: string, text: string][] {
  const { profiles, plays } = generateSample(artistList);
  return [
    [PROFILES_360K, profiles],
    [PLAYS_360K, plays],
    [NOTE, note],
  ];
}

async function mendFiles(folder: string, files: readonly [name: string, text: string][]): Promise<void> {
  await requireWritable(folder);
  for (const [name, text] of files) {
    const file = path.join(folder, name);
    if ((await textOf(file)) !== text) await writeFileBeside(file, text);
  }
}

function textOf(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}

/** The list the sample is made from, as text: artist, tab, genre, under a header. */
function readArtistList(): Promise<string> {
  return readFile(fileURLToPath(new URL('../../../../../data/artists.tsv', import.meta.url)), 'utf8');
}

function noteFor(artistList: string): string {
  const recipe = hashOf(`${RECIPE}\n${artistList}`).slice(0, 16);
  return [
    'Simulated data: the artists are real, the listeners and their plays are made up by listenlab',
    'from a fixed seed. Do not take them for facts about anybody. Safe to delete: made again on use.',
    `Recipe ${recipe}`,
    '',
  ].join('\n');
}

/** The two files of the sample, in the format of Last.fm 360K. */
interface SampleFiles {
  readonly plays: string;
  readonly profiles: string;
}

const SAMPLE_LISTENERS = 3000;
const SEED = 360_000;
/** Of ten artists, one has no MusicBrainz id. */
const WITHOUT_MBID = 0.1;
/** Blemishes for cleaning to find: of a thousand listeners, so many have such a row. */
const WITHOUT_ARTIST = 0.012;
const WITH_REPEAT = 0.02;

/**
 * Simulates listeners with planted tastes. The same list of artists gives the same files, byte for byte.
 *
 * @param artistList text of data/artists.tsv
 */
function generateSample(artistList: string): SampleFiles {
  const random = seededRandom(SEED);
  const genres: Genre[] = genresOf(artistList);
  const world = buildWorld(genres);
  const mbids = world.names.map(() => (random.uniform() < WITHOUT_MBID ? '' : drawMbid(random)));
  const people = Array.from({ length: SAMPLE_LISTENERS }, () => drawPerson(random));
  people.sort((a, b) => (a.user < b.user ? -1 : 1));
  const plays = people.map((person) => {
    const listened = drawListening(random, world, drawTaste(random, genres, person.country));
    return playLines(random, person, listened, world, mbids);
  });
  return { plays: plays.join(''), profiles: people.map(profileLine).join('') };
}

function playLines(
  random: Random,
  { user }: Person,
  listened: readonly Listened[],
  world: World,
  mbids: readonly string[],
): string {
  const line = (mbid: string, artist: string, plays: number) => `${user}\t${mbid}\t${artist}\t${plays}\n`;
  const lines = listened.map(({ artist, plays }) => line(mbids[artist], world.names[artist], plays));
  const { artist, plays } = listened[random.integer(listened.length)];
  if (random.uniform() < WITHOUT_ARTIST) {
    lines.splice(random.integer(lines.length), 0, line(drawMbid(random), '', plays));
  }
  // In the real data an artist comes twice when Last.fm knew it by two MusicBrainz ids.
  if (random.uniform() < WITH_REPEAT)
    lines.push(line(drawMbid(random), world.names[artist], 1 + (plays >> 4)));
  return lines.join('');
}

function drawMbid(random: Random): string {
  return [8, 4, 4, 4, 12].map((length) => hexDigits(random, length)).join('-');
}
