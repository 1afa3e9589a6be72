/** Codes of the errors of JetStream that the log expects. */
export const STREAM_NOT_FOUND = 10_059;
export const STREAM_EXISTS = 10_058;
export const SUBJECTS_OVERLAP = 10_065;
export const WRONG_LAST_SEQUENCE = 10_071;

/** The code of an error of JetStream; undefined for any other error. */
export function apiCodeOf(error: unknown): number | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'number' ? error.code : undefined;
}

/** The sequence of the last message, which the refusal of an expected one names. */
export function lastSequenceIn(error: unknown): number {
  return Number(/wrong last sequence: (\d+)/.exec(String(error))?.[1] ?? NaN);
}
