/** The log cannot commit. Events are delivered live from memory until `log:recovered`. */
export interface LogDegradedData {
  error: string;
  /** The instance that cannot commit, if several share the log. */
  instance?: string;
}

/** The log commits again. */
export interface LogRecoveredData {
  durationMs: number;
  /**
   * Number of events that were delivered live and could not be stored, because the log's queue was full. Null if the
   * process that had the outage ended before the log recovered.
   */
  lost: number | null;
  /** As in {@link LogDegradedData}. */
  instance?: string;
}
