import type { ReportState } from './protocol.js';

/** Progress of a report, as the server reports it. */
export interface ReportAnswer extends Omit<ReportState, 'file'> {
  /** Path of the finished report, from the lab's folder. */
  readonly report?: string;
}

/** Describes the progress of a report. */
export function describeReport({ status, text, done, total, secondsLeft }: ReportAnswer): string {
  if (status !== 'running' || total === 0) return text;
  const left = secondsLeft === undefined ? '' : ` · ${timeLeft(secondsLeft)}`;
  return `${text} · ${done} of ${total} cells${left}`;
}

/** Rounded to the precision of such an estimate. */
function timeLeft(seconds: number): string {
  if (seconds < 5) return 'a few seconds left';
  if (seconds < 90) return `about ${Math.ceil(seconds / 5) * 5} s left`;
  return `about ${Math.round(seconds / 60)} min left`;
}
