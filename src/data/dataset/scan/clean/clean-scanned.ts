import { type DroppedRows, droppedFor } from '../../clean/dropped.js';
import { notesOn } from '../../clean/notes.js';
import type { ScannedPlays } from '../scan-plays.js';
import { findBlankNames, findFlaws } from './find-flaws.js';
import { findPlays, findSpelled, findSuspects, noteOnQuotes } from './find-scanned.js';
import { type KeptPlays, keepGood } from './keep-good.js';

/** What `clean()` makes of scanned plays, as of any others. */
export interface CleanedScan extends KeptPlays {
  readonly dropped: readonly DroppedRows[];
  readonly notes: readonly string[];
}

/** Cost: half a second for 18 million rows. */
export function cleanScanned(scanned: ScannedPlays): CleanedScan {
  const blank = findBlankNames(scanned);
  const rows = findFlaws(scanned, blank);
  const kept = keepGood(scanned, blank);
  const notes = notesOn({
    reading: noteOnQuotes(scanned),
    mergeByMbid: false,
    spellings: findSpelled(kept),
    names: findSuspects(kept),
    plays: findPlays(kept, rows),
  });
  return { ...kept, dropped: droppedFor(rows.flawed), notes };
}
