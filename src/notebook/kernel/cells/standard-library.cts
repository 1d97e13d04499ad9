/** Features that the cells' types promise and an older Node lacks: a test, and the part of core-js that adds it. */
const PARTS: [isMissing: () => boolean, add: () => void][] = [
  [() => !has(Object, 'groupBy'), () => require('core-js/actual/object/group-by')],
  [() => !has(Map, 'groupBy'), () => require('core-js/actual/map/group-by')],
  [() => !has(Map.prototype, 'getOrInsert'), () => require('core-js/actual/map/get-or-insert')],
  [
    () => !has(Map.prototype, 'getOrInsertComputed'),
    () => require('core-js/actual/map/get-or-insert-computed'),
  ],
  [() => !has(Array, 'fromAsync'), () => require('core-js/actual/array/from-async')],
  [
    () => !has(globalThis, 'Iterator') || !has(Reflect.get(globalThis, 'Iterator'), 'concat'),
    () => require('core-js/actual/iterator'),
  ],
  [() => !has(Set.prototype, 'union'), () => require('core-js/actual/set')],
  [() => !has(Promise, 'withResolvers'), () => require('core-js/actual/promise/with-resolvers')],
  [() => !has(Promise, 'try'), () => require('core-js/actual/promise/try')],
  [() => !has(globalThis, 'DisposableStack'), () => require('core-js/actual/disposable-stack')],
  [() => !has(globalThis, 'AsyncDisposableStack'), () => require('core-js/actual/async-disposable-stack')],
  [() => !has(globalThis, 'SuppressedError'), () => require('core-js/actual/suppressed-error')],
  [() => !has(Error, 'isError'), () => require('core-js/actual/error/is-error')],
  [() => !has(RegExp, 'escape'), () => require('core-js/actual/regexp/escape')],
  [() => !has(Math, 'sumPrecise'), () => require('core-js/actual/math/sum-precise')],
  [() => !has(Math, 'f16round'), () => require('core-js/actual/math/f16round')],
  [() => !has(Uint8Array, 'fromBase64'), () => require('core-js/actual/typed-array/from-base64')],
  [() => !has(Uint8Array, 'fromHex'), () => require('core-js/actual/typed-array/from-hex')],
  [() => !has(Uint8Array.prototype, 'toBase64'), () => require('core-js/actual/typed-array/to-base64')],
  [() => !has(Uint8Array.prototype, 'toHex'), () => require('core-js/actual/typed-array/to-hex')],
  [() => !has(String.prototype, 'isWellFormed'), () => require('core-js/actual/string/is-well-formed')],
  [() => !has(String.prototype, 'toWellFormed'), () => require('core-js/actual/string/to-well-formed')],
  [() => !has(ArrayBuffer.prototype, 'transfer'), () => require('core-js/actual/array-buffer')],
];

/**
 * Polyfills what the running Node lacks of the current JavaScript standard library, so that a cell that compiles also
 * runs. On a current Node nothing is loaded. The build puts these parts of core-js into this file.
 */
function completeStandardLibrary(): void {
  for (const [isMissing, add] of PARTS) if (isMissing()) add();
}

function has(holder: unknown, name: string): boolean {
  return (typeof holder === 'object' || typeof holder === 'function') && holder !== null && name in holder;
}

export = completeStandardLibrary;
