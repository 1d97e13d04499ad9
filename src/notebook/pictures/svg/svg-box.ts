import { type Box, NOTHING, numberIn, type SvgNode } from './svg-node.js';
import { textBox } from './text-box.js';

/** The box of an element: of a text, of a rectangle, or around those of a group. Other shapes are not measured. */
export function boxOf(node: SvgNode): Box {
  if (node.localName === 'text') return textBox(node);
  if (node.localName === 'rect') {
    const [x = 0, y = 0, width = 0, height = 0] = ['x', 'y', 'width', 'height'].map((name) =>
      numberIn(node, name),
    );
    return { x, y, width, height };
  }
  const boxes = [...node.childNodes]
    .map(transformedBox)
    .filter(({ width, height }) => width > 0 || height > 0);
  return boxes.length === 0 ? NOTHING : around(boxes.flatMap(corners));
}

/** The box of an element where its own `transform` puts it. */
export function transformedBox(node: SvgNode): Box {
  const box = boxOf(node);
  const steps = stepsOf(node.getAttribute?.('transform') ?? '');
  if (box === NOTHING || steps.length === 0) return box;
  // The last step of a list is the first to be taken.
  const moved = corners(box).map((corner) => steps.reduceRight((point, step) => step(point), corner));
  return around(moved);
}

type Point = readonly [x: number, y: number];

function corners({ x, y, width, height }: Box): Point[] {
  return [
    [x, y],
    [x + width, y],
    [x, y + height],
    [x + width, y + height],
  ];
}

function around(points: readonly Point[]): Box {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return { x: left, y: top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
}

/** The steps of a `transform`, of those that Plotly writes. */
function stepsOf(transform: string): ((point: Point) => Point)[] {
  return [...transform.matchAll(/(translate|rotate|scale)\(([^)]*)\)/g)].map(([, name, list]) => {
    const [a = 0, b, c] = list.split(/[\s,]+/).map(Number.parseFloat);
    if (name === 'translate') return ([x, y]) => [x + a, y + (b ?? 0)];
    if (name === 'scale') return ([x, y]) => [x * a, y * (b ?? a)];
    const [sin, cos] = [Math.sin((a * Math.PI) / 180), Math.cos((a * Math.PI) / 180)];
    const [centreX, centreY] = [b ?? 0, c ?? 0];
    return ([x, y]) => [
      centreX + (x - centreX) * cos - (y - centreY) * sin,
      centreY + (x - centreX) * sin + (y - centreY) * cos,
    ];
  });
}
