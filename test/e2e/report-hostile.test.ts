import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { METRICS_TYPE } from '#listenlab/notebook/display/headline.js';
import { drawAll, hasChromium } from '../notebook/report/support/chromium.js';
import { barFigure } from '../notebook/report/support/figures.js';
import * as nb from '../notebook/report/support/notebooks.js';

import { ReportPages } from './report-pages.js';

const HOSTILE = `</script><script>window.pwned=1</script><img src=x onerror="window.pwned=1">"'&lt;`;
function hostileNotebook() {
  const bars = barFigure([HOSTILE, '<a href="javascript:window.pwned=1">x</a>']);
  bars.layout.title = { text: HOSTILE, subtitle: { text: HOSTILE } };
  return nb.notebookOf(
    nb.markdown(
      `# ${HOSTILE}`,
      '',
      HOSTILE,
      '',
      '[x](javascript:window.pwned=1)',
      '',
      '![x](https://example.org/x.png)',
    ),
    nb.code(
      `const name = '${HOSTILE}';`,
      [
        nb.figure(bars),
        nb.table({ [HOSTILE]: [HOSTILE] }),
        nb.stream(HOSTILE),
        nb.failure(HOSTILE, HOSTILE, [HOSTILE]),
        nb.display({ 'text/markdown': HOSTILE }),
        nb.display({ 'application/json': HOSTILE }),
        nb.display({ 'image/png': HOSTILE, 'text/plain': HOSTILE }),
        nb.display({ [METRICS_TYPE]: { [HOSTILE]: 1 }, 'text/plain': HOSTILE }),
      ],
      ['finding'],
    ),
    nb.markdownTagged(['finding'], HOSTILE, '', '[x](javascript:window.pwned=1)'),
    nb.code(`let a = ${JSON.stringify(HOSTILE)};`, [], ['parameters']),
    nb.code(HOSTILE, [nb.display({ 'text/html': '<p id="trusted">from a cell</p>' })], ['parameters']),
  );
}

describe.skipIf(!hasChromium)('a report of hostile data opened from disk in Chromium', () => {
  let pages: ReportPages;
  beforeAll(async () => {
    pages = await ReportPages.make();
    const names = {
      title: HOSTILE,
      subtitle: HOSTILE,
      author: HOSTILE,
      dataset: { title: HOSTILE, simulated: false },
      facts: { [HOSTILE]: HOSTILE },
    };
    await pages.write('hostile', [{ name: HOSTILE, notebook: hostileNotebook() }], names);
  });
  afterAll(() => pages?.close());
  const withPage: ReportPages['withPage'] = (...given) => pages.withPage(...given);

  it('executes nothing that came from data', () =>
    withPage('hostile', {}, async (page) => {
      await drawAll(page);
      expect(await page.locator('script:not([type])').count()).toBe(4);
      expect(await page.evaluate('window.pwned')).toBeUndefined();
      expect(await page.locator('img[src="x"]').count()).toBe(0);
      expect(await page.locator('[href^="java" i], [*|href^="java" i]').count()).toBe(0);
      expect(await page.title()).toBe(HOSTILE);
      for (const place of [
        'h1',
        '.lead',
        '.run-settings dt',
        '.numbers li > span:not(.evidence)',
        '.run-settings dd',
        '.run-settings td >> nth=0',
        'td:has-text("script")',
        '.stream',
      ]) {
        expect(await page.locator(place).last().textContent()).toBe(HOSTILE);
      }
      for (const place of [
        '.notebook-name',
        '.notebook h2',
        '.error-title',
        '.traceback',
        '.json',
        '.first-line',
        '.subtitle',
        '.findings li',
        '.finding-source',
      ]) {
        expect(await page.locator(place).first().textContent()).toContain(
          '</script><script>window.pwned=1</script>',
        );
      }
      expect(await page.locator('#trusted').textContent()).toBe('from a cell');
    }));
});
