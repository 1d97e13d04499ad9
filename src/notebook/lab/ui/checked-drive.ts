import {
  type Contents,
  Drive,
  IDefaultDrive,
  IServerSettings,
  type ServerConnection,
} from '@jupyterlab/services';
import type { Plugin } from './choose-plugins.js';

type SaveOptions = Partial<Contents.IModel> & Contents.IContentProvisionOptions;

/**
 * Lets the server refuse a save when another page saved the file a moment before.
 *
 * Jupyter asks for the file's hash, compares it with the one it knows, saves, and asks for the hash again;
 * what another page saves between two of these steps would be lost. So a save carries the hash that was just
 * compared, for the server to compare it again, and the question after a save is answered with what was saved.
 */
class CheckedDrive extends Drive {
  private readonly compared = new Map<string, string>();
  private readonly saved = new Map<string, string>();

  override async get(path: string, options?: Contents.IFetchOptions): Promise<Contents.IModel> {
    const model = await super.get(path, options);
    // Only the first question after a save is about it: who reads the file anew knows another one.
    const saved = this.saved.get(path);
    this.saved.delete(path);
    if (options?.content !== false || !model.hash) return model;
    const hash = saved ?? model.hash;
    this.compared.set(path, hash);
    return { ...model, hash };
  }

  override async save(path: string, model: SaveOptions = {}): Promise<Contents.IModel> {
    const hash = this.compared.get(path);
    if (hash === undefined) return super.save(path, model);
    this.compared.delete(path);
    const saved = await super.save(path, { ...model, hash });
    if (saved.hash) this.saved.set(path, saved.hash);
    return saved;
  }
}

/** In place of JupyterLab's plugin of the same token. */
export const checkedDrive: Plugin = {
  id: 'listenlab:checked-drive',
  description: 'Reads and saves files, and notices what another page saved in between.',
  optional: [IServerSettings],
  provides: IDefaultDrive,
  autoStart: true,
  activate: (_app, serverSettings: ServerConnection.ISettings | null) =>
    new CheckedDrive({ serverSettings: serverSettings ?? undefined }),
};
