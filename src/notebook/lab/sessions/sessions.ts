import { randomUUID } from 'node:crypto';
import { posix } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SavedCell } from '../kernels/executions.js';
import type { KernelRegistry } from '../kernels/kernel-registry.js';
import type { KernelModel } from '../kernels/lab-kernel.js';
import { LabError } from '../server/requests.js';

/** A front end's description of a session. */
export interface SessionRequest {
  path?: string;
  name?: string;
  type?: string;
  kernel?: { id?: string | null; name?: string | null } | null;
}

/** A document and its kernel, in the API's format. */
interface SessionModel {
  id: string;
  path: string;
  name: string;
  type: string;
  kernel: KernelModel;
  notebook?: { path: string; name: string };
}

interface Session {
  id: string;
  path: string;
  name: string;
  type: string;
  kernelId: string;
}

/** Milliseconds that pages have to leave a kernel that is replaced. */
const LEAVING = 10_000;

/** Which document uses which kernel. A session ends with its kernel. */
export class Sessions {
  readonly #kernels: KernelRegistry;
  readonly #folderOf: (apiPath: string) => Promise<string>;
  readonly #sessions = new Map<string, Session>();
  /** Sessions being created, by path: two requests for one document get one kernel. */
  readonly #making = new Map<string, Promise<SessionModel>>();

  /** @param folderOf gives the folder that the cells of a document run in, by its path */
  constructor(kernels: KernelRegistry, folderOf: (apiPath: string) => Promise<string>) {
    this.#kernels = kernels;
    this.#folderOf = folderOf;
  }

  /** Including those whose kernel is ending: see {@link KernelRegistry.models}. */
  list(): SessionModel[] {
    const kernels = new Map(this.#kernels.models().map((kernel) => [kernel.id, kernel]));
    return [...this.#sessions.values()].flatMap((session) => {
      const kernel = kernels.get(session.kernelId);
      if (kernel === undefined) this.#sessions.delete(session.id);
      return kernel === undefined ? [] : modelOf(session, kernel);
    });
  }

  /** @throws LabError (404) when there is none */
  get(id: string): SessionModel {
    return this.#model(this.#find(id));
  }

  /** The session of a document; a new one with a kernel if it has none, or a dead one. */
  async open(request: SessionRequest): Promise<SessionModel> {
    const { path } = request;
    if (!path) throw new LabError(400, 'a session needs the path of its document');
    const existing = this.#alive(path);
    if (existing) return existing;
    const making = this.#making.get(path) ?? this.#make({ ...request, path });
    this.#making.set(path, making);
    return making.finally(() => this.#making.delete(path));
  }

  /**
   * Changes a session's path, name, type or kernel; its previous kernel is shut down. Jupyter's pages create a session
   * under a placeholder path and then give it the document's: if another page has done so meanwhile, both share its
   * kernel.
   */
  async change(id: string, { path, name, type, kernel }: SessionRequest): Promise<SessionModel> {
    const session = this.#find(id);
    const other = path === undefined || path === session.path ? undefined : this.#alive(path);
    session.path = path ?? session.path;
    session.name = name ?? session.name;
    session.type = type ?? session.type;
    if (kernel && (kernel.id ?? kernel.name)) {
      await this.#use(session, await this.#kernelFor(kernel, session));
    } else if (other && !this.#kernels.get(session.kernelId).executions.used) {
      await this.#use(session, other.kernel.id);
    }
    return this.#model(session);
  }

  /** Updates sessions whose documents, or folders above them, were moved. */
  follow(from: string, to: string): void {
    for (const session of this.#sessions.values()) {
      if (session.path !== from && !session.path.startsWith(`${from}/`)) continue;
      const named = session.name === posix.basename(session.path);
      session.path = to + session.path.slice(from.length);
      if (named) session.name = posix.basename(session.path);
    }
  }

  /** Lets kernels free output that is now saved in a document's file. */
  saved(path: string, cells: readonly SavedCell[]): void {
    for (const session of this.#sessions.values()) {
      if (session.path === path && this.#kernels.has(session.kernelId)) {
        this.#kernels.get(session.kernelId).executions.saved(cells);
      }
    }
  }

  /** Ends a session and its kernel, with any other sessions of its document in that kernel. */
  async end(id: string): Promise<void> {
    const { kernelId, path } = this.#find(id);
    const users = [...this.#sessions.values()].filter((session) => session.kernelId === kernelId);
    const ended = users.filter((session) => session.path === path);
    if (ended.length === users.length) await this.#kernels.shutdown(kernelId);
    for (const session of ended) this.#sessions.delete(session.id);
  }

  async #make({ path, name, type, kernel }: SessionRequest & { path: string }): Promise<SessionModel> {
    for (const dead of this.list()) {
      if (dead.path === path && this.#isUsable(dead.id)) await this.end(dead.id);
    }
    const session = { id: randomUUID(), path, name: name ?? '', type: type ?? 'notebook', kernelId: '' };
    session.kernelId = await this.#kernelFor(kernel ?? {}, session);
    this.#sessions.set(session.id, session);
    return this.#model(session);
  }

  /** The session of a document, unless its kernel is dead. */
  #alive(path: string): SessionModel | undefined {
    return this.list().find(
      ({ id, path: own, kernel }) => own === path && this.#isUsable(id) && kernel.execution_state !== 'dead',
    );
  }

  async #use(session: Session, kernelId: string): Promise<void> {
    const before = session.kernelId;
    session.kernelId = kernelId;
    await this.#letGo(before);
  }

