import { setImmediate } from 'node:timers/promises';
import { compareEventIds, type EventId } from '#contract';
import { EncodedEvents } from '../../encoding/encoded-events.ts';
import type { EventPage } from '../../encoding/event-batch.ts';
import { EventMatcher } from '../../encoding/event-matcher.ts';
import { lineWithoutPayload, markOfCall, PAYLOAD_MARKS } from '../../encoding/without-payload.ts';
import { LoggedEvent } from '../../encoding/logged-event.ts';
import { AUDIT_MAX_AGE_MS, AUDIT_MAX_EVENTS } from '../audit/audit-retention.ts';
import { AuditedEvents } from './audited-events.ts';
import type { AuditRange, Checkpoint, IdRange, PageRequest, RangeRequest } from '../event-log.ts';
import type { ReadSlice } from '../read-all.ts';
import { summarizePage, type SummaryPart, type SummaryRequest } from '../summarize.ts';
import { successorOf } from './decimal-ids.ts';
import type { EventStore, Retention, StoreState } from './event-store.ts';
import { firstPosition } from './id-sequence.ts';
import { KeptStates } from './kept-states.ts';
import { indexFrom, selectEvents, type Extent } from './ordered-events.ts';
import { RememberedSessions } from './remembered-sessions.ts';

/** Number of events per page. */
const PAGE_EVENTS = 250;
/** Maximum work of one slice of a read through a filter: a few milliseconds of the thread that serves. */
const MAX_WORK = 8_192;

/** Stores events in the memory of the process, bounded by the retention. */
export class MemoryEventStore implements EventStore {
  readonly pauseMs = 0;
  readonly #sessions = new RememberedSessions();
  #events: LoggedEvent[] = [];
  /** Index of the first stored event; events before it were dropped. The array is cut once most of it was dropped. */
  #head = 0;
  /** Index of the first stored event that was not old enough when payloads were taken out of old events. */
  #expired = 0;
  readonly #made = Date.now();
  #start = firstPosition(this.#made);
  readonly #states = new KeptStates();
  #oldest: { id: EventId; time: number } | undefined;

  readonly #audit: AuditedEvents;

  constructor(private readonly retention: Retention) {
    const { maxEvents, auditMaxAgeMs = AUDIT_MAX_AGE_MS } = retention;
    this.#audit = new AuditedEvents(Math.min(maxEvents, AUDIT_MAX_EVENTS), auditMaxAgeMs);
  }

  get start(): EventId {
    return this.#start;
  }

