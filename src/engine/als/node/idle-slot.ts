/** Something that holds threads or memory also while nobody uses it. */
export interface Idle {
  /** Gives up what it holds. */
  close(): Promise<void>;
}

/**
 * Room for one idle thing, which the next who needs it takes out. After some time it is closed; until then it does not
 * keep a process alive.
 */
export class IdleSlot {
  #kept: Idle | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** What is kept, if anything: whoever takes it has it alone. */
  take(): Idle | undefined {
    clearTimeout(this.#timer);
    const kept = this.#kept;
    this.#kept = undefined;
    return kept;
  }

  /** Keeps a thing for some milliseconds, in place of the one before. */
  keep(thing: Idle, milliseconds: number): void {
    void this.release();
    this.#kept = thing;
    this.#timer = setTimeout(() => void this.release(), milliseconds);
    // A number in browsers, which end no process.
    (this.#timer as { unref?(): void }).unref?.();
  }

  /** Closes what is kept, and waits until it is gone. */
  async release(): Promise<void> {
    await this.take()?.close();
  }
}
