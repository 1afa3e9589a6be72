/** What a process was told of the events of others. */
export interface Told {
  /** Milliseconds from the first publication until the last event was told. */
  ms: number;
  /** Milliseconds from publication until an event was told, exceeded by one of a hundred. */
  p99Ms: number;
  /** Whether every event was told once, those of each process in its order. */
  isComplete: boolean;
}
