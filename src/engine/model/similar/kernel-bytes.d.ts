/**
 * The compiled kernel. `npm run build:similar` writes the module: as bytes in a module, a bundle for a browser has
 * them too.
 */
export declare const KERNEL_BYTES: Uint8Array;
