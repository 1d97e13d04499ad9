import { GROUP_COLOURS, NEUTRAL_COLOUR } from '../../util/chart-colours.js';

const [BLUE, ORANGE, GREEN, MAGENTA, BROWN, MAUVE] = GROUP_COLOURS;

/** Kinds of models in the order of all charts, with their colours; a name belongs to the first kind that it matches. */
const KINDS: readonly { readonly names: RegExp; readonly colour: string }[] = [
  { names: /\boriginal recipe\b/i, colour: MAGENTA },
  { names: /^als\b|\bsettings found\b/i, colour: BLUE },
  { names: /^popular/i, colour: NEUTRAL_COLOUR },
  { names: /neighbours|^rp3beta\b/i, colour: GREEN },
  { names: /^(sparse )?ease\b/i, colour: ORANGE },
  { names: /^(bpr|logistic matrix)/i, colour: BROWN },
];

/** The colour of a model's marks, the same in all charts. */
export function modelColour(name: string): string {
  return KINDS.find(({ names }) => names.test(name))?.colour ?? MAUVE;
}

/** Models in the order of all charts; those of one kind, and unknown ones at the end, stay as they come. */
export function inModelOrder(names: readonly string[]): string[] {
  const place = (name: string) => {
    const found = KINDS.findIndex((kind) => kind.names.test(name));
    return found < 0 ? KINDS.length : found;
  };
  return [...names].sort((a, b) => place(a) - place(b));
}
