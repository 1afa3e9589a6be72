/** A log cannot be copied. The message names the log, the fault and the remedy. */
export class CopyError extends Error {
  override readonly name = 'CopyError';
}
