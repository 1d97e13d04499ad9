import { existsSync } from 'node:fs';
import path from 'node:path';
import { PLAYS_360K } from '#listenlab/data/dataset/detect/file-names.js';
import { formatCount } from '#listenlab/util/format.js';
import { FULL_USERS, writeStandIn } from './write.js';

/** Raised whenever the output of the generator changes, so that older files are generated again. */
const STAND_IN_VERSION = 1;

/**
 * The path of the stand-in's file of plays (its profiles lie beside it), made first when it is missing.
 *
 * @param directory where benchmarks keep their data
 * @param users how many; default the full size, 358,868
 * @param onProgress hears a line of progress now and then
 */
export async function ensureStandIn(
  directory: string,
  users = FULL_USERS,
  onProgress: (line: string) => void = () => undefined,
): Promise<string> {
  const folder = path.join(directory, `stand-in-${STAND_IN_VERSION}-${users}`);
  const plays = path.join(folder, PLAYS_360K);
  if (existsSync(plays)) return plays;
  let percent = 0;
  await writeStandIn(folder, users, (done) => {
    const now = Math.floor((10 * done) / users) * 10;
    if (now === percent) return;
    percent = now;
    onProgress(`making the stand-in of ${formatCount(users)} users: ${percent}%`);
  });
  return plays;
}
