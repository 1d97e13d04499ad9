/// <reference lib="dom" />
import { pathToFileURL } from 'node:url';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trainAls } from '#listenlab/engine/als/node/train.js';
import type { TunerReply, TunerRequest } from '#listenlab/tuner/session/messages.js';
import { TunerSession } from '#listenlab/tuner/session/session.js';
import { prepareSession } from '#listenlab/tuner/session/session-data.js';
import { packInteractions, unpackInteractions } from '#listenlab/tuner/subset/pack.js';
import { chooseSubset } from '#listenlab/tuner/subset/subset.js';
import { withPageFile } from '../tuner/page.js';
import { panelPage } from '../tuner/panel-page.js';
import { HOSTILE, tastefulPlays } from '../tuner/plays.js';
import { hasChromium, launchChromium, watchPage } from './chromium.js';

/** The messages between the page and its worker. */
interface Talk {
  requests: TunerRequest[];
  replies: TunerReply[];
  workers: Worker[];
}

declare const talk: Talk;

/** Records the messages of pages and workers. */
function recordTalk(): void {
  const seen: Talk = { requests: [], replies: [], workers: [] };
  Object.assign(globalThis, { talk: seen });
  const Original = globalThis.Worker;
  globalThis.Worker = class extends Original {
    constructor(address: string | URL) {
      super(address);
      seen.workers.push(this);
      this.addEventListener('message', ({ data }) => seen.replies.push(data));
    }
    override postMessage(message: TunerRequest): void {
      seen.requests.push(message);
      super.postMessage(message);
    }
  };
}

const interactions = (await chooseSubset(tastefulPlays())).subset;

