import { InputError } from '../../util/errors.js';
import { CHROME_VARIABLE, findChrome } from '../chrome/find-chrome.js';
import type { Paper } from '../chrome/papers.js';
import { withChrome } from '../chrome/with-chrome.js';

/** Charts draw themselves in the page, and tables unpack their rows; this ends when all have, or none is to come. */
const DRAWN = `(async () => {
  dispatchEvent(new Event('beforeprint'));
  await document.fonts.ready;
  const late = performance.now() + 30000;
  const isWaiting = (area) => area.childElementCount === 0 && area.textContent === '';
  const isBusy = () =>
    [...document.querySelectorAll('.chart-area')].some(isWaiting) ||
    document.querySelector('tbody[aria-busy="true"]') !== null;
  while (isBusy() && performance.now() < late)
    await new Promise((resolve) => setTimeout(resolve, 50));
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
})()`;

/**
 * A report's page as PDF, printed by an installed Chrome, with page numbers.
 *
 * @param html the whole page
 * @param signal ends Chrome
 * @throws InputError where there is no Chrome
 */
export async function printPage(html: string, paper: Paper, signal: AbortSignal): Promise<Uint8Array> {
  const chrome = findChrome(process.env);
  if (chrome === undefined && process.env[CHROME_VARIABLE] === 'off') {
    throw new InputError(
      `a PDF is printed by Chrome, Chromium or Edge, and ${CHROME_VARIABLE} is off; unset it or name one in it, or export --to html and print that`,
    );
  }
  if (chrome === undefined) {
    throw new InputError(
      `a PDF is printed by Chrome, Chromium or Edge, and none was found; install one, name it in ${CHROME_VARIABLE}, or export --to html and print that`,
    );
  }
  // Before the page's own styles: a size behind them would hold for the pages that they turn, too.
  const size = `<style>@page { size: ${paper} }</style>`;
  // The page has a foot of its own, which only the newest Chrome draws: Chrome's has the number.
  const foot = '<style>@page { @bottom-left { content: none } @bottom-right { content: none } }</style>';
  const sized = html.replace('<head>', `<head>\n${size}`).replace('</head>', `${foot}\n</head>`);
  return withChrome(chrome, signal, async (page) => {
    await page.open(sized);
    await page.evaluate(DRAWN);
    return page.pdf({ paper, pageNumbers: true });
  });
}
