import type { Plugin } from './choose-plugins.js';
import { sharedPlugins } from './shared-plugins.js';

/**
 * The plugins of one page: those of all pages, and those of its own, loaded only there.
 *
 * @param page as the server calls it: `tree`, `notebooks` or `edit`
 */
export async function loadPlugins(page: string): Promise<Plugin[]> {
  return [...sharedPlugins, ...(await pagePlugins(page))];
}

async function pagePlugins(page: string): Promise<Plugin[]> {
  if (page === 'tree') return (await import('./tree-plugins.js')).treePlugins;
  if (page === 'notebooks') return (await import('./notebook-plugins.js')).notebookPlugins;
  if (page === 'edit') return (await import('./edit-plugins.js')).editPlugins;
  return [];
}
