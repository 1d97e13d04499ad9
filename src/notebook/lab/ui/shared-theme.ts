import { IThemeManager } from '@jupyterlab/apputils';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { JSONExt } from '@lumino/coreutils';
import type { Plugin } from './choose-plugins.js';
import { keepTheme } from './theme-cookie.js';

const THEME_SETTINGS = '@jupyterlab/apputils-extension:themes';

/** A theme that is chosen in one tab is that of all open ones, and of the first page. */
export const sharedTheme: Plugin = {
  id: 'listenlab:shared-theme',
  description: 'Takes over the theme that another tab of the lab chooses.',
  requires: [ISettingRegistry, IThemeManager],
  autoStart: true,
  activate: async (_app, registry: ISettingRegistry, themes: IThemeManager) => {
    // Open before the settings are there, which may be those of before a choice that another tab makes meanwhile.
    const channel = new BroadcastChannel('listenlab-theme');
    const loading = registry.load(THEME_SETTINGS);
    channel.addEventListener('message', async ({ data }) => {
      const { user } = await loading;
      // Reading them tells of a change, too: who has the same settings already does not.
      if (!JSONExt.deepEqual(data, user)) await registry.reload(THEME_SETTINGS);
    });
    const settings = await loading;
    settings.changed.connect(() => channel.postMessage(settings.user));
    // A theme that has been chosen is loaded before it is shown: until then the one of before is.
    const keep = () => {
      const { theme, 'adaptive-theme': isAdaptive } = settings.composite;
      if (isAdaptive) keepTheme(undefined);
      else if (themes.theme !== null && themes.theme === theme)
        keepTheme(themes.isLight(themes.theme) ? 'light' : 'dark');
    };
    settings.changed.connect(keep);
    themes.themeChanged.connect(keep);
  },
};
