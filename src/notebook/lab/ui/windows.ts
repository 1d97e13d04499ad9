import { ILabShell } from '@jupyterlab/application';
import { IThemeManager, IWindowResolver } from '@jupyterlab/apputils';
import { PageConfig } from '@jupyterlab/coreutils';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { JSONExt } from '@lumino/coreutils';
import { keepTheme } from '../../page/theme.js';
import type { Plugin } from './choose-plugins.js';

/** Names of further windows, in JupyterLab's format. */
const FURTHER = [...'abcdefghijklmnopqrstuvwxyz'].map((letter) => `auto-${letter}`);

/**
 * Gives each window of JupyterLab the name of a workspace that no other window has. In place of JupyterLab's
 * plugin of the same token, which asks the other windows, waits at most half a second for answers, and reloads the page
 * under another name; a busy window answers later. The browser's locks need no answer.
 */
export const windowName: Plugin = {
  id: 'listenlab:window-name',
  description: 'Gives each window a workspace of its own.',
  provides: IWindowResolver,
  autoStart: true,
  activate: async (): Promise<IWindowResolver> => {
    const wanted = PageConfig.getOption('workspace') || PageConfig.defaultWorkspace;
    const name = await firstFree([wanted, ...FURTHER]);
    if (name !== wanted) {
      PageConfig.setOption('workspace', name);
      const { search, hash } = window.location;
      window.history.replaceState(null, '', PageConfig.getUrl({ workspace: name }) + search + hash);
    }
    return { name };
  },
};

/** The first name that can be locked until this page ends; without locks, as remotely without TLS, the first. */
async function firstFree(names: readonly string[]): Promise<string> {
  for (const name of names) {
    if (navigator.locks === undefined || (await hold(name))) return name;
  }
  return names[0];
}

function hold(name: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(`listenlab:window:${name}`, { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        return lock && new Promise<never>(() => undefined);
      })
      .catch(reject);
  });
}

/** Width in pixels below which a side bar leaves no room for a document. */
const NARROW = 600;

/**
 * On a phone JupyterLab starts with the document, and not with the list of files beside a strip of it. The right side
 * bar is empty here; JupyterLab checks that only when something is added, and otherwise leaves a gap.
 */
export const narrowWindow: Plugin = {
  id: 'listenlab:narrow-window',
  description: 'Collapses sidebars that are empty or do not fit.',
  requires: [ILabShell],
  autoStart: true,
  activate: ({ restored }, shell: ILabShell) => {
    // Not awaited: the restored layout waits for all plugins.
    void restored.then(() => {
      if (shell.isEmpty('right')) shell.collapseRight();
      if (window.innerWidth < NARROW && !shell.isEmpty('main')) shell.collapseLeft();
    });
  },
};

const THEME_SETTINGS = '@jupyterlab/apputils-extension:themes';

/** A theme chosen in one tab applies to all open tabs, and to the first page. */
export const sharedTheme: Plugin = {
  id: 'listenlab:shared-theme',
  description: 'Follows the theme chosen in another tab of the lab.',
  requires: [ISettingRegistry, IThemeManager],
  autoStart: true,
  activate: async (_app, registry: ISettingRegistry, themes: IThemeManager) => {
    // Opened before the settings are loaded, which may predate a choice that another tab makes meanwhile.
    const channel = new BroadcastChannel('listenlab-theme');
    const loading = registry.load(THEME_SETTINGS);
    channel.addEventListener('message', async ({ data }) => {
      const { user } = await loading;
      // Reloading them signals a change too, so it is skipped if they are already the same.
      if (!JSONExt.deepEqual(data, user)) await registry.reload(THEME_SETTINGS);
    });
    const settings = await loading;
    settings.changed.connect(() => channel.postMessage(settings.user));
    // A chosen theme is loaded before it is shown: until then the previous one is.
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
