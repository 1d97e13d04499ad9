/*
 * The colours of data in all charts, one set for light and dark pages. test/util/chart-colours.test.ts holds what they
 * were chosen for: a contrast of at least 3 to 1 with every page, and differences that remain with each form of colour
 * blindness.
 */

/** Colours for groups, in the order in which they are used. */
export const GROUP_COLOURS = ['#2f86e0', '#d87828', '#408058', '#b04090', '#886820', '#b080b0'];

/** For what is not the point: the artist asked for, what is missing, the model to beat. */
export const NEUTRAL_COLOUR = '#7f7f7f';

/** Lines and areas that should be visible, but faint, on any page. */
export const FAINT = 'rgba(128,128,128,0.28)';

/** `[share, '#rrggbb']`, from 0 to 1. */
export type ColourScale = readonly (readonly [number, string])[];

/**
 * From few to many. Neighbours are equally different (CIEDE2000), and lightness only falls, so that the order survives
 * colour blindness and a grey printer.
 */
export const FEW_TO_MANY = evenly(
  '#c8e8f0',
  '#a3d4e5',
  '#83bdd9',
  '#67a8cd',
  '#5194c2',
  '#4081b7',
  '#326ead',
  '#275ba1',
  '#214895',
);

/** From below to above a middle, both as far from it; orange and blue differ with every form of colour blindness. */
export const BELOW_TO_ABOVE = evenly(
  '#a24200',
  '#b16638',
  '#be8b69',
  '#caaf9c',
  '#d1cdc9',
  '#b2c2d1',
  '#7fa4cb',
  '#4c83c1',
  '#1c62b6',
);

function evenly(...colours: string[]): ColourScale {
  return colours.map((colour, at) => [at / (colours.length - 1), colour]);
}
