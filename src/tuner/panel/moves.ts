import { say } from './say.js';

/** How an artist moved relative to an older list. */
type Move =
  | { readonly kind: 'up' | 'down'; readonly places: number }
  | { readonly kind: 'new' }
  | { readonly kind: 'same' };

/** How each artist of the current list moved. */
export function movesOf(kept: readonly string[], now: readonly string[]): Move[] {
  return now.map((artist, place): Move => {
    const before = kept.indexOf(artist);
    if (before < 0) return { kind: 'new' };
    if (before === place) return { kind: 'same' };
    return { kind: before > place ? 'up' : 'down', places: Math.abs(before - place) };
  });
}

/** A move as shown: distinguishable without colours. */
export function moveText(move: Move): string {
  if (move.kind === 'up') return `▲ ${move.places}`;
  if (move.kind === 'down') return `▼ ${move.places}`;
  return move.kind === 'new' ? say('new') : '=';
}

/** A move for screen readers. */
export function moveWords(move: Move): string {
  if (move.kind === 'new') return say('newInList');
  if (move.kind === 'same') return say('samePlace');
  return say(move.kind === 'up' ? 'movedUp' : 'movedDown', { count: move.places });
}

/** Positions of the old list whose artists are no longer listed. */
export function gone(kept: readonly string[], now: readonly string[]): boolean[] {
  return kept.map((artist) => !now.includes(artist));
}
