import { link, lstat, rename, unlink } from 'node:fs/promises';
import path from 'node:path';
import { LabError } from '../lab-error.js';
import { withEntry } from './held-folder.js';

/** What a disk answers that knows no second name of a file, or does not give this one. */
const NO_SECOND_NAME = ['EPERM', 'EACCES', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV', 'EINVAL'];

/**
 * Gives a file, link or folder another path, and never replaces what has that path already, whoever makes
 * it meanwhile: a file gets its second name first, which fails when that is taken, and loses the first then.
 * A folder replaces at most an empty one.
 *
 * @param from absolute, as `to`: its folder without links
 * @param newPath the new path, for messages
 * @throws LabError 404 when there is nothing to move, 409 when the new path is taken
 */
export function moveWithoutReplacing(
  from: string,
  to: string,
  { oldPath, newPath }: { oldPath: string; newPath: string },
): Promise<void> {
  const taken = () => new LabError(409, `${newPath} exists already`);
  return withEntry(from, (heldFrom) =>
    withEntry(to, async (heldTo) => {
      const [source, found] = await Promise.all(
        [heldFrom, heldTo].map((each) => lstat(each).catch(() => undefined)),
      );
      if (!source) throw new LabError(404, `there is no ${oldPath} here`);
      // On disks that do not tell a from A, renaming to the other case finds the file itself.
      const isItself = found?.ino === source.ino && isOtherSpelling(from, to);
      if (found && !isItself) throw taken();
      if (isItself || source.isDirectory()) return rename(heldFrom, heldTo);
      try {
        await link(heldFrom, heldTo);
      } catch (error) {
        const code = String((error as NodeJS.ErrnoException).code);
        if (code === 'EEXIST') throw taken();
        if (!NO_SECOND_NAME.includes(code)) throw error;
        return rename(heldFrom, heldTo);
      }
      await unlink(heldFrom).catch(async (error) => {
        await unlink(heldTo);
        throw error;
      });
    }),
  );
}

function isOtherSpelling(from: string, to: string): boolean {
  const [a, b] = [from, to].map((each) => path.resolve(each).normalize('NFC').toLowerCase());
  return a === b;
}
