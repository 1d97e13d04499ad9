import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trainAls } from '#listenlab/engine/als/node/train.js';
import type { TunerReply } from '#listenlab/tuner/session/messages.js';
import { TunerSession } from '#listenlab/tuner/session/session.js';
import { prepareSession } from '#listenlab/tuner/session/session-data.js';
import { chooseSubset } from '#listenlab/tuner/subset/subset.js';
import { withPageFile } from '../tuner/page.js';
import { panelPage } from '../tuner/panel-page.js';
import { tastefulPlays } from '../tuner/plays.js';
import { Firefox, hasFirefox } from './firefox.js';

const interactions = (await chooseSubset(tastefulPlays())).subset;

describe.skipIf(!hasFirefox)('the tuner on a page opened from disk (needs Firefox)', () => {
  let firefox: Firefox;

  beforeAll(async () => {
    firefox = await Firefox.launch();
  });

  afterAll(() => firefox?.close());

  const status = () => firefox.evaluate<string>(`document.querySelector('[role="status"]').textContent`);
  const texts = (selector: string) =>
    firefox.evaluate<string[]>(
      `[...document.querySelectorAll('${selector}')].map((each) => each.textContent)`,
    );

  it('trains while a knob is dragged, with the same results as Node, and finds artists by keyboard', async () => {
    await withPageFile(await panelPage(interactions), async (file) => {
      const address = pathToFileURL(file).href;
      await firefox.open(address);
      await expect.poll(status).toMatch(/^Trained from seed 42/);
      const first = await status();

      const { x, y, width, height } = await firefox.evaluate<DOMRectReadOnly>(
        `document.querySelector('[data-knob="alpha"]').getBoundingClientRect()`,
      );
      const at = (share: number) => ({ x: Math.round(x + width * share), y: Math.round(y + height / 2) });
      const moves = [0.55, 0.5, 0.45, 0.4].map((share) => ({
        type: 'pointerMove',
        ...at(share),
        duration: 40,
      }));
      const actions = [
        { type: 'pointerMove', ...at(0.6) },
        { type: 'pointerDown', button: 0 },
        ...moves,
        { type: 'pointerUp', button: 0 },
      ];
      await firefox.act([{ type: 'pointer', id: 'mouse', actions }]);
      await expect.poll(status).not.toBe(first);
      const alpha = Number(
        await firefox.evaluate<string>(`document.querySelector('[data-knob="alpha"]').ariaValueText`),
      );
      expect(alpha).toBeLessThan(15);

      const replies: TunerReply[] = [];
      const session = new TunerSession(await prepareSession(interactions), trainAls, (reply) =>
        replies.push(reply),
      );
      await session.take({ kind: 'train', run: 1, options: { alpha }, warm: false, early: false });
      const measured = replies.find((reply) => reply.kind === 'measured');
      const shown = [measured?.quality.ndcg, measured?.quality.recall].map((value) => value?.toFixed(3));
      await expect.poll(() => texts('[data-quality="now"] td')).toEqual([...shown, expect.any(String)]);

      await firefox.evaluate(`document.querySelector('[role="combobox"]').focus() ?? null`);
      const typed = [...'artist 12'].flatMap((value) => [
        { type: 'keyDown', value },
        { type: 'keyUp', value },
      ]);
      await firefox.act([{ type: 'key', id: 'keys', actions: typed }]);
      await expect.poll(() => texts('[role="option"]')).toEqual(['artist 12']);
      const enter = { value: '\uE007' };
      await firefox.act([
        {
          type: 'key',
          id: 'keys',
          actions: [
            { type: 'keyDown', ...enter },
            { type: 'keyUp', ...enter },
          ],
        },
      ]);
      await expect.poll(() => texts('.ll-similar h3')).toEqual(['Similar to artist 12']);
      await expect
        .poll(() => firefox.evaluate('document.querySelectorAll(".js-plotly-plot").length'))
        .toBe(2);
      expect(firefox.problems).toEqual([]);
      expect(firefox.requests.filter((url) => url !== address && !/^(blob|about|data):/.test(url))).toEqual(
        [],
      );
    });
  });
});
