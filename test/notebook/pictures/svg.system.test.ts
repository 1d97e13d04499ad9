import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pictureAssets } from '#listenlab/notebook/pictures/picture-assets.js';
import { drawingAsSvg } from '#listenlab/notebook/pictures/svg/svg-drawing.js';
import { textWidth } from '#listenlab/notebook/pictures/svg/text-width.js';
import { allCharts } from '../../data/charts/figures.js';
import { findChromium, patient } from '../../support/chromium.js';

const CHROMIUM = findChromium();
const FIGURES = { ...allCharts(20), ...rename(allCharts(5)) };
/** Pixels by which a text may stand elsewhere than in Chromium: fonts of the same widths differ in height. */
const CLOSE = 4;

function rename<T>(charts: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(charts).map(([name, chart]) => [`${name} of 5 rows`, chart]));
}

/** A text of a picture, and where it is. */
interface PlacedText {
  readonly text: string;
  readonly box: readonly [left: number, top: number, right: number, bottom: number];
}

describe.skipIf(CHROMIUM === undefined)('figures drawn without a browser', () => {
  let browser: Awaited<ReturnType<typeof chromium.launch>>;
  let page: Awaited<ReturnType<typeof browser.newPage>>;
  const inNode: Record<string, string> = {};
  beforeAll(async () => {
    browser = patient(
      await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] }),
    );
    page = await browser.newPage();
    const figures = Object.values(FIGURES);
    const { plotly, page: script, maps } = pictureAssets(figures);
    await page.setContent('<!doctype html><body style="margin: 0">');
    await page.addScriptTag({ content: `PlotlyGeoAssets = { topojson: ${JSON.stringify(maps)} }` });
    await page.addScriptTag({ content: plotly });
    await page.addScriptTag({ content: script });
    await drawingAsSvg(new AbortController().signal, async (draw) => {
      for (const [name, figure] of Object.entries(FIGURES)) inNode[name] = (await draw(figure)).content;
    });
  });
  afterAll(() => browser?.close());

  const textsIn = (svg: string): Promise<PlacedText[]> =>
    page.evaluate((content) => {
      document.body.innerHTML = content;
      return Array.from(document.querySelectorAll('svg text'), (element) => {
        const { left, top, right, bottom } = element.getBoundingClientRect();
        return { text: element.textContent ?? '', box: [left, top, right, bottom] as const };
      }).filter(({ text }) => text !== '');
    }, svg);

  const inChromium = (figure: object): Promise<string> =>
    page.evaluate((given) => {
      const { listenlabSvg } = globalThis as unknown as {
        listenlabSvg(figure: object): Promise<{ content: string }>;
      };
      return listenlabSvg(given).then(({ content }) => content);
    }, figure);

  /** Whether this machine has a font of the widths that are computed with. */
  const hasFont = async () => {
    const text = 'Artists with the most listeners, 1,234';
    const measured = await page.evaluate((written) => {
      const context = document.createElement('canvas').getContext('2d')!;
      context.font = '100px Arial, Helvetica, Liberation Sans, Nimbus Sans, sans-serif';
      return context.measureText(written).width;
    }, text);
    return Math.abs(measured - textWidth(text, 100, false)) < 20;
  };

  it('have their texts where Chromium has them, and none over another that is not so there, in all charts', async ({
    skip,
  }) => {
    if (!(await hasFont())) skip('no font here has the widths of Arial');
    const differences: string[] = [];
    for (const [name, figure] of Object.entries(FIGURES)) {
      const expected = await textsIn(await inChromium(figure));
      const found = await textsIn(inNode[name]);
      expect(wordsOf(found), name).toEqual(wordsOf(expected));
      const covered = overlaps(found).filter((pair) => !overlaps(expected).includes(pair));
      const moved = found.flatMap(({ text, box }, i) => {
        const by = box.map((side, at) => Math.round(side - expected[i].box[at]));
        return by.some((pixels) => Math.abs(pixels) > CLOSE) ? [`${text} moved by ${by.join(' ')}`] : [];
      });
      differences.push(...[...covered, ...moved].map((difference) => `${name}: ${difference}`));
    }
    expect(differences).toEqual([]);
  });

  it('are images that a page decodes, and small ones', async () => {
    for (const [name, svg] of Object.entries(inNode)) {
      const url = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
      const size = await page.evaluate(async (source) => {
        const image = Object.assign(new Image(), { src: source });
        await image.decode();
        return [image.naturalWidth, image.naturalHeight];
      }, url);
      expect(size, name).toEqual([800, FIGURES[name].layout.height ?? 450]);
      expect(svg, name).not.toMatch(/<script|<[^>]*\son\w+=|TOBESTRIPPED|="[^"]*NaN/);
      expect(svg.length, name).toBeLessThan(170_000);
    }
  });

  it('are the same text each time', async () => {
    const [name, figure] = Object.entries(FIGURES)[0];
    const again = await drawingAsSvg(new AbortController().signal, (draw) => draw(figure));
    expect(again.content).toBe(inNode[name]);
  });
});

const wordsOf = (texts: readonly PlacedText[]) => texts.map(({ text }) => text);

/** Texts that lie over each other, by more than their edges. */
function overlaps(texts: readonly PlacedText[]): string[] {
  return texts.flatMap((one, i) =>
    texts.slice(i + 1).flatMap((other) => {
      const width = Math.min(one.box[2], other.box[2]) - Math.max(one.box[0], other.box[0]);
      const height = Math.min(one.box[3], other.box[3]) - Math.max(one.box[1], other.box[1]);
      return width > 2 && height > 3 ? [`${one.text} | ${other.text}`] : [];
    }),
  );
}

describe('the widths of letters', () => {
  it('are those of Helvetica, accents have none, and ideographs are as wide as high', () => {
    // Widths of Adobe's font metrics: A 667, B 667, space 278, i 222, 1 556.
    expect(textWidth('AB i1', 10, false)).toBeCloseTo(6.67 + 6.67 + 2.78 + 2.22 + 5.56);
    expect(textWidth('Ä', 10, false)).toBe(textWidth('A', 10, false));
    expect(textWidth('宇多田', 10, false)).toBe(30);
    expect(textWidth('A', 10, true)).toBeGreaterThan(6.67);
  });
});
