/** The script of the worker that trains, minified, with the kernel in it; the build puts it here. */
declare const SESSION_SCRIPT: string;
