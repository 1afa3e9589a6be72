import { Logger } from '@nestjs/common';
import { compareEventIds, type EventDraft, type EventId, type UncommittedEvent } from '#contract';
import { beforeDeadline } from '#shutdown';
import type { EventPage } from '../../encoding/event-batch.ts';
import { LoggedEvent } from '../../encoding/logged-event.ts';
import type { Claims } from '../claims.ts';
import { Delivery } from '../delivery.ts';
import {
  EventLog,
  type AuditRange,
  type Checkpoint,
  type LogCondition,
  type LogListener,
  type PageRequest,
  type Position,
  type ReadRequest,
} from '../event-log.ts';
import { LogError } from '../log-error.ts';
import type { LogScripts } from '../log-scripts.ts';
import type { LostRange } from '../losses/lost-ranges.ts';
import type { InstanceFacts, Membership } from '../membership.ts';
import { QUEUE_EVENTS } from '../queue-bound.ts';
import type { Broker } from './broker.ts';
import { BrokerFollower } from './broker-follower.ts';
import { BrokerHealth } from './broker-health.ts';
import { BrokerHistory } from './broker-history.ts';
import { BrokerMembership } from './instances/broker-membership.ts';
import { BrokerWriter } from './outgoing/broker-writer.ts';
import { InstanceIdentity } from './instance-identity.ts';
import { LogView } from './log-view.ts';
import { onceBack } from './waiting/once-back.ts';
import { OutgoingEvents } from './outgoing/outgoing-events.ts';
import { Pause } from './waiting/pause.ts';
import { SentEvents } from './outgoing/sent-events.ts';
import { untilDelivered } from './waiting/until-delivered.ts';

const REPLACED =
  'The data of the event log was deleted or replaced. The log continues with greater ids; what it held before is gone.';

const KEPT_TOGETHER =
  'The event log keeps events in batches, and cannot drop single ones: use another engine, or one retention for all events.';

/** What exists once the log is followed. */
interface Following {
  writer: BrokerWriter;
  follower: BrokerFollower;
  membership: BrokerMembership;
  /** Resolves when the follower has stopped. */
  ended: Promise<void>;
}

/** What exists once the log is open. */
interface OpenedLog {
  view: LogView;
  delivery: Delivery;
  history: BrokerHistory;
}

/**
 * A log whose events a broker orders and keeps. It appends the events of this process, and delivers only what it reads
 * back, so that every process delivers the same events in the same order.
 */
