import { type FileHandle, mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { drawPerson, hexDigits, profileLine } from '#listenlab/data/dataset/catalogue/sample/people.js';
import { PLAYS_360K, PROFILES_360K } from '#listenlab/data/dataset/detect/file-names.js';
import { writeBeside } from '#listenlab/util/node/files.js';
import { type Random, seededRandom } from '#listenlab/util/random.js';
import { drawCatalogue, drawMbid } from './catalogue.js';
import { type Listening, listeners } from './listening.js';

/** Users and artists of Last.fm 360K, as counted by the notebook that started this. */
export const FULL_USERS = 358_868;
const FULL_ARTISTS = 292_364;
/** Rows of the real file that have no artist. */
const FULL_NAMELESS = 204;
const SEED = 360_360;
/** Of a thousand users, two have an artist twice, with another MusicBrainz id. */
const WITH_REPEAT = 0.002;
/** Users between two writes; their lines, 66 each at most and under 200 bytes, fit the buffer. */
const WRITE_USERS = 1000;
const BUFFER_BYTES = 16 << 20;

/** What was written. */
export interface StandInCounts {
  readonly users: number;
  readonly artists: number;
  readonly rows: number;
  readonly withoutArtist: number;
  readonly repeated: number;
}

/**
 * Writes a folder with the two files of Last.fm 360K, made up: the same number of users gives the same
 * files, byte for byte. Cost at full size: about a minute, 1.9 GB of disk, under 500 MB of memory.
 *
 * @param users how many; artists, and rows without one, are in proportion to the real data
 * @param onProgress hears how many users are written
 */
export function writeStandIn(
  folder: string,
  users: number,
  onProgress: (users: number) => void = () => undefined,
): Promise<StandInCounts> {
  return writeBeside(folder, async (partial) => {
    await mkdir(partial);
    const plays = await open(path.join(partial, PLAYS_360K), 'w');
    const profiles = await open(path.join(partial, PROFILES_360K), 'w');
    try {
      return await writeFiles(plays, profiles, users, onProgress);
    } finally {
      await plays.close();
      await profiles.close();
    }
  });
}

/** How many artists a stand-in with so many users has. */
export function artistsFor(users: number): number {
  return Math.round((users * FULL_ARTISTS) / FULL_USERS);
}

async function writeFiles(
  plays: FileHandle,
  profiles: FileHandle,
  users: number,
  onProgress: (users: number) => void,
): Promise<StandInCounts> {
  const random = seededRandom(SEED);
  const people = seededRandom(SEED + 1);
  const catalogue = drawCatalogue(random, artistsFor(users));
  const next = listeners(random, catalogue);
  const lines = new LineBuffer(plays);
  const counts = { users, artists: catalogue.names.length, rows: 0, withoutArtist: 0, repeated: 0 };
  const nameless = Math.max(1, Math.round((users * FULL_NAMELESS) / FULL_USERS));
  let profileText = '';
  for (let u = 0; u < users; u++) {
    const user = userId(random, u, users);
    const listening = next();
    preferGiven(listening, u, catalogue.names);
    for (let i = 0; i < listening.count; i++) {
      lines.add(user, catalogue.cells[listening.artists[i]], listening.plays[i]);
    }
    counts.rows += listening.count;
    if (Math.floor((u * nameless) / users) < Math.floor(((u + 1) * nameless) / users)) {
      lines.add(user, Buffer.from(`\t${drawMbid(random)}\t\t`), 1 + random.integer(100));
      counts.withoutArtist++;
    }
    if (random.uniform() < WITH_REPEAT) {
      const name = catalogue.names[listening.artists[random.integer(listening.count)]];
      lines.add(user, Buffer.from(`\t${drawMbid(random)}\t${name}\t`), 1 + random.integer(20));
      counts.repeated++;
    }
    profileText += profileLine({ ...drawPerson(people), user });
    if (u % WRITE_USERS === WRITE_USERS - 1 || u === users - 1) {
      await lines.flush();
      // The real profile file has no final newline.
      await profiles.write(u === users - 1 ? profileText.slice(0, -1) : profileText);
      profileText = '';
      onProgress(u + 1);
    }
  }
  counts.rows += counts.withoutArtist + counts.repeated;
  return counts;
}

/** 40 hexadecimal digits that rise from user to user, as the real file is in order of users. */
function userId(random: Random, user: number, users: number): string {
  const top = Math.floor(((user + random.uniform()) / users) * 2 ** 40);
  return top.toString(16).padStart(10, '0') + hexDigits(random, 30);
}

/** The first two users have the artists of the notebooks as their first choice, at any size. */
function preferGiven(listening: Listening, user: number, names: readonly string[]): void {
  const wanted = ['die Ärzte', 'red hot chili peppers'][user];
  const artist = wanted === undefined ? -1 : names.indexOf(wanted);
  if (artist < 0) return;
  const { artists, plays, count } = listening;
  const at = artists.subarray(0, count).indexOf(artist);
  if (at >= 0) artists[at] = artists[0];
  artists[0] = artist;
  plays[0] *= 2;
}

/** Lines put together in one buffer. */
class LineBuffer {
  readonly #bytes = Buffer.allocUnsafe(BUFFER_BYTES);
  #length = 0;

  constructor(private readonly file: FileHandle) {}

  add(user: string, cells: Buffer, plays: number): void {
    this.#length += this.#bytes.write(user, this.#length, 'latin1');
    this.#bytes.set(cells, this.#length);
    this.#length += cells.length;
    this.#length += this.#bytes.write(`${plays}\n`, this.#length, 'latin1');
  }

  async flush(): Promise<void> {
    await this.file.writeFile(this.#bytes.subarray(0, this.#length));
    this.#length = 0;
  }
}
