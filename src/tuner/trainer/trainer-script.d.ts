/**
 * The script of the worker that trains, minified, with the kernel in it. It loads nothing, so that it also starts
 * from a Blob in a page opened from disk. `npm run build:trainer` writes the module.
 */
export declare const TRAINER_SCRIPT: string;
