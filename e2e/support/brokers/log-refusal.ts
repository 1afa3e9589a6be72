import { createEventLog, type LogError } from '#events';

/** The error of a log that does not open. */
export function refusalOf(url: string, options?: Parameters<typeof createEventLog>[1]): Promise<LogError> {
  return createEventLog(url, options)
    .open()
    .then(
      () => Promise.reject(new Error('The log has opened')),
      (error: LogError) => error,
    );
}
