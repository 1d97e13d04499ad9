/**
 * The builds of the trainer's kernel, concatenated and deflated together: they are nearly identical. `npm run build`
 * writes the module.
 */
export declare const PACKED_KERNELS: {
  /** Raw deflate, in base64. */
  readonly base64: string;
  /** Bytes of each build, in their order. */
  readonly lengths: Readonly<Record<'simd' | 'relaxed' | 'own-simd' | 'own-relaxed', number>>;
};
