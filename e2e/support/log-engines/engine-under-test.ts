import {
  sessionFactsOf,
  type EventId,
  type SessionFacts,
  type SessionOpenData,
  type UncommittedEvent,
} from '#contract';
import type { EventBatch, EventLog, HeardInstance, LoggedEvent } from '#events';
import type { EnginePlace, Retention } from './engine-place.ts';

export const call = (callId: string, tool = 'search'): UncommittedEvent => ({
  type: 'tool:start',
  sessionId: `session of ${tool}`,
  tenantId: 'default',
  timestamp: new Date().toISOString(),
  data: { callId, tool },
});

export const idsOf = (events: readonly LoggedEvent[]): EventId[] => events.map(({ id }) => id);

export const callIdsOf = (events: readonly LoggedEvent[]): unknown[] =>
  events.map(({ event }) => 'callId' in event.data && event.data.callId);

/** The engine under test, and what it delivered. */
export class EngineUnderTest {
  log: EventLog;
  batches: EventBatch[] = [];
  /** The delivered events. Kept separately, because the batches drop their objects. */
  delivered: LoggedEvent[] = [];
  /** Events about the log that it could not commit at once. */
  notices: UncommittedEvent[] = [];
  refused: UncommittedEvent[] = [];
  /** The instances that were heard last. */
  heard: readonly HeardInstance[] = [];
  timesGivenUp = 0;

  constructor(readonly place: EnginePlace) {
    this.log = place.create();
  }

  /** Opens another engine at the same place, and follows it. */
  async open(retention?: Retention): Promise<void> {
    this.log = this.place.create(retention);
    this.batches = [];
    this.delivered = [];
    this.notices = [];
    this.refused = [];
    await this.log.open();
    this.log.follow({
      committed: (batch) => {
        expect(this.log.last).toBe(batch.last);
        this.batches.push(batch);
        this.delivered.push(...batch.events);
      },
      // Stands in for the publisher: log events come back like any other event.
      publish: (draft) => this.log.append({ ...draft, timestamp: new Date().toISOString() }),
      notice: (event) => this.notices.push(event),
      findSession: (sessionId) => this.#findSession(sessionId),
      refused: (event) => this.refused.push(event),
      instances: {
        joined: () => undefined,
        heard: (instances) => (this.heard = instances),
        givenUp: () => (this.timesGivenUp += 1),
      },
    });
  }

  #findSession(sessionId: string): SessionFacts | undefined {
    const opened = this.delivered.findLast(
      (one) => one.type === 'session:open' && one.sessionId === sessionId,
    );
    return opened && sessionFactsOf(opened.event.data as SessionOpenData);
  }

  async append(count: number, tool?: string): Promise<void> {
    for (let n = 0; n < count; n += 1) this.log.append(call(`call-${n}`, tool));
    await this.log.flush();
  }

  /** Appends a few at a time: an engine may drop events beyond its maximum before it has delivered them. */
  async appendSlowly(count: number, atOnce: number): Promise<void> {
    for (let n = 0; n < count; n += atOnce) await this.append(atOnce);
  }

  idAt(index: number): EventId {
    const id = this.delivered.at(index)?.id;
    if (id === undefined) throw new Error(`No event ${index} was delivered`);
    return id;
  }

  isDelivered(wanted: string): boolean {
    return this.delivered.some(({ type }) => type === wanted);
  }
}