export class BrokerEventLog extends EventLog {
  readonly #logger = new Logger('EventLog');
  readonly #sent = new SentEvents();
  readonly #identity: InstanceIdentity;
  readonly #outgoing: OutgoingEvents;
  readonly #pause = new Pause();
  readonly #health = new BrokerHealth(
    (draft) => this.#announce(draft),
    () => this.#outgoing.count === 0,
  );
  #opened: OpenedLog | undefined;
  #listener: LogListener | undefined;
  #following: Following | undefined;
  /** Resolves when events were acknowledged or delivered, or an outage begins. */
  #change = Promise.withResolvers<void>();
  #isClosing = false;
  #isAnnouncing = false;

  constructor(
    private readonly broker: Broker,
    private readonly facts: InstanceFacts,
    private readonly waitMs: number,
  ) {
    super();
    this.#identity = new InstanceIdentity(facts.name);
    this.#outgoing = new OutgoingEvents(
      (event, error) => this.#listener?.refused(event, error),
      this.#sent,
      this.#identity,
      broker,
    );
  }

  get start(): EventId {
    return this.#open.view.start;
  }

  get last(): EventId {
    return this.#open.delivery.last;
  }

  get since(): string {
    return this.#open.view.since;
  }

  get condition(): LogCondition {
    return this.#health.isDegraded ? 'degraded' : 'ok';
  }

  get waiting(): number {
    return this.#outgoing.count;
  }

  override get isShared(): boolean {
    return true;
  }

  override get membership(): Membership | undefined {
    return this.#following?.membership;
  }

  override get claims(): Claims {
    return this.broker.claims;
  }

  override get scripts(): LogScripts | undefined {
    return this.broker.scripts;
  }

  override async open(): Promise<void> {
    const state = await onceBack(() => this.broker.open(), this.waitMs);
    const view = new LogView(state, () => this.#logger.warn(REPLACED));
    const delivery = new Delivery(state.last, (batch) => this.#listener?.committed(batch));
    const history = new BrokerHistory({
      broker: this.broker,
      view,
      last: () => delivery.last,
      delivered: (id) => untilDelivered(id, delivery),
      findSession: (id) => this.#listener?.findSession(id),
    });
    this.#opened = { view, delivery, history };
  }

  override follow(listener: LogListener): void {
    const { view, delivery } = this.#open;
    this.#listener = listener;
    const parts = {
      broker: this.broker,
      view,
      delivery,
      sent: this.#sent,
      outgoing: this.#outgoing,
      health: this.#health,
      pause: this.#pause,
      identity: this.#identity,
      facts: this.facts,
      listener: listener.instances,
      missed: async (upTo: EventId) => listener.missed?.(upTo),
      changed: () => this.#changed(),
    };
    const membership = new BrokerMembership(parts);
    const writer = new BrokerWriter({
      ...parts,
      givenUp: (instance) => membership.joinAnewNow(instance),
      attempted: (attempt) => listener.attempted?.(attempt),
    });
    const follower = new BrokerFollower(parts);
    this.#following = { membership, writer, follower, ended: follower.run() };
    membership.begin();
    writer.wake();
  }

  override append(event: UncommittedEvent): void {
    // A closing log still takes the event that announces the end of an outage.
    if (this.#isClosing && !this.#isAnnouncing) return this.#refuseLate(event);
    const dropped = this.#outgoing.push(event);
    if (dropped > 0) {
      this.#health.begin(`${QUEUE_EVENTS} events wait for it`);
      this.#health.dropped(dropped);
      this.#listener?.dropped?.(dropped);
    }
    this.#following?.writer.wake();
    if (this.#isAnnouncing) this.#listener?.notice(event);
  }

  override read(request: ReadRequest): Promise<LoggedEvent[]> {
    return this.#onceBack(() => this.#open.history.read(request));
  }

  override async readAudit(range: AuditRange): Promise<LoggedEvent[]> {
    const entries = await this.#onceBack(() => this.broker.readAudit({ ...range, upTo: this.last }));
    return entries.map(({ id, json }) => LoggedEvent.identified(id, json));
  }

  override readPage(request: PageRequest): Promise<EventPage> {
    return this.#open.history.readPage(request);
  }

  override locate(id: EventId): Promise<Position> {
    return this.#open.history.locate(id);
  }

  override lostAfter(position: EventId): LostRange | undefined {
    return this.#open.view.lost.after(position);
  }

  override countBetween(after: EventId, last: EventId): number | null {
    const { origin } = this.#open.view.known;
    if (compareEventIds(after, origin) < 0 || compareEventIds(after, last) > 0) return null;
    const count = this.broker.numberOf(last) - this.broker.numberOf(after);
    return count >= 0 ? count : null;
  }

  override loadCheckpoint(name: string): Promise<Checkpoint | undefined> {
    return this.#onceBack(() => this.broker.loadCheckpoint(name));
  }

  override saveCheckpoint(name: string, checkpoint: Checkpoint): Promise<void> {
    return this.broker.saveCheckpoint(name, checkpoint);
  }

  override keepCheckpoints(names: readonly string[]): Promise<void> {
    return this.broker.keepCheckpoints(names);
  }

  override keepState(name: string, state: Checkpoint): Promise<void> {
    return this.broker.keepState(name, state);
  }

  override stateAt(name: string, id: EventId): Promise<Checkpoint | undefined> {
    return this.broker.stateAt(name, this.start, id);
  }

  override oldestState(name: string): Promise<Checkpoint | undefined> {
    return this.broker.oldestState(name, this.start);
  }

  override async erasePayloads(callIds: readonly string[]): Promise<void> {
    // Those of this process that are not stored yet.
    await this.flush();
    await this.broker.payloads.erase(callIds);
  }

  override async dropEvents(ids: readonly EventId[], lost: LostRange): Promise<void> {
    const { thinning } = this.broker;
    if (!thinning) throw new LogError('LOG_UNSUPPORTED', KEPT_TOGETHER);
    const missing = await thinning.drop(ids, lost);
    if (missing > 0) this.#open.view.addLost({ ...lost, missing });
  }

  override async flush(): Promise<void> {
    const { view, delivery } = this.#open;
    const { pushed } = this.#outgoing;
    await this.#until(() => this.#outgoing.handled >= pushed);
    const { last } = view.known;
    await this.#until(() => compareEventIds(delivery.last, last) >= 0);
  }

  override async close(deadline?: AbortSignal): Promise<void> {
    this.#isClosing = true;
    this.#pause.end();
    await beforeDeadline(this.#following?.writer.close(), deadline);
    await beforeDeadline(this.#following?.membership.close(), deadline);
    this.#following?.follower.stop();
    this.broker.close();
    await beforeDeadline(this.#following?.ended, deadline);
    if (this.#outgoing.count > 0) this.#logger.error(`${this.#outgoing.count} events could not be appended`);
  }

  /** Until the log is followed, nobody is served, and what the start reads waits for the broker as its opening does. */
  #onceBack<T>(read: () => Promise<T>): Promise<T> {
    return this.#following ? read() : onceBack(read, this.waitMs);
  }

  /** Waits while the log is followed and not degraded, until something is so. */
  async #until(isSo: () => boolean): Promise<void> {
    while (this.#following && this.condition === 'ok' && !isSo()) await this.#change.promise;
  }

  get #open(): OpenedLog {
    if (!this.#opened) throw new Error('The event log is not open yet');
    return this.#opened;
  }

  #changed(): void {
    this.#change.resolve();
    this.#change = Promise.withResolvers();
  }

  /** Publishes an event about the log, which comes back through `append` before this returns. */
  #announce(draft: EventDraft): void {
    this.#isAnnouncing = true;
    this.#listener?.publish(draft);
    this.#isAnnouncing = false;
    this.#changed();
  }

  /** An event came too late, such as from a provider of the application that ends after the log. */
  #refuseLate({ type }: UncommittedEvent): void {
    this.#logger.warn(`An event of type "${type}" was published after the log was closed, and dropped`);
  }
}
