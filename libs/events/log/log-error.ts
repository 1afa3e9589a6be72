/** Why a log could not do something. */
export type LogErrorCode =
  | 'LOG_IN_USE'
  | 'LOG_NOT_A_FILE'
  | 'LOG_CORRUPT'
  | 'LOG_NOT_WRITABLE'
  | 'LOG_UNSUPPORTED'
  | 'LOG_STALLED'
  | 'LOG_AWAY'
  | 'LOG_GIVEN_UP'
  | 'LOG_INCOMPLETE'
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

/** Whether the other instances have given this process up, and append on its behalf. */
export function isGivenUp(error: unknown): boolean {
  return error instanceof LogError && error.code === 'LOG_GIVEN_UP';
}
