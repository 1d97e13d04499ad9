import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import pixelmatch from 'pixelmatch';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { halved, pictureFile, readPicture } from '../support/pictures.js';
import { hasChromium, launchChromium } from './chromium.js';
import { openGallery, readShapes, type Shape, shapesOf, shapesText } from './gallery-charts.js';

const ROOT = path.resolve(import.meta.dirname, '../..');
const KEPT = path.join(import.meta.dirname, '__snapshots__/gallery');
const SCHEMES = ['light', 'dark'];

/** `LISTENLAB_PICTURES=write` keeps what is drawn now, instead of comparing with it. */
const isWriting = process.env.LISTENLAB_PICTURES === 'write';

/**
 * How far texts and marks may be from where they were, in pixels. The font is the same everywhere, so what remains is
 * how a browser rounds: one pixel at each side. A tick more or less, or a label that has gone to another place, is ten
 * pixels or more.
 */
const NEAR = 3;

/**
 * Which share of a picture's pixels may differ, at half the size. Other ways of drawing texts and edges (full hinting,
 * whole pixels, no vector instructions) change 0.32 % on the map of artists, which has a name in another script, and
 * none elsewhere; one bar of fifteen in another colour changes 1.8 %. What is smaller, as one dot of many, is found by
 * the shapes: they are counted by colour.
 */
const FEW_PIXELS = 0.006;

/** As pixelmatch has it: from 0, every difference counts, to 1. */
const THRESHOLD = 0.1;

const SIDES = ['x', 'y', 'width', 'height'] as const;

/** What is missing, new or elsewhere, in words. */
function shapeDifferences(kept: Shape[], drawn: Shape[]): string[] {
  const withoutPartner = (these: Shape[], those: Shape[]) => {
    const rest = those.map(({ what }) => what);
    return these.filter(({ what }) => {
      const at = rest.indexOf(what);
      if (at >= 0) rest.splice(at, 1);
      return at < 0;
    });
  };
  const [missing, added] = [withoutPartner(kept, drawn), withoutPartner(drawn, kept)];
  const told = [...missing.map(({ what }) => `missing: ${what}`), ...added.map(({ what }) => `new: ${what}`)];
  if (told.length > 0) return told;
  return drawn.flatMap((now, at) => {
    // Other scripts come in a font of the machine.
    if (/[^\p{Script=Latin}\p{Script=Common}]/u.test(now.what)) return [];
    const far = SIDES.filter((side) => Math.abs(now[side] - kept[at][side]) > NEAR);
    return far.map((side) => `${now.what}: ${side} was ${kept[at][side]} and is ${now[side]}`);
  });
}

function differentShare(kept: Buffer, drawn: Buffer): number {
  const [before, now] = [readPicture(kept), halved(drawn)];
  expect([now.width, now.height]).toEqual([before.width, before.height]);
  const different = pixelmatch(before.data, now.data, undefined, now.width, now.height, {
    threshold: THRESHOLD,
  });
  return different / (now.width * now.height);
}

describe.skipIf(!hasChromium)('the gallery of charts (needs /usr/bin/chromium)', () => {
  let folder: string;
  let browser: Browser;
  let page: Page;

  const chartOf = (name: string, scheme: string) => page.locator(`#${name} .chart[data-scheme="${scheme}"]`);
  const names = () => page.locator('section').evaluateAll((sections) => sections.map(({ id }) => id));
  const kept = (name: string) => readFile(path.join(KEPT, name));

  /** What differs in shapes, and whether too many pixels do; the picture is then in the folder of temporary files. */
  async function compare(name: string, scheme: string): Promise<string[]> {
    const chart = chartOf(name, scheme);
    const file = `${name}-${scheme}`;
    const shapes = shapeDifferences(readShapes(String(await kept(`${file}.tsv`))), await shapesOf(chart));
    const drawn = await chart.screenshot();
    const share = differentShare(await kept(`${file}.png`), drawn);
    if (share <= FEW_PIXELS) return shapes;
    const picture = path.join(tmpdir(), `listenlab-${file}.png`);
    await writeFile(picture, drawn);
    return [...shapes, `${(100 * share).toFixed(2)} % of the pixels differ: see ${picture}`];
  }

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'listenlab-gallery-'));
    await writeFile(path.join(folder, 'index.html'), '<div class="tsd-panel tsd-typography">');
    await promisify(execFile)(process.execPath, ['scripts/gallery.mjs', folder], { cwd: ROOT });
    browser = await launchChromium();
    page = await browser.newPage();
    await openGallery(page, path.join(folder, 'gallery.html'));
    if (isWriting) await keep();
  });

  async function keep(): Promise<void> {
    await rm(KEPT, { recursive: true, force: true });
    await mkdir(KEPT, { recursive: true });
    for (const name of await names()) {
      for (const scheme of SCHEMES) {
        const chart = chartOf(name, scheme);
        await writeFile(path.join(KEPT, `${name}-${scheme}.tsv`), shapesText(await shapesOf(chart)));
        await writeFile(
          path.join(KEPT, `${name}-${scheme}.png`),
          pictureFile(halved(await chart.screenshot())),
        );
      }
    }
  }

  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('is linked from the first page, and loads nothing', async () => {
    expect(await readFile(path.join(folder, 'index.html'), 'utf8')).toContain('href="gallery.html"');
    const html = await readFile(path.join(folder, 'gallery.html'), 'utf8');
    const tags = html.replaceAll(/(<script[^>]*>)[\s\S]*?(<\/script>)/g, '$1$2');
    expect(tags).not.toMatch(/\s(src|href)="(?!#)/);
  });

  it('has every chart, and they look as they did, light and dark', async () => {
    const { charts } = await import('#listenlab/index.js');
    const drawing = Object.keys(charts).filter((name) => name !== 'plotlyTheme');
    expect((await names()).sort()).toEqual(drawing.sort());
    for (const name of drawing) {
      for (const scheme of SCHEMES) {
        expect.soft(await compare(name, scheme), `${name}, ${scheme}`).toEqual([]);
      }
    }
  });

  it('is found to look different when a bar has another colour, or a label is missing', async () => {
    const bar = chartOf('topArtists', 'light').locator('.bars path').nth(3);
    await bar.evaluate((path: SVGElement) => path.style.setProperty('fill', '#d87828'));
    expect(await compare('topArtists', 'light')).toEqual([
      expect.stringMatching(/^missing: 15 marks, fill rgb\(47, 134, 224\)/),
      expect.stringMatching(/^new: 1 marks, fill rgb\(216, 120, 40\)/),
      expect.stringMatching(/^new: 14 marks, fill rgb\(47, 134, 224\)/),
      expect.stringMatching(/^1\.\d\d % of the pixels differ/),
    ]);
    await chartOf('artistMap', 'dark')
      .locator('.textpoint text')
      .first()
      .evaluate((label) => label.remove());
    expect(await compare('artistMap', 'dark')).toContainEqual('missing: radiohead');
  });
});
