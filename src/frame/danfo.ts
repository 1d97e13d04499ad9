import { createRequire } from 'node:module';

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
  return danfo;
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
