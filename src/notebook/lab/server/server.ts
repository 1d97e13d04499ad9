import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import websocket from '@fastify/websocket';
import Fastify from 'fastify';
import { DATASET_VARIABLE } from '../../jupyter/parameters.js';
import { Contents } from '../contents/contents.js';
import { addContentsRoutes, addFileRoutes } from '../contents/contents-routes.js';
import { ContentsRoot } from '../contents/root.js';
import { DatasetChoice } from '../datasets/dataset-choice.js';
import { addDatasetRoutes } from '../datasets/dataset-routes.js';
import type { Datasets } from '../datasets/datasets.js';
import { addExportRoute } from '../export/export-routes.js';
import { NotebookExports } from '../export/notebook-exports.js';
import { addFirstPageRoute } from '../first-page/first-page-route.js';
import type { SavedCell } from '../kernels/executions.js';
import { endIdleKernels } from '../kernels/idle-kernels.js';
import { KernelRegistry } from '../kernels/kernel-registry.js';
import { addKernelRoutes } from '../kernels/kernel-routes.js';
import { V1_PROTOCOL } from '../kernels/socket-message.js';
import { addPageRoutes, addStaticRoutes } from '../pages/page-routes.js';
import { addInterfaceRoutes } from '../pages/settings-routes.js';
import { FoundReports, REPORTS, type ReportShelf } from '../reports/found-reports.js';
import { ReportJob } from '../reports/report-job.js';
import { addReportRoutes } from '../reports/report-routes.js';
import { addRunningRoutes, addSessionRoutes } from '../sessions/session-routes.js';
import { Sessions } from '../sessions/sessions.js';
import { Access, withoutAuthority } from './authentication.js';
import { folderId, labIdentity, refuseOtherPages, USUAL_HOST, USUAL_PORT } from './lab-identity.js';
import { PrivateStore } from './private-store.js';
import { guard } from './request-hooks.js';
import { addServerRoutes } from './server-routes.js';

/** Most bytes of a WebSocket frame: a widget's data, a cell's source. */
const LARGEST_FRAME = 256 * 2 ** 20;
/** Milliseconds a request may take to arrive. */
const REQUEST_TIMEOUT = 300_000;
/** Number of ports tried after the requested one, as in Jupyter. */
const MORE_PORTS = 50;

export interface LabOptions {
  /** Folder whose files the lab shows. */
  folder: string;
  /** Whether that is the default folder, which commands leave out. Default false. */
  isUsualFolder?: boolean;
  /** Folder of the built interface. */
  ui: string;
  /** Version shown to users. */
  version: string;
  /** Port; 0 means any. If it is taken, one of the next is used. Default 8888. */
  port?: number;
  /** Address to listen on. Default 127.0.0.1: this machine only. */
  host?: string;
  /** The secret; default a new random one of 192 bits. */
  token?: string;
  /** Private folder for settings, workspaces and checkpoints, hidden from pages. */
  state: string;
  /** The command line of listenlab, program first, used to make reports and exports; without it there are none. */
  command?: readonly string[];
  /** Reads the metadata of reports in a folder; without it the first page lists none. */
  reports?: ReportShelf;
  /** The datasets that can be chosen and downloaded. The server closes them when it ends. */
  datasets: Datasets;
  /** Milliseconds after which unused kernels are ended; default never. See {@link endIdleKernels}. */
  endIdleAfter?: number;
  /** Receives a line when something worth a person's attention happens. */
  log?: (text: string) => void;
}

/** A running server. */
export interface LabServer {
  readonly host: string;
  readonly port: number;
  readonly token: string;
  /** Address of the first page with the token, for a person's browser. */
  readonly url: string;
  /** The same with a one-time secret. */
  urlForOnce(): string;
  readonly kernels: KernelRegistry;
  /** Ends the kernels and the server. */
  close(): Promise<void>;
}

/**
 * Starts the Jupyter server: files of one folder, kernels, sessions, settings and the interface's pages.
 *
 * @example
 * const lab = await startLab({ folder: '.', state: '.lab', ui, datasets, version: '0.1.0', port: 0 });
 * console.log(lab.url); // http://127.0.0.1:40123/?token=...
 * await lab.close();
 * @throws the system's error when the folder is missing or the port unavailable
 */
