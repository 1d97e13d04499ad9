/** Lets the changes of one file happen one after the other. */
export class FileLocks {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Runs `work` when all earlier work on the same file has ended. */
  async run<T>(file: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(file) ?? Promise.resolve();
    const turn = before.then(work, work);
    this.#last.set(file, turn);
    try {
      return await turn;
    } finally {
      if (this.#last.get(file) === turn) this.#last.delete(file);
    }
  }
}
