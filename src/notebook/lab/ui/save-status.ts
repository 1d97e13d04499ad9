import { ILabStatus } from '@jupyterlab/application';
import { IDocumentManager } from '@jupyterlab/docmanager';
import type { DocumentRegistry } from '@jupyterlab/docregistry';
import { Widget } from '@lumino/widgets';
import type { Plugin } from './choose-plugins.js';
import { ISavedPictures, type SavedPictures } from './save-pictures.js';

type Context = DocumentRegistry.Context;

/** How long a finished save is told, in milliseconds. */
const TOLD = 3000;
/** Behind the checkpoint, before the links at the right. */
const RANK = 120;

/** Says that the document in front is being saved, and that pictures of its figures are still being drawn. */
export const saveStatus: Plugin = {
  id: 'listenlab:save-status',
  description: 'Shows how far a save is, and asks before the page is closed that still draws pictures.',
  requires: [IDocumentManager, ISavedPictures, ILabStatus],
  autoStart: true,
  activate: ({ shell }, documents: IDocumentManager, pictures: SavedPictures, status: ILabStatus) => {
    const line = new Widget();
    line.id = 'listenlab-save-status';
    line.node.setAttribute('role', 'status');
    shell.add(line, 'top', { rank: RANK });
    let timer: ReturnType<typeof setTimeout> | undefined;
    const say = (text: string) => {
      clearTimeout(timer);
      line.node.textContent = text;
    };
    const saved = (path: string) => {
      if (pictures.isAwaited(path)) return say('Saved; drawing pictures of its figures …');
      say('Saved');
      timer = setTimeout(say, TOLD, '');
    };
    const inFront = () => shell.currentWidget && documents.contextForWidget(shell.currentWidget);
    const onSave = (context: Context, state: DocumentRegistry.SaveState) => {
      if (context !== inFront()) return;
      if (state === 'started') say('Saving …');
      else if (state.startsWith('completed')) saved(context.localPath);
      else say('');
    };
    const look = () => {
      const context = inFront();
      say('');
      if (!context) return;
      context.saveState.disconnect(onSave);
      context.saveState.connect(onSave);
      if (pictures.isAwaited(context.localPath)) saved(context.localPath);
    };
    shell.currentChanged?.connect(look);
    look();
    const busy = new Map<string, { dispose(): void }>();
    pictures.awaitedChanged.connect((_pictures, path) => {
      if (!pictures.isAwaited(path)) {
        busy.get(path)?.dispose();
        busy.delete(path);
      } else if (!busy.has(path)) busy.set(path, status.setDirty());
      if (inFront()?.localPath === path) saved(path);
    });
  },
};
