export { bestOfRows } from './rows';
export { fillStrip } from './strips';

// What the host calls, as in ../als/index.ts. Records, row numbers and sizes only.
