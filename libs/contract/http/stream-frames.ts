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

/** `event: gap`, without an `id:`: the events after `requested`, up to `resumedAfter`, are no longer available. */
export interface GapFrame {
  requested: EventId;
  resumedAfter: EventId;
  stats: StatsSnapshot;
}

/** The names of the frames that are not events. */
export const HELLO_FRAME = 'hello';
export const GAP_FRAME = 'gap';
