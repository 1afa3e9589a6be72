import { Inject, Injectable } from '@nestjs/common';
import { SOURCE_SILENT_MS, type IngestAnswer, type SessionOpenData, type SessionOrigin } from '#contract';
import { tooMany } from '#edge';
import { EventBus, EventLog, EventPublisher } from '#events';
import { PayloadKeeper } from '#tools';
import { INGEST_MODULE_OPTIONS, type IngestModuleOptions } from '../ingest.module-definition.ts';
import { outsideIds } from '../reading/outside-ids.ts';
import { readEvent, RejectedEvent, type Reading, type StampedDraft } from '../reading/read-event.ts';
import type { NumberedEvent, ReadRequest } from '../reading/read-request.ts';
import { sourceAway } from '../source-away.ts';
import { admitEvent } from './admit-event.ts';
import { MAX_SOURCES } from './known-sources.ts';
import { LiveSource } from './live-source.ts';
import { lostOfSource } from './lost-of-source.ts';
import { countOpen, foldSource, hasOpen, newSource } from './source-state.ts';
import { SourcesProjection } from './sources-projection.ts';

/** Milliseconds that a request waits for its events to be in the log. */
const COMMIT_MS = 5_000;
/** Seconds after which an observer that was refused may send its events again. */
const RETRY_AFTER_S = 5;

/** The sources outside that this process takes events of. It publishes each event once, in the order of their numbers. */
@Injectable()
export class Sources {
  readonly #live = new Map<string, LiveSource>();
  readonly #silentMs: number;

  constructor(
    private readonly publisher: EventPublisher,
    private readonly log: EventLog,
    private readonly logged: SourcesProjection,
    private readonly payloads: PayloadKeeper,
    bus: EventBus,
    @Inject(INGEST_MODULE_OPTIONS) { silentMs = SOURCE_SILENT_MS }: IngestModuleOptions,
  ) {
    this.#silentMs = silentMs;
    // What it has published and not committed is dropped, and the sources belong to nobody.
    bus.on('givenUp', 'Sources outside', () => this.#live.clear());
  }

  /**
   * Takes the events of a source that this process owns. Resolves when they are in the log. Rejects with 503 if the log does
   * not take them in time, and with 429 if the tenant has too many sources: nothing is lost if they are sent again.
   */
  async take(tenantId: string, { source, events }: ReadRequest): Promise<IngestAnswer> {
    const live = this.#liveOf(tenantId, source);
    live.heardAt = performance.now();
    const answer: IngestAnswer = { accepted: 0, duplicate: 0, rejected: [] };
    const reading = { tenantId, source, ids: outsideIds(tenantId, source), payloads: this.payloads };
    // Observers keep what they cannot send, and the queue of the log is for those who cannot.
    if (events.length > 0 && this.log.condition !== 'ok') throw sourceAway();
    for (const event of events) this.#takeOne(live, event, reading, answer);
    const isLogged = await this.logged.whenFolded(tenantId, source, live.published, COMMIT_MS);
    if (!isLogged && this.log.condition !== 'ok') throw sourceAway();
    return answer;
  }

  /** Watches a source from now on that this process owns, and that nobody has heard in this process yet. */
  adopt(tenantId: string, source: string): void {
    this.#liveOf(tenantId, source);
  }

  /** Whether this process takes the events of a source. */
  isLive(tenantId: string, source: string): boolean {
    return this.#live.has(keyOf(tenantId, source));
  }

  /** Number of open sessions of an origin of these sources. Takes time proportional to their sessions. */
  countOfOrigin(origin: SessionOrigin): number {
    return sum(Array.from(this.#live.values(), ({ state }) => countOpen(state, origin)));
  }

  /** Number of calls in flight of these sources. */
  get callsInFlight(): number {
    return sum(Array.from(this.#live.values(), ({ state }) => state.calls.size));
  }

  /** Ends what the sources have left open that were silent for too long, and forgets them. */
  expireSilent(): void {
    for (const [key, live] of this.#live) {
      if (live.silentMs < this.#silentMs) continue;
      if (hasOpen(live.state) || live.state.calls.size > 0) this.#expire(live);
      // The log knows all of it by now, for the case that it goes on.
      else if (live.silentMs >= 2 * this.#silentMs && this.log.waiting === 0) this.#live.delete(key);
    }
  }

  #takeOne(live: LiveSource, event: NumberedEvent, reading: Reading, answer: IngestAnswer): void {
    const { seq } = event;
    if (seq <= live.state.seq) {
      answer.duplicate += 1;
      return;
    }
    live.state.seq = seq;
    try {
      const stamped = readEvent(event, reading);
      const reopened = admitEvent(stamped, live.state);
      if (reopened) this.#reopen(live, stamped, reopened);
      this.#publish(live, stamped);
      live.published = seq;
      answer.accepted += 1;
    } catch (error) {
      if (!(error instanceof RejectedEvent)) throw error;
      answer.rejected.push({ seq, message: error.message });
    }
  }

  #reopen(live: LiveSource, { draft, timestamp }: StampedDraft, open: SessionOpenData): void {
    const { sessionId, tenantId } = draft;
    this.#publish(live, { draft: { type: 'session:open', sessionId, tenantId, data: open }, timestamp });
  }

  #publish({ state }: LiveSource, { draft, timestamp }: StampedDraft): void {
    foldSource(state, { ...draft, timestamp });
    this.publisher.publishStamped(draft, timestamp);
  }

  #expire(live: LiveSource): void {
    const timestamp = new Date().toISOString();
    for (const draft of lostOfSource(live, Date.parse(timestamp))) {
      foldSource(live.state, { ...draft, timestamp });
      this.publisher.publish(draft);
    }
  }

  #liveOf(tenantId: string, source: string): LiveSource {
    const key = keyOf(tenantId, source);
    const known = this.#live.get(key);
    if (known) return known;
    const logged = this.logged.find(tenantId, source);
    if (!logged) this.#requireRoom(tenantId);
    const live = new LiveSource(tenantId, source, logged ?? newSource());
    this.#live.set(key, live);
    return live;
  }

  #requireRoom(tenantId: string): void {
    const unknown = [...this.#live.values()].filter(
      (live) => live.tenantId === tenantId && live.published === 0,
    );
    if (this.logged.countActive(tenantId) + unknown.length < MAX_SOURCES) return;
    const message = `The tenant has ${MAX_SOURCES} sources with open sessions, its maximum.`;
    throw tooMany('TOO_MANY_SOURCES', message, RETRY_AFTER_S);
  }
}

/** The name of a source among those of all tenants. */
export function keyOf(tenantId: string, source: string): string {
  return `${tenantId}~${source}`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, number) => all + number, 0);
}
