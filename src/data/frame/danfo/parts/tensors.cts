import onDemand = require('./on-demand.cjs');

/** The part of TensorFlow.js that {@link greetQuietly} needs, and its class of tensors. */
interface TensorFlow {
  Tensor: { [Symbol.hasInstance](value: unknown): boolean };
  env(): { getBool(flag: string): boolean; set(flag: string, value: boolean): void };
  tensor1d(values: number[]): { dispose(): void };
}

/** Until TensorFlow.js is loaded nothing is a tensor of its: frames ask that of all data that they are given. */
let Tensor: TensorFlow['Tensor'] = { [Symbol.hasInstance]: () => false };

const tensorFlow = onDemand((): TensorFlow => {
  const loaded = require('./tensorflow.cjs') as TensorFlow;
  Tensor = loaded.Tensor;
  greetQuietly(loaded);
  return loaded;
});

/**
 * On Node, TensorFlow.js greets its first tensor with nine lines about a faster package (which needs a compiler or a
 * download). It greets once, and only when its flag IS_NODE is set: the first tensor is made here with the flag off,
 * and then the flag is put back. Warnings, errors and later output of TensorFlow.js stay as they are.
 */
function greetQuietly(loaded: TensorFlow): void {
  const onNode = loaded.env().getBool('IS_NODE');
  loaded.env().set('IS_NODE', false);
  loaded.tensor1d([0]).dispose();
  loaded.env().set('IS_NODE', onNode);
}

/**
 * TensorFlow.js as Danfo sees it: loaded by what computes with tensors, which is the arithmetic of frames (`add` and
 * its kind), `sample`, `diff`, scalers, encoders and `tensor`.
 */
export = new Proxy(tensorFlow, {
  get: (target, name) => (name === 'Tensor' ? Tensor : Reflect.get(target, name)),
});
