/** Address of the trainer's compiled kernel, without the ending of a build. */
export const ALS_KERNEL = new URL('./als', import.meta.url);

/** The same kernel for memory of the calling thread alone. */
export const OWN_ALS_KERNEL = new URL('./als-own', import.meta.url);
