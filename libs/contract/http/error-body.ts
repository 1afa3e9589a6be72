import type { EventId } from '../ids.ts';

/** The body of every error outside `/mcp`. */
export interface ErrorBody {
  /** A stable code, such as `BAD_EVENT_ID`. */
  error: string;
  message: string;
  /** `BAD_FILTER` of `?filter=`: where the fault begins, from 0, in UTF-16 units of the decoded filter. */
  position?: number;
  /** `NOT_KEPT` of `?at=`: the first event whose counters are known; missing while there is none, and after lost events. */
  kept?: KeptMoment;
}

/** An event, and the time of the counters then: ISO 8601, UTC. */
export interface KeptMoment {
  id: EventId;
  time: string;
}
