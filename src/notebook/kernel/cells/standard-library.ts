import { createRequire } from 'node:module';

/** What the types of cells promise and an older Node lacks: what to look for, and core-js's module that adds it. */
const PARTS: [missing: () => boolean, module: string][] = [
  [() => !has(Object, 'groupBy'), 'object/group-by'],
  [() => !has(Map, 'groupBy'), 'map/group-by'],
  [() => !has(Map.prototype, 'getOrInsert'), 'map/get-or-insert'],
  [() => !has(Map.prototype, 'getOrInsertComputed'), 'map/get-or-insert-computed'],
  [() => !has(Array, 'fromAsync'), 'array/from-async'],
  [() => !has(globalThis, 'Iterator') || !has(Reflect.get(globalThis, 'Iterator'), 'concat'), 'iterator'],
  [() => !has(Set.prototype, 'union'), 'set'],
  [() => !has(Promise, 'withResolvers'), 'promise/with-resolvers'],
  [() => !has(Promise, 'try'), 'promise/try'],
  [() => !has(globalThis, 'DisposableStack'), 'disposable-stack'],
  [() => !has(globalThis, 'AsyncDisposableStack'), 'async-disposable-stack'],
  [() => !has(globalThis, 'SuppressedError'), 'suppressed-error'],
  [() => !has(Error, 'isError'), 'error/is-error'],
  [() => !has(RegExp, 'escape'), 'regexp/escape'],
  [() => !has(Math, 'sumPrecise'), 'math/sum-precise'],
  [() => !has(Math, 'f16round'), 'math/f16round'],
  [() => !has(Uint8Array, 'fromBase64'), 'typed-array/from-base64'],
  [() => !has(Uint8Array, 'fromHex'), 'typed-array/from-hex'],
  [() => !has(Uint8Array.prototype, 'toBase64'), 'typed-array/to-base64'],
  [() => !has(Uint8Array.prototype, 'toHex'), 'typed-array/to-hex'],
  [() => !has(String.prototype, 'isWellFormed'), 'string/is-well-formed'],
  [() => !has(String.prototype, 'toWellFormed'), 'string/to-well-formed'],
  [() => !has(ArrayBuffer.prototype, 'transfer'), 'array-buffer'],
];

/**
 * Adds to this process what the current standard library of JavaScript has and the Node that runs lacks, so
 * that a cell runs wherever it passes the compiler. On a current Node nothing is loaded.
 */
export function completeStandardLibrary(): void {
  const require = createRequire(import.meta.url);
  for (const [isMissing, module] of PARTS) if (isMissing()) require(`core-js/actual/${module}`);
}

function has(holder: unknown, name: string): boolean {
  return (typeof holder === 'object' || typeof holder === 'function') && holder !== null && name in holder;
}
