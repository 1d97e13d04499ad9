// A strip holds the int8 stand-ins of eight rows: 8 float32, one for each row (quantise.ts says which), then for
// each group of four factors those of row 0, of row 1, ... of row 7, so that a register holds four rows.

/** Rows of a strip. */
export const ROWS: usize = 8;

/** Eight float32. */
export const HEAD_BYTES: usize = 32;

/** Four factors of eight rows. */
export const GROUP_BYTES: usize = 32;
