import { setTimeout } from 'node:timers/promises';
import { compareEventIds, type EventId, type UncommittedEvent } from '#contract';
import {
  encodeEvent,
  EventBatch,
  EventLog,
  EventMatcher,
  LoggedEvent,
  pageOf,
  type Checkpoint,
  type EventPage,
  type LogListener,
  type PageRequest,
  type Position,
  type ReadRequest,
} from '#events';
import type { FakeBroker } from './fake-broker.ts';

const PAGE = 50;
const RETRY_MS = 5;

/** An engine whose events are ordered by a broker: it sends appended events, and delivers only what it reads back. */
export class BrokerEventLog extends EventLog {
  readonly since: string;
  last: EventId;
  /** JSON without ids, which the broker assigns. */
  readonly #waiting: string[] = [];
  #listener: LogListener | undefined;
  #sending: Promise<void> | undefined;
  #following: Promise<void> | undefined;
  #awaySince: number | undefined;
  /** The id of its last event that the broker has acknowledged. */
  #acknowledged: EventId;
  #isClosed = false;

  constructor(
    private readonly broker: FakeBroker,
    private readonly maxEvents = 1_000_000,
  ) {
    super();
    this.since = broker.since;
    this.last = broker.last;
    this.#acknowledged = broker.last;
  }

  get start(): EventId {
    return this.broker.start;
  }

  get condition(): 'ok' | 'degraded' {
    return this.#awaySince === undefined ? 'ok' : 'degraded';
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  override open(): Promise<void> {
    this.last = this.broker.last;
    return Promise.resolve();
  }

  override follow(listener: LogListener): void {
    this.#listener = listener;
    this.#following = this.#follow(listener);
    this.#sendSoon();
  }

  override append(event: UncommittedEvent): void {
    if (this.#isClosed) return;
    try {
      this.#waiting.push(encodeEvent(event));
      this.#sendSoon();
    } catch (error) {
      this.#listener?.refused(event, error);
    }
  }

  override async read({ after, before, limit, filter }: ReadRequest): Promise<LoggedEvent[]> {
    const all = await this.broker.readAfter(after ?? this.start, Infinity);
    const matcher = EventMatcher.for(filter, (id) => this.#listener?.findSession(id));
    const matching = all
      .map(({ id, json }) => LoggedEvent.identified(id, json))
      .filter((event) => before === undefined || compareEventIds(event.id, before) < 0)
      .filter((event) => !matcher || matcher.matches(event));
    return after === undefined ? matching.slice(-limit) : matching.slice(0, limit);
  }

  override async readPage({ upTo, ...request }: PageRequest): Promise<EventPage> {
    return pageOf(await this.read({ ...request, limit: PAGE }), PAGE, upTo);
  }

  override async locate(id: EventId): Promise<Position> {
    const held = await this.read({ limit: Infinity });
    const { start, last } = this;
    if (compareEventIds(id, start) < 0) return { known: false, resumeAfter: start };
    if (compareEventIds(id, last) > 0) return { known: false, resumeAfter: last };
    const isKnown = id === start || held.some((event) => event.id === id);
    return isKnown ? { known: true } : { known: false, resumeAfter: id };
  }

  override lostAfter(): undefined {
    return undefined;
  }

  override loadCheckpoint(name: string): Promise<Checkpoint | undefined> {
    const saved = this.broker.checkpoints.get(name);
    return Promise.resolve(saved === undefined ? undefined : (JSON.parse(saved) as Checkpoint));
  }

  override saveCheckpoint(name: string, checkpoint: Checkpoint): Promise<void> {
    this.broker.checkpoints.set(name, JSON.stringify(checkpoint));
    return Promise.resolve();
  }

  override async flush(): Promise<void> {
    const isBehind = (): boolean => compareEventIds(this.last, this.#acknowledged) < 0;
    while (this.condition === 'ok' && (this.#waiting.length > 0 || isBehind())) await setTimeout(1);
  }

  override async close(): Promise<void> {
    await this.flush();
    this.#isClosed = true;
    this.broker.wake();
    await Promise.all([this.#sending, this.#following]);
  }

  #sendSoon(): void {
    if (this.#listener && this.#waiting.length > 0) this.#sending ??= this.#send();
  }

  async #send(): Promise<void> {
    while (this.#waiting.length > 0 && !this.#isClosed)
      try {
        const sent = this.#waiting.slice(0, PAGE);
        this.#acknowledged = await this.broker.add(sent, this.maxEvents);
        this.#waiting.splice(0, sent.length);
        this.#recover();
      } catch (error) {
        this.#degrade(String(error));
        await setTimeout(RETRY_MS);
      }
    this.#sending = undefined;
  }

  async #follow(listener: LogListener): Promise<void> {
    while (!this.#isClosed)
      try {
        const entries = await this.broker.readAfter(this.last, PAGE);
        const batch = new EventBatch(
          this.last,
          entries.map(({ id, json }) => LoggedEvent.identified(id, json)),
        );
        this.last = batch.last;
        if (batch.count > 0) listener.committed(batch);
        else if (!this.#isClosed && this.broker.last === this.last) await this.broker.changed();
      } catch {
        await setTimeout(RETRY_MS);
      }
  }

  #degrade(error: string): void {
    if (this.#awaySince !== undefined) return;
    this.#awaySince = performance.now();
    this.#listener?.publish({ type: 'log:degraded', sessionId: '', tenantId: '', data: { error } });
  }

  #recover(): void {
    if (this.#awaySince === undefined) return;
    const durationMs = performance.now() - this.#awaySince;
    this.#awaySince = undefined;
    this.#listener?.publish({
      type: 'log:recovered',
      sessionId: '',
      tenantId: '',
      data: { durationMs, lost: 0 },
    });
  }
}
