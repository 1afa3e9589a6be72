import type { EventId } from '../ids.ts';
import type { StatsSnapshot } from '../stats/snapshot.ts';

/** The first frame of a stream, `event: hello`, without an `id:`. */
export interface HelloFrame {
  /** Names the server process; changes with a restart. */
  instance: string;
  /** Whether the stream continues from the client's id with nothing missing. */
  complete: boolean;
  /** Whether a filter or the admin's tenant leaves events out that count. The audit trail counts nothing. */
  filtered: boolean;
  stats: StatsSnapshot;
}

/** What is known about events that can no longer be delivered. A member is null if it is not known. */
export interface MissingEvents {
  /** No missing event is older than this: ISO 8601, UTC. */
  from: string | null;
  /** No missing event is newer than this: ISO 8601, UTC. */
  to: string | null;
  /** Number of missing events. Also null on a stream that leaves events out: it is not known which of them it would have sent. */
  missing: number | null;
}

/**
 * `event: gap`, without an `id:`: the events after `requested`, up to and including `resumedAfter`, are no longer
 * available.
 */
export interface GapFrame extends MissingEvents {
  requested: EventId;
  resumedAfter: EventId;
  stats: StatsSnapshot;
}

/** The names of the frames that are not events. */
export const HELLO_FRAME = 'hello';
export const GAP_FRAME = 'gap';
