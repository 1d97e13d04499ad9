import path from 'node:path';

/** Lets changes that touch one file, or a folder and something in it, happen one after the other. */
export class FileLocks {
  readonly #underWay = new Set<{ files: readonly string[]; end: Promise<unknown> }>();

  /** Runs `work` when all earlier work that touches one of these files has ended. */
  async run<T>(files: readonly string[], work: () => Promise<T>): Promise<T> {
    const mine = files.map(folded);
    const before = [...this.#underWay].filter((other) => overlap(other.files, mine)).map(({ end }) => end);
    const turn = Promise.allSettled(before).then(work);
    const entry = { files: mine, end: turn };
    this.#underWay.add(entry);
    try {
      return await turn;
    } finally {
      this.#underWay.delete(entry);
    }
  }
}

/** Some disks take `a` for `A`: there, both are one file. */
function folded(file: string): string {
  return file.normalize('NFC').toLowerCase();
}

function overlap(some: readonly string[], others: readonly string[]): boolean {
  return some.some((a) => others.some((b) => a === b || isWithin(a, b) || isWithin(b, a)));
}

function isWithin(file: string, folder: string): boolean {
  return file.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep);
}
