import type { FastifyInstance } from 'fastify';
import { escapeHtml, shellWord } from '../../../util/escape.js';
import { hashOf } from '../../../util/node/files.js';
import { FOLDER_MARK, OTHER_FOLDER } from '../../page/protocol.js';
import { LabError } from './requests.js';

/** Default port. */
export const USUAL_PORT = 8888;
/** Default address. */
export const USUAL_HOST = '127.0.0.1';

/** Which lab a page belongs to. */
export interface LabIdentity {
  /** Id of the folder that the lab shows. */
  readonly id: string;
  /** What the lab shows, in words. */
  readonly shows: string;
  /** The command that restarts this lab. */
  readonly command: string;
}

/** How a lab was started. */
interface LabStart {
  /** Absolute path of the folder it shows, without links. */
  readonly folder: string;
  /** Whether that is the default folder. */
  readonly isUsualFolder: boolean;
  readonly port: number;
  readonly host: string;
}

/**
 * Identifies a lab to its pages, which outlive it.
 *
 * @example labIdentity({ folder: '/my studies', isUsualFolder: false, port: 9000, host: '127.0.0.1' }).command
 * // npx listenlab lab '/my studies' --port 9000
 */
export function labIdentity({ folder, isUsualFolder, port, host }: LabStart): LabIdentity {
  const words = [
    'npx listenlab lab',
    ...(isUsualFolder ? [] : [shellWord(folder)]),
    ...(port === USUAL_PORT ? [] : [`--port ${port}`]),
    ...(host === USUAL_HOST ? [] : [`--host ${shellWord(host)}`]),
  ];
  const shows = isUsualFolder ? 'the folder of listenlab itself' : `the folder ${folder}`;
  return { id: folderId(folder), shows, command: words.join(' ') };
}

/** Identifies a folder where its path must not be seen, or is too long. */
export function folderId(folder: string): string {
  return hashOf(folder);
}

/** The element in a page's head that makes its requests say which lab served it. */
export function folderMark(id: string): string {
  return `<meta name="${FOLDER_MARK}" content="${escapeHtml(id)}">`;
}

/**
 * Refuses requests of pages served by a lab of another folder on the same port: their paths mean other files here.
 * Programs, which send no such header, pass.
 */
export function refuseOtherPages(app: FastifyInstance, identityOf: () => LabIdentity): void {
  app.addHook('onRequest', async ({ headers }, reply) => {
    const sent = headers[FOLDER_MARK];
    const { id, shows } = identityOf();
    if (sent === undefined || sent === id) return;
    reply.header(OTHER_FOLDER, 'yes');
    throw new LabError(
      409,
      `this page belongs to a lab that showed another folder; the lab running now shows ${shows}, so nothing was done. Start the lab for the page's folder, or reload the page to see this lab's files`,
      OTHER_FOLDER,
    );
  });
}
