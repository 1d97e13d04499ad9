import { messageOf } from '../util/errors.js';
import type { TaskProgress, Watch } from '../util/work.js';
import type { Behind, Context } from './context.js';

/** What a command still does behind its answer, such as to write caches. */
export class WorkBehind implements Behind {
  readonly #running = new Set<Promise<void>>();
  readonly #failures = new Set<string>();
  #show: ((progress: TaskProgress) => void) | undefined;

  /** @param silentMs a command that ends within this after its answer says nothing */
  constructor(private readonly silentMs = 2000) {}

  add(signal: AbortSignal, run: (watch: Watch) => Promise<void>): void {
    const running = run({ signal, onProgress: (progress) => this.#show?.(progress) }).catch((error) => {
      this.#failures.add(messageOf(error));
    });
    this.#running.add(running);
    void running.finally(() => this.#running.delete(running));
  }

  /**
   * Waits for it once the command has answered; after a while, it says for what, and how far it is.
   *
   * @returns whether there was anything to wait for
   */
  async end({ output, progress }: Pick<Context, 'output' | 'progress'>): Promise<boolean> {
    const isWaiting = this.#running.size > 0;
    const timer = setTimeout(() => {
      output.tell('writing the cache, which makes the next command start faster; Ctrl-C leaves it out');
      this.#show = progress.update;
    }, this.silentMs);
    await Promise.all(this.#running);
    clearTimeout(timer);
    if (this.#show) progress.stop();
    for (const failure of this.#failures) output.tell(`warning: ${failure}`);
    return isWaiting;
  }
}
