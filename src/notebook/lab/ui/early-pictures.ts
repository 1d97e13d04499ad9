import { CodeCellModel } from '@jupyterlab/cells';
import { ActivityMonitor } from '@jupyterlab/coreutils';
import { type INotebookModel, INotebookTracker } from '@jupyterlab/notebook';
import type { Output } from '../../jupyter/nbformat.js';
import type { Plugin } from './choose-plugins.js';
import { ISavedPictures, type SavedPictures } from './save-pictures.js';

/** Milliseconds without a change after which pictures are drawn: a figure that a slider moves is drawn once. */
const QUIET = 1000;

/** Draws the pictures of a notebook's figures before it is saved, so that most saves need not wait for them. */
export const earlyPictures: Plugin = {
  id: 'listenlab:early-pictures',
  description: 'Draws pictures of figures while nothing else happens.',
  requires: [INotebookTracker, ISavedPictures],
  autoStart: true,
  activate: (_app, tracker: INotebookTracker, pictures: SavedPictures) => {
    tracker.widgetAdded.connect((_tracker, { context }) => {
      const monitor = new ActivityMonitor({ signal: context.model.contentChanged, timeout: QUIET });
      monitor.activityStopped.connect(() => pictures.draw(context.localPath, outputsIn(context.model)));
      context.disposed.connect(() => {
        monitor.dispose();
        pictures.forget(context.localPath);
      });
    });
  },
};

function outputsIn({ cells }: INotebookModel): Output[] {
  const code = [...cells].filter((cell) => cell instanceof CodeCellModel);
  return code.flatMap(({ outputs }) => outputs.toJSON() as Output[]);
}