describe.skipIf(!hasChromium)('the tuner on a page opened from disk (needs Chromium)', () => {
  let browser: Browser;
  let html: string;

  beforeAll(async () => {
    [browser, html] = await Promise.all([
      launchChromium(),
      panelPage(interactions, { best: { weighting: 'log', alpha: 1 }, artist: HOSTILE }),
    ]);
  });

  afterAll(() => browser?.close());

  /** Opens the page offline; it must not log errors or send requests. */
  async function inPage(
    use: (page: Page) => Promise<void>,
    context: { width?: number; colorScheme?: 'light' | 'dark' } = {},
  ): Promise<void> {
    const { width = 1200, colorScheme = 'light' } = context;
    await withPageFile(html, async (file) => {
      const offline = await browser.newContext({
        offline: true,
        colorScheme,
        viewport: { width, height: 900 },
      });
      const page = await offline.newPage();
      await page.addInitScript(recordTalk);
      const { problems, requests } = watchPage(page);
      const address = pathToFileURL(file).href;
      await page.goto(address);
      await settled(page);
      await use(page);
      expect(problems).toEqual([]);
      expect(requests.filter((url) => url !== address && !url.startsWith('blob:'))).toEqual([]);
      await offline.close();
    });
  }

  /** Waits until the newest run is trained from its seed and evaluated, and the last request is answered. */
  async function settled(page: Page): Promise<void> {
    // A knob change is sent in the next frame.
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
    await page.waitForFunction(() => {
      const { requests, replies } = talk;
      const asked = requests.findLast((request) => request.kind === 'train');
      const told = replies.findLast((reply) => reply.kind === 'measured');
      const question = requests.findLast((request) => 'question' in request);
      const answer = replies.findLast((reply) => reply.kind === 'answer');
      return (
        asked !== undefined &&
        told?.run === asked.run &&
        !told.isWarm &&
        question?.question === answer?.question &&
        !document.querySelector('.ll-busy')
      );
    });
    await page.getByText(/^Trained from seed/).waitFor();
  }

  /** Waits until the chart of quality matches the table: it is drawn shortly after. */
  async function qualityDrawn(page: Page): Promise<void> {
    await page.waitForFunction(() => {
      type Plot = Element & { data?: { text: string[]; x: number[] }[] };
      const plot = document.querySelector<Plot>('.ll-quality .js-plotly-plot');
      const isDrawn = (key: string, name: string) => {
        const ndcg = plot?.data?.[0];
        const drawn = ndcg?.x[ndcg.text.indexOf(name)];
        return drawn?.toFixed(3) === document.querySelector(`[data-quality="${key}"] td`)?.textContent;
      };
      return (
        isDrawn('now', 'this model') && isDrawn('popularity', 'popularity') && plot?.querySelector('.xtick')
      );
    });
  }

  const listOf = (panel: Page, label: string | RegExp) =>
    panel.getByLabel(label, { exact: true }).locator('.ll-artist').allTextContents();

  it('gives the same numbers and lists as Node, from the seed and after a warm start', async () => {
    await inPage(async (page) => {
      await page.getByLabel('weighting').selectOption('log');
      await settled(page);
      const seen = await page.evaluate(() => ({ requests: talk.requests, replies: talk.replies }));
      const last = seen.requests.filter((request) => request.kind === 'train').at(-1);
      expect(last).toMatchObject({ warm: false, options: { weighting: 'log' } });

      const replies: TunerReply[] = [];
      const same = await unpackInteractions(await packInteractions(interactions));
      const session = new TunerSession(await prepareSession(same), trainAls, (reply) => replies.push(reply));
      await session.take(last as TunerRequest);
      for (const request of seen.requests.slice(-2)) await session.take(request);
      const without = (all: TunerReply[], kind: TunerReply['kind']) => {
        const { seconds, run, question, ...reply } = all
          .filter((each) => each.kind === kind)
          .at(-1) as never as Record<string, unknown>;
        return reply;
      };
      for (const kind of ['model', 'measured', 'answer'] as const) {
        expect(without(seen.replies, kind)).toEqual(without(replies, kind));
      }
    });
  });

  it('retrains for each control that is changed', async () => {
    await inPage(async (page) => {
      for (const slider of await page.locator('input[type="range"]').all()) {
        await turned(page, slider, () => drag(page, slider));
      }
      for (const select of await page.locator('select').all()) {
        await turned(page, select, () => select.selectOption({ index: 1 }));
      }
      const seed = page.getByLabel('seed');
      await turned(page, seed, () => seed.fill('7'));
      await page.getByText(/^Trained from seed 7 in/).waitFor();
      const turns = await page.evaluate(
        () => talk.requests.filter((request) => request.kind === 'train').length,
      );
      expect(turns).toBeGreaterThan(10);
      await page.getByRole('button', { name: 'Original recipe' }).click();
      await settled(page);
      expect(await page.getByLabel('alpha').getAttribute('aria-valuetext')).toBe('15');
    });
  });

  it('says which seeds are valid, and uses the last valid one until then', async () => {
    await inPage(async (page) => {
      const seed = page.getByLabel('seed');
      const used = await seed.inputValue();
      for (const text of ['-5', '', '1.5']) {
        await seed.fill(text);
        await seed.press('Tab');
        await page
          .getByText(`Expected a whole number from 0 to 4294967295; ${used} is still used.`)
          .waitFor();
        expect(await seed.getAttribute('aria-invalid')).toBe('true');
        await seed.fill(used);
        await page.getByText('is still used').waitFor({ state: 'hidden' });
        expect(await seed.getAttribute('aria-invalid')).toBe('false');
      }
      await seed.fill('-5');
      await seed.press('Tab');
      await page.getByRole('button', { name: 'Original recipe' }).click();
      expect(await seed.inputValue()).toBe(used);
      expect(await page.getByText('is still used').isVisible()).toBe(false);
    });
  });

  /** Numbers and lists differ after a control was changed from the original recipe. */
  async function turned(page: Page, control: Locator, turn: () => Promise<unknown>): Promise<void> {
    const name = await control.getAttribute('data-knob');
    const answers = async () => {
      const replies = await page.evaluate(() => talk.replies);
      const lists = replies.flatMap((reply) => (reply.kind === 'answer' ? [reply.lists] : []));
      return [replies.findLast((reply) => reply.kind === 'measured')?.quality, ...lists.slice(-2)];
    };
    await page.getByRole('button', { name: 'Original recipe' }).click();
    await settled(page);
    const before = await answers();
    await turn();
    await settled(page);
    const after = await answers();
    for (const [i, part] of ['quality', 'a list', 'the other list'].entries()) {
      expect(after[i], `${part} after ${name} was turned`).not.toEqual(before[i]);
    }
  }

  /** Drags from the middle to three quarters in steps, as by hand. */
  async function drag(page: Page, slider: Locator): Promise<void> {
    const { x, y, width, height } = (await slider.boundingBox()) as {
      x: number;
      y: number;
      width: number;
      height: number;
    };
    await page.mouse.move(x + width / 2, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + width * 0.75, y + height / 2, { steps: 8 });
    await page.mouse.up();
  }

  it('drops runs that are superseded by a newer one', async () => {
    await inPage(async (page) => {
      // One change per frame: faster than any training.
      await page.getByLabel('iterations').evaluate(async (slider: HTMLInputElement) => {
        for (let turn = 0; turn < 24; turn++) {
          slider.stepUp();
          slider.dispatchEvent(new Event('input'));
          await new Promise(requestAnimationFrame);
        }
      });
      await settled(page);
      const { asked, judged } = await page.evaluate(() => ({
        asked: talk.requests.filter((request) => request.kind === 'train').map(({ run }) => run),
        judged: talk.replies.filter((reply) => reply.kind === 'measured').map(({ run }) => run),
      }));
      expect(judged.length).toBeLessThan(asked.length);
      expect(judged.at(-1)).toBe(asked.at(-1));
    });
  });

  it('finds an artist by keyboard, shows a hostile name as text, and explains its recommendations', async () => {
    await inPage(async (page) => {
      await page.getByRole('heading', { name: `Similar to ${HOSTILE}` }).waitFor();
      const field = page.getByRole('combobox', { name: 'Find an artist' });
      await field.fill('artist 1');
      const options = page.locator('[role="option"]');
      await options.first().waitFor();
      expect(await options.first().textContent()).toBe('artist 1');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      const second = await options.nth(1).textContent();
      expect(await field.getAttribute('aria-activedescendant')).toBe(await options.nth(1).getAttribute('id'));
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: `Similar to ${second}`, exact: true }).waitFor();
      await field.fill('artist');
      await options.first().waitFor();
      // Enter is pressed before the last typed text is answered.
      await field.evaluate((input: HTMLInputElement) => {
        input.value = 'artist 12';
        input.dispatchEvent(new Event('input'));
        input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }));
      });
      await page.getByRole('heading', { name: 'Similar to artist 12', exact: true }).waitFor();
      await field.fill('artist');
      await options.first().waitFor();
      await page.keyboard.press('Escape');
      expect(await options.count()).toBe(0);
      await page.keyboard.press('Escape');
      expect(await field.inputValue()).toBe('');

      await page.getByRole('combobox', { name: 'Add an artist you like' }).fill('bjork');
      await options.first().waitFor();
      await page.keyboard.press('Enter');
      const likes = page.getByLabel('Artists you like').locator('li');
      await expect.poll(() => likes.count()).toBe(3);
      expect(await likes.last().textContent()).toContain(HOSTILE);
      const first = page.getByLabel('Recommended artists').locator('li').first();
      await expect.poll(() => first.locator('.ll-why').textContent()).toMatch(/^because of .+ \(\d+%\)/);
      const liked = await first.locator('.ll-artist').textContent();
      await first.getByRole('button', { name: /^Like / }).click();
      await expect.poll(() => likes.count()).toBe(4);
      await expect.poll(() => listOf(page, 'Recommended artists')).not.toContain(liked);
      await likes.last().getByRole('button').click();
      await expect.poll(() => likes.count()).toBe(3);
      expect(await page.locator('.ll-tuner :is(b, img, script)').count()).toBe(0);
    });
  });

  it('suggests the nearest artist for a mistyped name, to be clicked or accepted with Enter', async () => {
    await inPage(async (page) => {
      const field = page.getByRole('combobox', { name: 'Find an artist' });
      await field.fill('artits 12');
      await page.getByText('No artist “artits 12”. Did you mean:').waitFor();
      await page.getByRole('option', { name: 'artist 12', exact: true }).click();
      await page.getByRole('heading', { name: 'Similar to artist 12', exact: true }).waitFor();
      expect(await page.getByText('Did you mean').isVisible()).toBe(false);
      await field.fill('atrist 13');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Similar to artist 13', exact: true }).waitFor();
      await field.fill('something quite different');
      await page.getByText('No artist like “something quite different” here.').waitFor();
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      expect(await field.inputValue()).toBe('');
    });
  });

  it('keeps the quality axis and the scale of the lists fixed, without bars overlapping numbers', async () => {
    await inPage(async (page) => {
      await page.locator('[data-quality="popularity"]').getByText(/^0\./).first().waitFor();
      const scale = () => page.locator('.ll-quality .js-plotly-plot .xtick').allTextContents();
      await qualityDrawn(page);
      const before = await scale();
      expect(before.length).toBeGreaterThan(1);
      for (const value of ['0', '60', '100']) {
        await page.getByLabel('alpha').fill(value);
        await settled(page);
        await qualityDrawn(page);
        expect(await scale()).toEqual(before);
      }
      const rows = await page.locator('.ll-list li').evaluateAll((items) =>
        items.map((item) => {
          const bar = item.querySelector('.ll-artist') as HTMLElement;
          const number = item.querySelector('.ll-value') as HTMLElement;
          const share = Number(bar.style.getPropertyValue('--ll-share'));
          const room = number.getBoundingClientRect().left - bar.getBoundingClientRect().right;
          return { share, value: Number(number.textContent), room };
        }),
      );
      expect(rows).toHaveLength(20);
      for (const { share, value, room } of rows) {
        expect(share).toBeCloseTo(Math.max(0, Math.min(1, value)), 2);
        expect(room).toBeGreaterThanOrEqual(0);
      }
    });
  });

  it('clears messages about the last model while the next one trains', async () => {
    await inPage(async (page) => {
      const said: string[] = await page.evaluate(async () => {
        const heard: string[] = [];
        const status = document.querySelector('.ll-status') as HTMLElement;
        new MutationObserver(() => heard.push(status.innerText)).observe(status, {
          childList: true,
          subtree: true,
          characterData: true,
        });
        const choice = document.querySelector('select') as HTMLSelectElement;
        choice.value = 'log';
        choice.dispatchEvent(new Event('change'));
        const done = () => heard.length > 2 && /Trained from seed/.test(heard.at(-1) ?? '');
        while (!done()) await new Promise((resolve) => setTimeout(resolve, 20));
        return heard;
      });
      const training = said.filter((text) => text.includes('Training'));
      expect(training.length).toBeGreaterThan(0);
      for (const text of training) expect(text).not.toContain('Trained from seed');
    });
  });

  it('keeps the quality visible on a phone, whichever knob is turned', async () => {
    await inPage(
      async (page) => {
        for (const name of ['alpha', 'regularization exponent', 'seed']) {
          const knob = page.getByLabel(name);
          await knob.evaluate((element) => element.scrollIntoView({ block: 'center' }));
          const glance = page.locator('.ll-glance');
          const { y, height } = (await glance.boundingBox()) as { y: number; height: number };
          expect(y).toBeGreaterThanOrEqual(0);
          expect(y + height).toBeLessThanOrEqual(900);
          // Nothing covers it.
          const seen = await glance.evaluate((element) => {
            const { left, top, height: high } = element.getBoundingClientRect();
            return element.contains(document.elementFromPoint(left + 10, top + high / 2));
          });
          expect(seen, name).toBe(true);
        }
        const before = await page.locator('.ll-glance').innerText();
        await page.getByLabel('regularization exponent').fill('20');
        await settled(page);
        expect(await page.locator('.ll-glance').innerText()).not.toBe(before);
      },
      { width: 390 },
    );
  });

  it('compares with a kept model, and shows what has moved', async () => {
    await inPage(async (page) => {
      const kept = await listOf(page, 'Recommended artists');
      await page.getByRole('button', { name: 'Keep this model as A' }).click();
      await page.getByRole('button', { name: 'Best known settings' }).click();
      await settled(page);
      await page.getByText('A: alpha 15, weighting linear. B: alpha 1, weighting log.').waitFor();
      await expect.poll(() => listOf(page, 'Recommended artists, model A')).toEqual(kept);
      const now = await listOf(page, 'Recommended artists, model B');
      const marks = page.getByLabel('Recommended artists, model B').locator('.ll-heard');
      const expected = now.map((artist, place) => {
        const before = kept.indexOf(artist);
        const places = Math.abs(before - place);
        if (before < 0) return 'new in the list';
        if (places === 0) return 'in the same place';
        return `places ${before > place ? 'up' : 'down'}: ${places}`;
      });
      expect(await marks.allTextContents()).toEqual(expected);
      expect(new Set(expected).size).toBeGreaterThan(1);
      expect(await page.locator('[data-quality="kept"] td').first().textContent()).toMatch(/^0\.\d{3}$/);
      await page.getByRole('button', { name: 'Forget model A' }).click();
      await expect.poll(() => page.getByLabel('Recommended artists, model A').count()).toBe(0);
    });
  });

  it('restarts a worker that has died, and says so', async () => {
    await inPage(async (page) => {
      await page.evaluate(() =>
        talk.workers[0].dispatchEvent(new ErrorEvent('error', { message: 'out of memory' })),
      );
      await page
        .getByRole('alert')
        .getByText('Training stopped (out of memory) and was started again.')
        .waitFor();
      await expect.poll(() => page.evaluate(() => talk.workers.length)).toBe(2);
      await settled(page);
      await page.getByLabel('weighting').selectOption('log');
      await settled(page);
      expect(await page.getByRole('alert').count()).toBe(0);
    });
  });

  it('gives up on a worker that keeps dying, and tries again when a knob is turned', async () => {
    await inPage(async (page) => {
      // Immediately: a worker that has trained between two deaths is not given up.
      await page.evaluate(() => {
        for (let i = 0; i < 3; i++)
          talk.workers.at(-1)?.dispatchEvent(new ErrorEvent('error', { message: 'no memory' }));
      });
      await page
        .getByRole('alert')
        .getByText('Training keeps failing here: no memory. Turn a knob to try again.')
        .waitFor();
      expect(await page.evaluate(() => talk.workers.length)).toBe(3);
      await page.getByLabel('weighting').selectOption('log');
      await expect.poll(() => page.evaluate(() => talk.workers.length)).toBe(4);
      await settled(page);
      expect(await page.getByRole('alert').count()).toBe(0);
    });
  });

  it.each(['light', 'dark'] as const)('fits a phone and is readable, %s', async (colorScheme) => {
    await inPage(
      async (page) => {
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
        await page.getByRole('button', { name: 'Keep this model as A' }).click();
        await expect.poll(() => page.getByLabel('Recommended artists, model A').count()).toBe(1);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
        const [ink, surface] = await page.locator('.ll-tuner').evaluate((panel) => {
          const { color, backgroundColor } = getComputedStyle(panel);
          return [color, backgroundColor].map((each) => Number(/\d+/.exec(each)?.[0]));
        });
        expect(ink < surface).toBe(colorScheme === 'light');
        // Charts have the colours of the page.
        await expect.poll(() => page.locator('.js-plotly-plot').count()).toBe(2);
      },
      { width: 390, colorScheme },
    );
  });
});
