/** Where something is, in pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const NOTHING: Box = { x: 0, y: 0, width: 0, height: 0 };

/** The part of an element of SVG that its size depends on. */
export interface SvgNode {
  readonly nodeType: number;
  /** `text`, `g`; only elements have one. */
  readonly localName?: string;
  readonly textContent: string | null;
  readonly childNodes: Iterable<SvgNode>;
  readonly parentNode: SvgNode | null;
  getAttribute?(name: string): string | null;
}

/** A number in an attribute. */
export function numberIn(node: SvgNode, name: string): number | undefined {
  const number = Number.parseFloat(node.getAttribute?.(name) ?? '');
  return Number.isFinite(number) ? number : undefined;
}
