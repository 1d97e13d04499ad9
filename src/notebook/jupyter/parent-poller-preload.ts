import { isMainThread } from 'node:worker_threads';
import { watchParent } from './parent-poller.js';

// For kernels that are not ours: `node --import parent-poller-preload.js ...`. Their worker threads inherit
// the import, and need no poller of their own.
if (isMainThread) watchParent();
