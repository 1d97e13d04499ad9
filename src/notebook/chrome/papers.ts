/** Sizes of paper: width and height in inches. */
export const PAPERS = { A4: [210 / 25.4, 297 / 25.4], Letter: [8.5, 11] } as const;

export type Paper = keyof typeof PAPERS;
