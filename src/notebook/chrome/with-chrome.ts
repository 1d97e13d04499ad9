import { InputError } from '../../util/errors.js';
import { withChromeProcess } from './chrome-process.js';
import type { DevTools } from './dev-tools.js';
import { PAPERS, type Paper } from './papers.js';

/** A page of a headless Chrome. */
export interface ChromePage {
  /**
   * Shows a document and waits until it and what it holds are loaded. It stands at an address of its own; every other
   * request fails, so what it shows has to be in it.
   *
   * @param html the whole document
   */
  open(html: string): Promise<void>;
  /**
   * The value of an expression in the page, as JSON; promises are awaited.
   *
   * @example await page.evaluate('document.title')
   * @throws Error what the expression throws, with its place
   */
  evaluate<T>(expression: string): Promise<T>;
  /** The page as it is printed: in its own `@page` size, if it names one, and with page numbers only if asked for. */
  pdf(options: PdfOptions): Promise<Uint8Array>;
}

/** How a page is printed. */
interface PdfOptions {
  /** Used where the page's own style names no size. */
  readonly paper: Paper;
  /** Whether Chrome writes "3 / 15" at the foot of each page. Default: false, as a page's style can do that, too. */
  readonly pageNumbers?: boolean;
}

/** Where the document stands. The name is reserved for what does not exist (RFC 2606). */
const ADDRESS = 'https://listenlab.invalid/';

/**
 * Runs work with a page of a headless Chrome, which has a fresh profile and no network, and ends it afterwards. It also
 * ends when this process is killed.
 *
 * @example await withChrome(chrome, signal, async (page) => { await page.open(html); return page.pdf({ paper: 'A4' }); })
 * @param chrome path of the program; see `findChrome`
 * @param signal ends Chrome and the work
 * @throws InputError when Chrome does not start, ends early, or its page crashes
 */
export function withChrome<T>(
  chrome: string,
  signal: AbortSignal,
  work: (page: ChromePage) => Promise<T>,
): Promise<T> {
  return withChromeProcess(chrome, signal, async (devTools) => {
    const { targetId } = await devTools.send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await devTools.send('Target.attachToTarget', { targetId, flatten: true });
    const crashed = new Promise<never>((_, reject) => {
      devTools.listen(sessionId, 'Inspector.targetCrashed', () => {
        reject(new InputError(`a page of ${chrome} crashed; free some memory and try again`));
      });
    });
    const page = await pageOf(devTools, sessionId);
    return await Promise.race([crashed, work(page)]);
  });
}

async function pageOf(devTools: DevTools, session: string): Promise<ChromePage> {
  const send = (method: string, params = {}) => devTools.send(method, params, session);
  let shown = '';
  devTools.listen(session, 'Fetch.requestPaused', ({ requestId, request }) => {
    const answer =
      request.url === ADDRESS
        ? send('Fetch.fulfillRequest', { requestId, ...documentAnswer(shown) })
        : send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' });
    // The page may have gone meanwhile.
    answer.catch(() => undefined);
  });
  await Promise.all([send('Page.enable'), send('Fetch.enable'), send('Inspector.enable')]);
  return {
    async open(html) {
      shown = html;
      const loaded = new Promise<void>((resolve) => {
        const stop = devTools.listen(session, 'Page.loadEventFired', () => {
          stop();
          resolve();
        });
      });
      const { errorText } = await send('Page.navigate', { url: ADDRESS });
      if (errorText) throw new Error(`the page cannot be shown: ${errorText}`);
      await loaded;
    },
    async evaluate<T>(expression: string) {
      const { result, exceptionDetails } = await send('Runtime.evaluate', {
        expression,
        awaitPromise: true,
        returnByValue: true,
      });
      if (!exceptionDetails) return result.value as T;
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    },
    async pdf(options) {
      const { data } = await send('Page.printToPDF', printOptions(options));
      return Buffer.from(data, 'base64');
    },
  };
}

function documentAnswer(html: string) {
  return {
    responseCode: 200,
    responseHeaders: [{ name: 'Content-Type', value: 'text/html; charset=utf-8' }],
    body: Buffer.from(html).toString('base64'),
  };
}

function printOptions({ paper, pageNumbers = false }: PdfOptions) {
  const [paperWidth, paperHeight] = PAPERS[paper];
  const footer =
    '<div style="width:100%;font:8px system-ui,sans-serif;color:#666;text-align:center"><span class="pageNumber"></span> / <span class="totalPages"></span></div>';
  return {
    paperWidth,
    paperHeight,
    printBackground: true,
    preferCSSPageSize: true,
    generateTaggedPDF: true,
    generateDocumentOutline: true,
    displayHeaderFooter: pageNumbers,
    headerTemplate: '<span></span>',
    footerTemplate: footer,
  };
}
