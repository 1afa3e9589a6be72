import type { KeptMoment, MissingEvents } from '#contract';

/** The counters as they were at a moment cannot be told any more. The message says which can. */
export class StatsNotKept extends Error {
  readonly code = 'NOT_KEPT';

  private constructor(
    message: string,
    /** The first moment that is kept, where that is what the message tells. */
    readonly kept?: KeptMoment,
  ) {
    super(message);
  }

  /** The moment lies before the first one that is kept; undefined when there is none yet. */
  static before(first: KeptMoment | undefined): StatsNotKept {
    const kept = first
      ? `they are from event ${first.id} of ${first.time} on`
      : 'only the present ones are, until more events have come';
    return new StatsNotKept(`The counters of that moment are not kept: ${kept}`, first);
  }

  /** The moment lies after events that an outage or their own retention has cost the log, and before the next kept state. */
  static afterLoss({ from, to }: MissingEvents): StatsNotKept {
    const when = from !== null && to !== null ? ` between ${from} and ${to}` : '';
    return new StatsNotKept(
      `The counters of that moment are not kept: the log has lost or dropped events before it${when}. Take a later moment`,
    );
  }
}
