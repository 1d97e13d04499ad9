import { type Box, NOTHING, numberIn, type SvgNode } from './svg-node.js';
import { textWidth } from './text-width.js';

/** How far Arial's letters reach above and below the line they stand on, in its size. */
const ASCENT = 0.905;
const DESCENT = 0.212;

const TEXT_NODE = 3;

/** A line of a text as it is laid out. */
interface Line {
  x: number;
  y: number;
  width: number;
  /** Size of its largest letters. */
  size: number;
}

/** The box of a text element in its own coordinates: its lines, by the widths of their letters. */
export function textBox(text: SvgNode): Box {
  const lines: Line[] = [{ x: 0, y: 0, width: 0, size: 0 }];
  layOut(text, styleOf(text), lines);
  const written = lines.filter(({ width }) => width > 0);
  if (written.length === 0) return NOTHING;
  const shift = { middle: 0.5, end: 1 }[property(text, 'text-anchor') ?? ''] ?? 0;
  const left = Math.min(...written.map(({ x, width }) => x - shift * width));
  const right = Math.max(...written.map(({ x, width }) => x + (1 - shift) * width));
  const top = Math.min(...written.map(({ y, size }) => y - ASCENT * size));
  const bottom = Math.max(...written.map(({ y, size }) => y + DESCENT * size));
  return { x: left, y: top, width: right - left, height: bottom - top };
}

interface Style {
  readonly size: number;
  readonly isBold: boolean;
}

function layOut(node: SvgNode, style: Style, lines: Line[]): void {
  const [x, y] = [numberIn(node, 'x'), numberIn(node, 'y')];
  // Plotly places each line of a text anew.
  if (x !== undefined) lines.push({ x, y: y ?? lines[lines.length - 1].y, width: 0, size: 0 });
  const line = lines[lines.length - 1];
  if (x === undefined && y !== undefined) line.y = y;
  line.y += lengthIn(node, 'dy', style.size);
  for (const child of node.childNodes) {
    if (child.nodeType !== TEXT_NODE) layOut(child, styleOf(child, style), lines);
    else {
      const at = lines[lines.length - 1];
      const letters = child.textContent ?? '';
      at.width += textWidth(letters, style.size, style.isBold);
      if (letters !== '') at.size = Math.max(at.size, style.size);
    }
  }
}

/** The font of a node, from its own attributes and those above it. */
function styleOf(node: SvgNode, above?: Style): Style {
  const inherited =
    above ?? (node.parentNode?.getAttribute ? styleOf(node.parentNode) : { size: 12, isBold: false });
  const size = property(node, 'font-size');
  const weight = property(node, 'font-weight');
  return {
    size: size === undefined ? inherited.size : sizeOf(size, inherited.size),
    isBold: weight === undefined ? inherited.isBold : weight === 'bold' || Number(weight) >= 600,
  };
}

function sizeOf(text: string, above: number): number {
  const number = Number.parseFloat(text);
  if (!Number.isFinite(number)) return above;
  if (text.endsWith('%')) return (number / 100) * above;
  return text.endsWith('em') ? number * above : number;
}

/** A property of style, given in the attribute `style` or in one of its own. */
function property(node: SvgNode, name: string): string | undefined {
  const style = node.getAttribute?.('style') ?? '';
  const inStyle = new RegExp(`(?:^|;)\\s*${name}\\s*:\\s*([^;]+)`).exec(style)?.[1];
  return (inStyle ?? node.getAttribute?.(name) ?? undefined)?.trim();
}

/** A length that may be in the font's size: `1.3em`. */
function lengthIn(node: SvgNode, name: string, fontSize: number): number {
  const text = node.getAttribute?.(name) ?? '';
  const number = Number.parseFloat(text);
  if (!Number.isFinite(number)) return 0;
  return text.endsWith('em') ? number * fontSize : number;
}
