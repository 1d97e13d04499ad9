// The part of WebAssembly that kernels use, for type checking without the browser's library.

/** Compiled code, ready to be instantiated on any thread. */
export interface WasmModule {
  readonly wasmModule?: never;
}

/** Memory that all threads share. */
export interface WasmMemory {
  readonly buffer: SharedArrayBuffer;
}

/** Memory of one thread. */
export interface OwnWasmMemory {
  readonly buffer: ArrayBuffer;
}

/** Memory of either sort; a build of a kernel takes one of them only. */
export type AnyWasmMemory = WasmMemory | OwnWasmMemory;

interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => WasmModule;
  readonly Memory: {
    new (size: { initial: number; maximum: number; shared: true }): WasmMemory;
    new (size: { initial: number; maximum: number }): OwnWasmMemory;
  };
  readonly Instance: new (
    module: WasmModule,
    imports: { env: { memory: AnyWasmMemory } },
  ) => { readonly exports: object };
  validate(bytes: Uint8Array): boolean;
}

/** The global `WebAssembly`. */
export const wasm = (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly;
