import { type Contents, IDefaultDrive } from '@jupyterlab/services';
import type { Signal } from '@lumino/signaling';
import type { Plugin } from './choose-plugins.js';

/** What open documents and lists of files in other tabs have to follow. */
const SHARED: readonly string[] = ['rename', 'delete'];

/**
 * Lets the tabs of one browser hear which files another of them renamed or deleted, as if they had done it:
 * Jupyter's own tabs hear of a renamed notebook only through its kernel's session, seconds later, and of other
 * files not at all.
 */
export const otherTabs: Plugin = {
  id: 'listenlab:other-tabs',
  description: 'Follows what other tabs rename and delete.',
  requires: [IDefaultDrive],
  autoStart: true,
  activate: (_app, { fileChanged }: Contents.IDrive) => {
    const channel = new BroadcastChannel('listenlab-files');
    let hearing = false;
    fileChanged.connect((_drive, change) => {
      if (!hearing && SHARED.includes(change.type)) channel.postMessage(change);
    });
    channel.addEventListener('message', ({ data }: MessageEvent<Contents.IChangedArgs>) => {
      hearing = true;
      (fileChanged as Signal<Contents.IDrive, Contents.IChangedArgs>).emit(data);
      hearing = false;
    });
  },
};
