export { quantiseRows } from './quantise';
export { findCandidates } from './scan';

// What the host calls. Pointers and sizes only: every buffer lies where the host's layout put it, nothing is
// allocated, nothing but the memory is imported.
