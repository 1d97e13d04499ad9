export { catalogue, type DatasetEntry, type DatasetFile } from './dataset/catalogue.js';
export { type Frame, type FrameColumns, frame } from './frame/frame.js';
export type { CsrMatrix } from './matrix/csr.js';
export { IdMap } from './matrix/id-map.js';
export { Interactions, interactionsFromRows } from './matrix/interactions.js';
export { InputError } from './util/errors.js';
