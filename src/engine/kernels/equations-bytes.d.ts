/** The compiled kernel of equations, as bytes in a module, so that a bundle for a browser has them too. */
export declare const EQUATIONS_BYTES: Uint8Array;
