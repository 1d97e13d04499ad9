/**
 * A request that cannot be carried out: answered as Jupyter answers, `{"message": ..., "reason": ...}`.
 *
 * @example throw new LabError(404, 'no notebook a.ipynb in this folder')
 */
export class LabError extends Error {
  override readonly name = 'LabError';
  /** HTTP status. */
  readonly status: number;
  /** A short name of the kind of failure, or null. */
  readonly reason: string | null;

  constructor(status: number, message: string, reason: string | null = null, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
    this.reason = reason;
  }
}
