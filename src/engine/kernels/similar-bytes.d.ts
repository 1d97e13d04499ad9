/** The compiled kernel of similar rows, as bytes in a module, so that a bundle for a browser has them too. */
export declare const SIMILAR_BYTES: Uint8Array;
