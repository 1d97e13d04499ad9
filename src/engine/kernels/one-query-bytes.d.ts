/** The compiled kernel of one query, as bytes in a module, so that a bundle for a browser has them too. */
export declare const ONE_QUERY_BYTES: Uint8Array;
