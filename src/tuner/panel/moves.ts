/** Where an artist of a list went, against an older list. */
export type Move =
  | { readonly kind: 'up' | 'down'; readonly places: number }
  | { readonly kind: 'new' }
  | { readonly kind: 'same' };

/** What became of each artist of the list of now. */
export function movesOf(kept: readonly string[], now: readonly string[]): Move[] {
  return now.map((artist, place): Move => {
    const before = kept.indexOf(artist);
    if (before < 0) return { kind: 'new' };
    if (before === place) return { kind: 'same' };
    return { kind: before > place ? 'up' : 'down', places: Math.abs(before - place) };
  });
}

/** A move as it is written: told apart without colours. */
export function moveText(move: Move): string {
  if (move.kind === 'up') return `▲ ${move.places}`;
  if (move.kind === 'down') return `▼ ${move.places}`;
  return move.kind === 'new' ? 'new' : '=';
}

/** A move as it is read out. */
export function moveWords(move: Move): string {
  if (move.kind === 'new') return 'new in the list';
  if (move.kind === 'same') return 'in the same place';
  return `${move.kind} ${move.places} ${move.places === 1 ? 'place' : 'places'}`;
}

/** Places of the old list that the list of now does not have. */
export function gone(kept: readonly string[], now: readonly string[]): boolean[] {
  return kept.map((artist) => !now.includes(artist));
}
