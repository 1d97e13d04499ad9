import { IThemeManager } from '@jupyterlab/apputils';
import type { Plugin } from './choose-plugins.js';

/** A theme that is chosen in one tab is that of all open ones. */
export const sharedTheme: Plugin = {
  id: 'listenlab:shared-theme',
  description: 'Takes over the theme that another tab of the lab chooses.',
  requires: [IThemeManager],
  autoStart: true,
  activate: (_app, themes: IThemeManager) => {
    const channel = new BroadcastChannel('listenlab-theme');
    themes.themeChanged.connect((_sender, { oldValue, newValue }) => {
      // The first theme of a page is not a choice.
      if (oldValue) channel.postMessage(newValue);
    });
    channel.addEventListener('message', ({ data }) => {
      if (themes.themes.includes(data) && data !== themes.theme) void themes.setTheme(data);
    });
  },
};
