import { copyOf, type SourceState } from './source-state.ts';

/** A source that this process takes events of. Its state is ahead of the log by what is not committed yet. */
export class LiveSource {
  /** When it last made itself heard, on the clock of `performance.now()`. */
  heardAt = performance.now();
  /** The number of its last event that was published. */
  published: number;
  readonly state: SourceState;

  constructor(
    readonly tenantId: string,
    readonly source: string,
    logged: SourceState,
  ) {
    this.state = copyOf(logged);
    this.published = logged.seq;
  }

  /** Milliseconds since it last made itself heard. */
  get silentMs(): number {
    return performance.now() - this.heardAt;
  }
}