  /**
   * Ends a kernel that no session uses any more, once its pages have left it: they hear of the other one only now, and
   * would look in vain for one that is gone.
   */
  async #letGo(kernelId: string): Promise<void> {
    if (!this.#isSpare(kernelId)) return;
    const { clients } = this.#kernels.get(kernelId);
    if (clients.size === 0) return await this.#kernels.shutdown(kernelId);
    void this.#endWhenLeft(kernelId, clients).catch(() => undefined);
  }

  async #endWhenLeft(kernelId: string, clients: { readonly size: number }): Promise<void> {
    const latest = Date.now() + LEAVING;
    while (clients.size > 0 && Date.now() < latest) await sleep(100, undefined, { ref: false });
    if (this.#isSpare(kernelId)) await this.#kernels.shutdown(kernelId);
  }

  #isSpare(kernelId: string): boolean {
    const used = [...this.#sessions.values()].some((session) => session.kernelId === kernelId);
    return !used && this.#kernels.has(kernelId);
  }

  /** The kernel of a moved document changes folder at its next start. */
  async #kernelFor({ id, name }: NonNullable<SessionRequest['kernel']>, session: Session): Promise<string> {
    if (id) return this.#kernels.get(id).id;
    const place = async () => ({
      folder: await this.#folderOf(session.path),
      // Pages create a session under a placeholder path. A variable of a process cannot hold a NUL.
      document: (session.name || posix.basename(session.path)).replaceAll('\0', ''),
    });
    return (await this.#kernels.start(name ?? undefined, place)).id;
  }

  /** Whether there is such a session, and its kernel is not ending. */
  #isUsable(id: string): boolean {
    const session = this.#sessions.get(id);
    return session !== undefined && this.#kernels.has(session.kernelId);
  }

  #find(id: string): Session {
    const session = this.#sessions.get(id);
    if (session && this.#isUsable(id)) return session;
    throw new LabError(404, `no session ${id}; it has ended or never existed`);
  }

  #model(session: Session): SessionModel {
    return modelOf(session, this.#kernels.get(session.kernelId).model);
  }
}

function modelOf({ id, path, name, type }: Session, kernel: KernelModel): SessionModel {
  const model = { id, path, name, type, kernel };
  return type === 'notebook' ? { ...model, notebook: { path, name } } : model;
}
