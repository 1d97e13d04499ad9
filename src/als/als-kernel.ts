/** Address of the trainer's compiled kernel, without the ending of a build. */
export const ALS_KERNEL = new URL('./als', import.meta.url);
