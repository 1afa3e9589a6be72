import type { EventId } from '../ids.ts';
import type { StatsSnapshot } from '../stats/snapshot.ts';

/** The first frame of a stream, `event: hello`, without an `id:`. */
export interface HelloFrame {
  /** Names the server process; another one after a restart. */
  instance: string;
  /** Whether the stream follows on from the client's id with nothing missing. */
  complete: boolean;
  /** Whether a filter or a tenant's scope leaves events out. */
  filtered: boolean;
  stats: StatsSnapshot;
}

/** What is known of events that cannot be delivered any more; null is what is not known. */
export interface MissingEvents {
  /** No missing event is older than this: ISO 8601, UTC. */
  from: string | null;
  /** No missing event is newer than this: ISO 8601, UTC. */
  to: string | null;
  /** How many are missing. Null too on a stream that leaves events out: which of them it would have sent is not known. */
  missing: number | null;
}

/** `event: gap`, without an `id:`: the events after `requested`, up to `resumedAfter`, are no longer available. */
export interface GapFrame extends MissingEvents {
  requested: EventId;
  resumedAfter: EventId;
  stats: StatsSnapshot;
}

/** The names of the frames that are not events. */
export const HELLO_FRAME = 'hello';
export const GAP_FRAME = 'gap';
