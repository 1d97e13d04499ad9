/**
 * The builds of the trainer's kernel, concatenated and deflated together: they are nearly identical. `npm run build`
 * writes the module.
 */
export declare const PACKED_KERNELS: {
  /** Raw deflate, in base64. */
  readonly base64: string;
  /** Where each build is in the inflated bytes: its first, and one past its last. */
  readonly places: Readonly<
    Record<'simd' | 'relaxed' | 'own-simd' | 'own-relaxed', [begin: number, end: number]>
  >;
};