  open(): Promise<StoreState> {
    return Promise.resolve({ last: this.#start, since: new Date(this.#made).toISOString(), lost: [] });
  }

  append(events: readonly LoggedEvent[]): Promise<void> {
    this.#events.push(...events);
    for (const event of events) this.#sessions.add(event);
    this.#trim();
    this.#expirePayloads();
    return Promise.resolve();
  }

  async readSlice({ filter, ...range }: RangeRequest): Promise<ReadSlice> {
    this.#expirePayloads();
    const matcher = EventMatcher.for(filter, (id) => this.#sessions.find(id));
    const slice = selectEvents(this.#events, this.#held, range, matcher, MAX_WORK);
    // Others get their turn before the next slice.
    if (slice.rest !== undefined) await setImmediate();
    return slice;
  }

  async readPage({ upTo, ...range }: PageRequest): Promise<EventPage> {
    const request = { ...range, before: successorOf(upTo), limit: PAGE_EVENTS };
    const { events, rest } = await this.readSlice(request);
    return {
      events: EncodedEvents.of(events),
      last: rest ?? events.at(-1)?.id,
      isFull: rest !== undefined || events.length === PAGE_EVENTS,
    };
  }

  summarizePart(after: EventId, request: SummaryRequest): Promise<SummaryPart> {
    return summarizePage(this, after, request);
  }

  readAudit(range: AuditRange): Promise<LoggedEvent[]> {
    return Promise.resolve(this.#audit.read(range));
  }

  erasePayloads(callIds: readonly string[], within?: IdRange): Promise<void> {
    const marks = callIds.map(markOfCall);
    const first = within ? indexFrom(this.#events, within.first, this.#held) : this.#head;
    for (let index = first; index < this.#events.length; index += 1) {
      const event = this.#events[index];
      if (!event || (within && compareEventIds(event.id, within.last) > 0)) break;
      if (marks.some((mark) => event.json.includes(mark))) this.#erase(index);
    }
    return Promise.resolve();
  }

  dropEvents(ids: readonly EventId[]): Promise<void> {
    const gone = new Set(ids);
    const held = this.#events.slice(this.#head);
    this.#events = held.filter(({ id }) => !gone.has(id));
    for (const event of held) if (gone.has(event.id)) this.#sessions.remove(event);
    this.#head = 0;
    // Payloads are looked for from the beginning again.
    this.#expired = 0;
    return Promise.resolve();
  }

  has(id: EventId): Promise<boolean> {
    return Promise.resolve(this.#events[indexFrom(this.#events, id, this.#held)]?.id === id);
  }

  loadCheckpoint(): Promise<Checkpoint | undefined> {
    return Promise.resolve(undefined);
  }

  keepCheckpoints(): Promise<void> {
    return Promise.resolve();
  }

  saveCheckpoint(): Promise<void> {
    return Promise.resolve();
  }

  keepState(name: string, state: Checkpoint): Promise<void> {
    this.#states.keep(name, state);
    return Promise.resolve();
  }

  stateAt(name: string, id: EventId): Promise<Checkpoint | undefined> {
    return Promise.resolve(this.#states.at(name, id));
  }

  oldestState(name: string): Promise<Checkpoint | undefined> {
    return Promise.resolve(this.#states.oldest(name));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #erase(index: number): void {
    const event = this.#events[index];
    if (event) this.#events[index] = LoggedEvent.parsed(lineWithoutPayload(event.json, 'gone'));
  }

  /** Takes the payloads out of the events that are old enough. */
  #expirePayloads(): void {
    const { maxAgeMs, payloadMaxAgeMs = maxAgeMs } = this.retention;
    if (payloadMaxAgeMs >= maxAgeMs) return;
    const oldest = new Date(Math.max(0, Date.now() - payloadMaxAgeMs)).toISOString();
    this.#expired = Math.max(this.#expired, this.#head);
    for (; this.#expired < this.#events.length; this.#expired += 1) {
      const event = this.#events[this.#expired];
      if (!event || event.timestamp >= oldest) return;
      if (PAYLOAD_MARKS.some((mark) => event.json.includes(mark))) this.#erase(this.#expired);
    }
  }

  #trim(): void {
    const oldest = Date.now() - this.retention.maxAgeMs;
    for (let first = this.#events[this.#head]; first; first = this.#events[this.#head]) {
      const tooMany = this.#events.length - this.#head > this.retention.maxEvents;
      if (!tooMany && this.#timeOf(first) >= oldest) break;
      this.#start = first.id;
      this.#sessions.remove(first);
      this.#audit.add(first);
      this.#head += 1;
    }
    this.#states.dropBefore(this.#start);
    if (this.#head * 2 <= this.#events.length) return;
    this.#events = this.#events.slice(this.#head);
    this.#expired = Math.max(0, this.#expired - this.#head);
    this.#head = 0;
  }

  /** When the oldest event was stamped, in milliseconds since 1970. Cached, because every append asks. */
  #timeOf(first: LoggedEvent): number {
    if (this.#oldest?.id !== first.id) this.#oldest = { id: first.id, time: Date.parse(first.timestamp) };
    return this.#oldest.time;
  }

  get #held(): Extent {
    return { from: this.#head, to: this.#events.length };
  }
}
