import type { CrowsnestEvent, SessionList, StatsSnapshot } from '#contract';

import type { Moment, PastRoutes } from '../../api/routes/past-routes.ts';
import { PastRows } from './past-rows.ts';
import { pastSessions } from './past-sessions.ts';
import type { Patience } from './patience.ts';

/** The complete state at a moment. */
export interface PastMoment {
  /** Its `recentEvents` contain all rows of the feed. */
  stats: StatsSnapshot;
  sessions: SessionList;
  /** As in `PastSessionList`. */
  sessionsSince: number | null;
}

/** Reads the state at a moment: the counters, and the rows and sessions that follow from the events before it. */
export class PastReader {
  readonly #rows = new PastRows();

  constructor(
    private readonly routes: PastRoutes,
    private readonly patience: Patience,
  ) {}

  /** Reads the state. Rejects if the signal aborts or the server refuses. */
  async read(moment: Moment, signal: AbortSignal): Promise<PastMoment> {
    const { routes, patience } = this;
    const stats = await patience.ask((asked) => routes.snapshotAt(moment, asked), signal);
    await this.#rows.read(stats, (before, limit) =>
      patience.ask((asked) => routes.eventsBefore(before, limit, asked), signal),
    );
    const { list, since } = await pastSessions(stats, this.#rows, (before, ids) =>
      patience.ask((asked) => routes.openingsBefore(before, ids, asked), signal),
    );
    const recentEvents = this.#rows.rows.toReversed();
    return { stats: { ...stats, recentEvents }, sessions: list, sessionsSince: since };
  }

  /** Adds the event that was just played. */
  add(event: CrowsnestEvent): void {
    this.#rows.add(event);
  }

  /** Returns the event before one of the rows; undefined if there is none. */
  before(event: CrowsnestEvent): CrowsnestEvent | undefined {
    return this.#rows.before(event.id);
  }

  get last(): CrowsnestEvent | undefined {
    return this.#rows.rows.at(-1);
  }
}
