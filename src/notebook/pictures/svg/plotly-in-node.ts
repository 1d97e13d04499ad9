import { parseHTML } from 'linkedom';
import { pathLength, pointAlong } from './path-length.js';
import { PixelCanvas } from './pixel-canvas.js';
import { boxOf, transformedBox } from './svg-box.js';
import type { Box, SvgNode } from './svg-node.js';
import { textBox } from './text-box.js';

/**
 * Runs plotly.js in a page that has a document and no screen: what a browser would measure is computed from the widths
 * of letters. The build puts linkedom, which is that document, into this file.
 *
 * @param code of plotly.js
 * @param topojson outlines of countries by Plotly's names for them
 * @returns what a page calls `Plotly`
 */
export function plotlyInNode(code: string, topojson: object): unknown {
  const page = parseHTML('<!DOCTYPE html><html><head></head><body></body></html>');
  const { window, document, DOMParser, Element, HTMLElement, SVGElement, Node } = page;
  Object.assign(SVGElement.prototype, MEASURED);
  // linkedom writes it in capitals, as in HTML.
  Object.defineProperty(SVGElement.prototype, 'nodeName', { get: localName });
  Object.assign(page.HTMLCanvasElement.prototype, canvasMethods());
  const parts = {
    window,
    self: window,
    document,
    DOMParser,
    Element,
    HTMLElement,
    SVGElement,
    Node,
    navigator: { userAgent: 'Node.js' },
    getComputedStyle: styleOf,
    requestAnimationFrame: (frame: () => void) => setTimeout(frame),
    XMLSerializer: class {
      serializeToString = String;
    },
    PlotlyGeoAssets: { topojson },
  };
  Object.assign(window, parts);
  // Where it sees a module's names, Plotly would be a module.
  const scope = { ...parts, module: undefined, exports: undefined, define: undefined };
  new Function(...Object.keys(scope), code).call(window, ...Object.values(scope));
  return (window as unknown as { Plotly: unknown }).Plotly;
}

/** The sizes of elements of SVG that Plotly asks for. They are those of texts, what is around them, and lines. */
const MEASURED = {
  getBBox(this: SvgNode): Box {
    return boxOf(this);
  },
  getBoundingClientRect(this: SvgNode) {
    const { x, y, width, height } = transformedBox(this);
    return { x, y, width, height, left: x, top: y, right: x + width, bottom: y + height };
  },
  getTotalLength(this: SvgNode): number {
    return pathLength(this.getAttribute?.('d') ?? '');
  },
  getPointAtLength(this: SvgNode, length: number): { x: number; y: number } {
    return pointAlong(this.getAttribute?.('d') ?? '', length);
  },
  getComputedTextLength(this: SvgNode): number {
    return textBox(this).width;
  },
};

/** What Plotly draws the cells of a heatmap with. */
function canvasMethods() {
  const drawn = new WeakMap<object, PixelCanvas>();
  return {
    getContext(this: { width: number; height: number }, kind: string): PixelCanvas | null {
      if (kind !== '2d') return null;
      const canvas = drawn.get(this) ?? new PixelCanvas(this.width, this.height);
      drawn.set(this, canvas);
      return canvas;
    },
    toDataURL(this: object): string {
      return drawn.get(this)?.toPngUrl() ?? '';
    },
  };
}

function localName(this: SvgNode): string | undefined {
  return this.localName;
}

/** What an element says of its style itself; nothing else is asked for. */
function styleOf({ style }: { style: object }): object {
  return style;
}
