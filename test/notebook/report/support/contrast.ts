import type { Page } from 'playwright-core';

/** Texts of the page with too little contrast to their background (WCAG 2, level AA). */
export function faintTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 1, height: 1 });
    const pen = canvas.getContext('2d', { willReadFrequently: true }) as CanvasRenderingContext2D;
    const paint = (colour: string) => {
      pen.clearRect(0, 0, 1, 1);
      pen.fillStyle = colour;
      pen.fillRect(0, 0, 1, 1);
      return [...pen.getImageData(0, 0, 1, 1).data];
    };
    const luminance = (rgb: number[]) => {
      const [r, g, b] = rgb.map((byte) =>
        byte <= 10 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4,
      );
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = (element: Element | null): number[] => {
      if (element === null) return [255, 255, 255, 255];
      const colour = paint(getComputedStyle(element).backgroundColor);
      return colour[3] === 255 ? colour : behind(element.parentElement);
    };
    const faint = new Set<string>();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement as HTMLElement;
      if (!node.textContent?.trim() || !element.checkVisibility() || element.closest('.chart-area, script'))
        continue;
      const style = getComputedStyle(element);
      const levels = [luminance(paint(style.color)), luminance(behind(element))].sort((a, b) => b - a);
      const ratio = (levels[0] + 0.05) / (levels[1] + 0.05);
      const large = parseFloat(style.fontSize) >= 24;
      if (ratio < (large ? 3 : 4.5)) faint.add(`${element.className}: ${style.color}, ${ratio.toFixed(2)}`);
    }
    return [...faint];
  });
}
