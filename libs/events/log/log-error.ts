export type LogErrorCode =
  | 'LOG_IN_USE'
  | 'LOG_NOT_A_FILE'
  | 'LOG_CORRUPT'
  | 'LOG_NOT_WRITABLE'
  | 'LOG_UNSUPPORTED'
  | 'LOG_STALLED'
  | 'LOG_AWAY'
  | 'LOG_REFUSED';

/** Thrown when the log cannot be opened or does not answer. The message names the file or server, the fault and the remedy. */
export class LogError extends Error {
  override readonly name = 'LogError';

  constructor(
    readonly code: LogErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
