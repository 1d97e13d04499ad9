import { existsSync, mkdirSync, rmdirSync, rmSync } from 'node:fs';
import path from 'node:path';

/** Where a report is made. */
export interface ReportPlace {
  /** Path of the report. */
  readonly report: string;
  /** Whether there was none before. */
  readonly isFirst: boolean;
  /**
   * Removes the folders that were made for a report that did not come about.
   *
   * @param cancelled of a run that failed, the executed copies stay: they show where
   */
  leave(cancelled: boolean): void;
}

/** Makes the folder for a report. */
export function reportPlace(target: string, name: string): ReportPlace {
  const report = path.join(target, `${name}.html`);
  // Where `listenlab run --report` puts the executed copies.
  const copies = path.join(target, name);
  const hadCopies = existsSync(copies);
  const madeTarget = mkdirSync(target, { recursive: true }) !== undefined;
  return {
    report,
    isFirst: !existsSync(report),
    leave(cancelled) {
      if (cancelled && !hadCopies) rmSync(copies, { recursive: true, force: true });
      if (!madeTarget) return;
      try {
        rmdirSync(target);
      } catch {
        // Something is in it by now.
      }
    },
  };
}
