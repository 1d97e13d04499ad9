import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Locator, Page } from 'playwright-core';

const require = createRequire(import.meta.url);

/** Width of a chart in the gallery's two columns. */
const VIEWPORT = { width: 1264, height: 900 };

/** A drawn text, or the marks of one colour: where they are, in pixels from the chart's corner. */
export interface Shape {
  readonly what: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Opens the gallery in a font that is the same on every machine: its texts set the margins of the charts, and thereby
 * the place of everything.
 */
export async function openGallery(page: Page, file: string): Promise<void> {
  const lato = readFileSync(require.resolve('@fontsource/lato/files/lato-latin-400-normal.woff2'), 'base64');
  const font = `@font-face { font-family: Lato; src: url(data:font/woff2;base64,${lato}); }
    html body .chart { font-family: Lato; border: 0; border-radius: 0; }`;
  await page.setViewportSize({ ...VIEWPORT, width: VIEWPORT.width - 64 });
  await page.goto(`file://${file}`);
  await page.addStyleTag({ content: font });
  await page.evaluate(() => document.fonts.load('13px Lato'));
  // Another width draws everything anew, now that the font is there.
  await page.setViewportSize(VIEWPORT);
  await page.waitForFunction(() =>
    Array.from(
      document.querySelectorAll<HTMLElement>('.chart'),
      (chart) => chart.dataset.drawn === String(chart.clientWidth),
    ).every(Boolean),
  );
}

/** All texts of a chart, and the marks of each colour, in a fixed order. */
export function shapesOf(chart: Locator): Promise<Shape[]> {
  return chart.evaluate((element) => {
    const corner = element.getBoundingClientRect();
    const shape = (what: string, boxes: DOMRect[]) => {
      const left = Math.min(...boxes.map((box) => box.left));
      const top = Math.min(...boxes.map((box) => box.top));
      return {
        what,
        x: Math.round(left - corner.left),
        y: Math.round(top - corner.top),
        width: Math.round(Math.max(...boxes.map((box) => box.right)) - left),
        height: Math.round(Math.max(...boxes.map((box) => box.bottom)) - top),
      };
    };
    const isDrawn = ({ width, height }: DOMRect) => width > 0 || height > 0;
    const texts = Array.from(element.querySelectorAll('text'), (text) => ({
      what: (text.textContent ?? '').replaceAll(/\s+/g, ' ').trim(),
      box: text.getBoundingClientRect(),
    })).filter(({ what, box }) => what !== '' && isDrawn(box));
    const colours = new Map<string, DOMRect[]>();
    for (const path of element.querySelectorAll('.trace path, .geo path, .hm image')) {
      const { fill, stroke } = getComputedStyle(path);
      const box = path.getBoundingClientRect();
      const colour = `fill ${fill}, stroke ${stroke}`;
      if (isDrawn(box)) colours.set(colour, [...(colours.get(colour) ?? []), box]);
    }
    return [
      ...texts.map(({ what, box }) => shape(what, [box])),
      ...[...colours].map(([colour, boxes]) => shape(`${boxes.length} marks, ${colour}`, boxes)),
    ].sort((a, b) => (a.what < b.what ? -1 : a.what > b.what ? 1 : a.y - b.y || a.x - b.x));
  });
}

/** One line for each shape, for a file that can be compared by eye. */
export function shapesText(shapes: readonly Shape[]): string {
  return shapes
    .map(({ x, y, width, height, what }) => `${[x, y, width, height, what].join('\t')}\n`)
    .join('');
}

export function readShapes(text: string): Shape[] {
  return text.split('\n').flatMap((line) => {
    if (line === '') return [];
    const [x, y, width, height, what] = line.split('\t');
    return [{ what, x: Number(x), y: Number(y), width: Number(width), height: Number(height) }];
  });
}