export async function startLab(options: LabOptions): Promise<LabServer> {
  const { state, datasets, host = USUAL_HOST, isUsualFolder = false, log = () => undefined } = options;
  const token = options.token || randomBytes(24).toString('hex');
  const root = await ContentsRoot.open(options.folder);
  const choice = await DatasetChoice.open(
    new PrivateStore(path.join(state, 'first-page')),
    datasets,
    process.env[DATASET_VARIABLE],
  );
  const kernels = new KernelRegistry(log, () => choice.environment);
  const sessions = new Sessions(kernels, (document) => root.folderOf(document));
  const contents = new Contents(root, state, {
    onRename: (from, to) => sessions.follow(from, to),
    onNotebook: (path, content) => sessions.saved(path, (content as { cells: SavedCell[] }).cells),
  });

  const report =
    options.command &&
    new ReportJob({
      command: options.command,
      folder: root.folder,
      target: path.join(root.folder, REPORTS),
    });

  const found = new FoundReports(contents, options.reports);
  const exports = options.command && new NotebookExports(options.command);

  const bind = async (port: number) => {
    const app = Fastify({
      forceCloseConnections: true,
      requestTimeout: REQUEST_TIMEOUT,
      rewriteUrl: ({ url = '/' }) => withoutAuthority(url),
      routerOptions: { ignoreTrailingSlash: true },
      ajv: { customOptions: { coerceTypes: false } },
    });
    // First: it must know a WebSocket before the guard refuses it, to close its connection.
    await app.register(websocket, { options: { maxPayload: LARGEST_FRAME, handleProtocols } });
    const portOf = () => (app.server.address() as AddressInfo).port;
    let access: Access | undefined;
    const accessOf = () => {
      access ??= new Access(token, host, portOf());
      return access;
    };
    const identityOf = () => labIdentity({ folder: root.folder, isUsualFolder, port: portOf(), host });
    guard(app, accessOf);
    refuseOtherPages(app, identityOf);
    await addStaticRoutes(app, options.ui);
    addPageRoutes(app, root, { version: options.version, identityOf });
    addFirstPageRoute(app, {
      folder: root.folder,
      id: folderId(root.folder),
      version: options.version,
      job: report,
      found,
      datasets,
      choice,
    });
    addDatasetRoutes(app, datasets, choice, root.folder);
    if (report) addReportRoutes(app, { job: report, root, choice, datasets, found });
    if (exports) addExportRoute(app, exports, root);
    addServerRoutes(app, kernels, options.version);
    addInterfaceRoutes(app, options.ui, state, root.folder);
    addContentsRoutes(app, contents);
    addFileRoutes(app, root);
    addKernelRoutes(app, kernels, root);
    addSessionRoutes(app, sessions);
    addRunningRoutes(app, kernels, sessions, root);
    await app.listen({ host, port });
    return { app, access: accessOf() };
  };
  const { app, access } = await bindNear(bind, options.port ?? USUAL_PORT);
  const { port } = app.server.address() as AddressInfo;
  const { endIdleAfter } = options;
  const stopLooking =
    endIdleAfter === undefined ? undefined : endIdleKernels(kernels, { after: endIdleAfter, log });
  const named = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return {
    host,
    port,
    token,
    url: `http://${named}:${port}/?token=${token}`,
    urlForOnce: () => `http://${named}:${port}/?ticket=${access.issueTicket()}`,
    kernels,
    async close() {
      stopLooking?.();
      report?.close();
      exports?.close();
      datasets.close();
      await kernels.shutdownAll();
      await app.close();
      await contents.close();
    },
  };
}

/** Binds the requested port, or one of the next if it is taken. */
async function bindNear<T>(bind: (port: number) => Promise<T>, first: number): Promise<T> {
  for (let port = first; ; port++) {
    try {
      return await bind(port);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || port >= first + MORE_PORTS) throw error;
    }
  }
}

function handleProtocols(offered: Set<string>): string | false {
  return offered.has(V1_PROTOCOL) ? V1_PROTOCOL : false;
}
