import { isMainThread } from 'node:worker_threads';
import { watchParent } from './parent-watch.js';

// For kernels that are not ours: `node --import parent-watch-preload.js ...`. Their worker threads inherit
// the import, and need no watch of their own.
if (isMainThread) watchParent();
