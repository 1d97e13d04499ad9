import { createRequire } from 'node:module';
import { INSPECT } from '../../util/description.js';
import { formatPlural } from '../../util/format.js';

type Danfo = typeof import('danfojs-node');

/** The part of TensorFlow.js that {@link greetQuietly} needs. */
interface Tensors {
  env(): { getBool(flag: string): boolean; set(flag: string, value: boolean): void };
  tensor1d(values: number[]): { dispose(): void };
}

/** Danfo, loaded on the first call: it costs about a second. The one place that loads it. */
export function loadDanfo(): Danfo {
  const danfo: Danfo = createRequire(import.meta.url)('danfojs-node');
  greetQuietly(danfo.tensorflow);
  printAsTable(rootOf(danfo.DataFrame.prototype));
  return danfo;
}

/** The prototype that all frames and series have in common, those that Danfo makes of others among them. */
function rootOf(prototype: object): object {
  const parent = Object.getPrototypeOf(prototype);
  return parent === Object.prototype ? prototype : rootOf(parent);
}

/** What `console.log` writes of a frame is the table that Danfo prints, and no fields of the object. */
function printAsTable(prototype: object): void {
  Object.defineProperty(prototype, INSPECT, {
    configurable: true,
    value(this: InstanceType<Danfo['DataFrame']>) {
      const [rows, columns] = this.shape;
      const size = [formatPlural(rows, 'row'), ...(this.$isSeries ? [] : [formatPlural(columns, 'column')])];
      return `${this.$isSeries ? 'Series' : 'DataFrame'}, ${size.join(', ')}\n${this.toString().trimEnd()}`;
    },
  });
}

/**
 * On Node, TensorFlow.js greets its first tensor with nine lines about a faster package (which needs a
 * compiler or a download). It greets once, and only when its flag IS_NODE is set: the first tensor is
 * made here with the flag off, and then the flag is put back. Warnings, errors and later output of
 * TensorFlow.js stay as they are. Later calls cost microseconds.
 */
function greetQuietly(tensors: Tensors): void {
  const onNode = tensors.env().getBool('IS_NODE');
  tensors.env().set('IS_NODE', false);
  tensors.tensor1d([0]).dispose();
  tensors.env().set('IS_NODE', onNode);
}
