import { IDocumentManager } from '@jupyterlab/docmanager';
import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { Plugin } from './choose-plugins.js';

type Context = DocumentRegistry.Context;

const SAVE = 'docmanager:save';

/**
 * Saves again what was to be saved while a save was under way, and keeps what was typed meanwhile marked as unsaved.
 *
 * Jupyter ignores the second request, and marks the document as saved with what the first one did not contain: it
 * would be lost when the page is closed, without a question.
 */
export const answerSaves: Plugin = {
  id: 'listenlab:answer-saves',
  description: 'Answers a request to save while a save is under way.',
  requires: [IDocumentManager],
  autoStart: true,
  activate: ({ shell, commands }, documents: IDocumentManager) => {
    const inFront = () => shell.currentWidget && documents.contextForWidget(shell.currentWidget);
    const followed = new WeakMap<Context, FollowedSaves>();
    const follow = () => {
      const context = inFront();
      if (context && !followed.has(context)) followed.set(context, new FollowedSaves(context));
    };
    shell.currentChanged?.connect(follow);
    follow();
    commands.commandExecuted.connect((_commands, { id, result }) => {
      const context = inFront();
      const saves = context && followed.get(context);
      if (id !== SAVE || !saves) return;
      const again = () => (inFront() === context ? commands.execute(SAVE) : context.save());
      saves.asked(result, again);
    });
  },
};

/** The saves of a document. */
class FollowedSaves {
  #isUnderWay = false;
  #isAskedAgain = false;
  #isComplete = false;
  #isChanged = false;

  constructor({ model, saveState }: Context) {
    model.contentChanged.connect(() => {
      this.#isChanged = true;
    });
    saveState.connect((_context, state) => {
      this.#isComplete = state.startsWith('completed');
      if (state === 'started') this.#isChanged = false;
      if (this.#isComplete && this.#isChanged) model.dirty = true;
    });
  }

  /** @param again saves once more, after a request that Jupyter ignored */
  asked(result: Promise<unknown>, again: () => Promise<unknown>): void {
    if (this.#isUnderWay) {
      this.#isAskedAgain = true;
      return;
    }
    this.#isUnderWay = true;
    const end = () => {
      this.#isUnderWay = false;
      const isDue = this.#isAskedAgain && this.#isComplete;
      this.#isAskedAgain = false;
      // What fails says so itself; a save that the user cancelled is not repeated.
      if (isDue) again().catch(() => undefined);
    };
    result.then(end, end);
  }
}
