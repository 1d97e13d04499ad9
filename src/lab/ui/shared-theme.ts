import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { JSONExt } from '@lumino/coreutils';
import type { Plugin } from './choose-plugins.js';

const THEME_SETTINGS = '@jupyterlab/apputils-extension:themes';

/** A theme that is chosen in one tab is that of all open ones. */
export const sharedTheme: Plugin = {
  id: 'listenlab:shared-theme',
  description: 'Takes over the theme that another tab of the lab chooses.',
  requires: [ISettingRegistry],
  autoStart: true,
  activate: async (_app, registry: ISettingRegistry) => {
    const settings = await registry.load(THEME_SETTINGS);
    const channel = new BroadcastChannel('listenlab-theme');
    settings.changed.connect(() => channel.postMessage(settings.user));
    channel.addEventListener('message', ({ data }) => {
      // Reading them tells of a change, too: who has the same settings already does not.
      if (!JSONExt.deepEqual(data, settings.user)) void registry.reload(THEME_SETTINGS);
    });
  },
};
