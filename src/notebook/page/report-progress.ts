import type { ReportState } from './protocol.js';

/** How far a report is, as the server tells it. */
export interface ReportAnswer extends Omit<ReportState, 'file'> {
  /** Path of the report that is done, from the lab's folder. */
  readonly report?: string;
}

/** How far the report is, in words. */
export function describeReport({ status, text, done, total, secondsLeft }: ReportAnswer): string {
  if (status !== 'running' || total === 0) return text;
  const left = secondsLeft === undefined ? '' : ` · ${timeLeft(secondsLeft)}`;
  return `${text} · ${done} of ${total} cells${left}`;
}

/** Rounded as far as such a guess goes. */
function timeLeft(seconds: number): string {
  if (seconds < 5) return 'a few seconds left';
  if (seconds < 90) return `about ${Math.ceil(seconds / 5) * 5} s left`;
  return `about ${Math.round(seconds / 60)} min left`;
}
