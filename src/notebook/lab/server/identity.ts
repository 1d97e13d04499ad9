import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { escapeHtml, shellWord } from '../../../util/escape.js';
import { FOLDER_MARK, OTHER_FOLDER } from '../../page/protocol.js';
import { LabError } from './requests.js';

/** Port of a lab that was started without naming one. */
export const USUAL_PORT = 8888;
/** Address of a lab that was started without naming one. */
export const USUAL_HOST = '127.0.0.1';

/** Which lab a page belongs to. */
export interface LabIdentity {
  /** Of the folder that the lab shows. */
  readonly id: string;
  /** What is shown, in words. */
  readonly shows: string;
  /** What starts this lab again. */
  readonly command: string;
}

/** How a lab was started. */
interface LabStart {
  /** Absolute path of the folder it shows, without links. */
  readonly folder: string;
  /** Whether that is the folder which a lab shows when none is named. */
  readonly isUsualFolder: boolean;
  readonly port: number;
  readonly host: string;
}

/**
 * Names a lab for its pages, which outlast it.
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

/** Tells folders apart where their paths are not to be seen, or are too long. */
export function folderId(folder: string): string {
  return createHash('sha256').update(folder).digest('hex');
}

/** The element of a page's head by which its requests say which lab made it. */
export function folderMark(id: string): string {
  return `<meta name="${FOLDER_MARK}" content="${escapeHtml(id)}">`;
}

/**
 * Refuses what a page asks for that a lab of another folder made, on the same port: its paths mean other files
 * here. Programs, which say nothing of a page, pass.
 */
export function refuseOtherPages(app: FastifyInstance, identityOf: () => LabIdentity): void {
  app.addHook('onRequest', async ({ headers }, reply) => {
    const sent = headers[FOLDER_MARK];
    const { id, shows } = identityOf();
    if (sent === undefined || sent === id) return;
    reply.header(OTHER_FOLDER, 'yes');
    throw new LabError(
      409,
      `this page belongs to a lab that showed another folder; the lab that answers now shows ${shows}, so nothing was done. Start the lab for the page's folder, or load the page again to see what this lab has`,
      OTHER_FOLDER,
    );
  });
}
