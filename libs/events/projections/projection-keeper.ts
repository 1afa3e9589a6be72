import { Injectable, Logger } from '@nestjs/common';
import { compareEventIds, type EventId, type InFlightCall, type SessionFacts } from '#contract';
import { DeliveryGuard } from '../bus/delivery-guard.ts';
import type { EventBatch } from '../encoding/event-batch.ts';
import { EventLog } from '../log/event-log.ts';
import type { LoggedEvent } from '../encoding/logged-event.ts';
import { NewerCheckpointError, type LogOrigin, type Projection } from './projection.ts';

/** Number of events after which the projections are saved, so that a restart reads few events. */
const CHECKPOINT_EVENTS = 50_000;
/** Milliseconds after which they are saved when fewer events arrive. */
const CHECKPOINT_MS = 10_000;
const PAGE_EVENTS = 1_000;

interface Fold {
  projection: Projection;
  /** Names the projection in the log and in the failure counts. */
  name: string;
  /** The id of the last event that the projection has received. */
  position: EventId;
  /** The id of the last event that its saved state includes. */
  saved?: EventId;
}

/**
 * Restores the projections at start, folds every committed event into each of them exactly once, and saves them at
 * intervals. When a projection throws on an event, only that projection skips it.
 */
@Injectable()
export class ProjectionKeeper {
  readonly #logger = new Logger('Projections');
  readonly #folds: Fold[] = [];
  readonly #restored: (() => void)[] = [];
  #callsLeft = new Map<string, InFlightCall>();
  #unsaved = 0;
  #saving: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly log: EventLog,
    private readonly guard: DeliveryGuard,
  ) {}

  /** Registers a projection, which is restored before the application accepts requests. Call it in a constructor. */
  register(projection: Projection): void {
    const name = `Projection "${projection.name}"`;
    this.#folds.push({ projection, name, position: projection.asOf });
  }

  /**
   * Adds a listener that is called once, when the projections hold everything that earlier processes left in the log,
   * and nothing of this process. Call it in a constructor.
   */
  onRestored(listener: () => void): void {
    this.#restored.push(listener);
  }

  /**
   * The calls that earlier processes left in flight, according to any projection. Events of this process do not change
   * them.
   */
  get callsLeft(): readonly InFlightCall[] {
    return [...this.#callsLeft.values()];
  }

  /** The last event that the saved state of every projection includes: none is folded again up to there. */
  get savedUpTo(): EventId {
    const saved = this.#folds.map(({ saved: upTo }) => upTo ?? this.log.start);
    return saved.reduce((least, id) => (compareEventIds(id, least) < 0 ? id : least), this.log.last);
  }

  /**
   * Resolves when every projection has folded all committed events. Rejects when the log cannot be read, or when a
   * newer version saved a checkpoint.
   */
  async restore(): Promise<void> {
    const origin = { start: this.log.start, since: this.log.since };
    for (const fold of this.#folds) await this.#restoreOne(fold, origin);
    const left = this.#folds.flatMap(({ projection }) => projection.callsInFlight?.() ?? []);
    this.#callsLeft = new Map(left.map((call) => [call.callId, call]));
    await this.#dropOrphans();
    for (const listener of this.#restored) this.guard.run('A listener of restored projections', listener);
    await this.save();
    this.#timer = setInterval(() => void this.save(), CHECKPOINT_MS);
    this.#timer.unref();
  }

  /** What filters look at in a session that is open or has ended lately, according to any projection. */
  findSession(sessionId: string): SessionFacts | undefined {
    for (const { projection } of this.#folds) {
      const facts = projection.findSession?.(sessionId);
      if (facts) return facts;
    }
    return undefined;
  }

  /** Folds a committed batch. */
  apply(batch: EventBatch): void {
    for (const fold of this.#folds) this.#foldAll(fold, batch.events);
    this.#unsaved += batch.count;
    if (this.#unsaved >= CHECKPOINT_EVENTS) void this.save();
  }

  /** Saves every projection. A failure is logged; the next save tries again. */
  async save(): Promise<void> {
    await this.#saving;
    if (this.#unsaved === 0 || this.log.condition !== 'ok') return;
    const unsaved = this.#unsaved;
    this.#unsaved = 0;
    this.#saving = Promise.all(this.#folds.map((fold) => this.#saveOne(fold))).then((saved) => {
      if (saved.includes(false)) this.#unsaved += unsaved;
    });
    await this.#saving;
  }

  /** Saves every projection although no event has come, because one of them knows what no event tells. */
  async saveUnfolded(): Promise<void> {
    this.#unsaved += 1;
    await this.save();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.save();
  }

  /** A checkpoint that no projection reads any more, such as one of another version, would keep events for ever. */
  async #dropOrphans(): Promise<void> {
    try {
      await this.log.keepCheckpoints(this.#folds.map(({ projection }) => projection.name));
    } catch (error) {
      this.#logger.warn(`Checkpoints that nobody reads could not be dropped: ${String(error)}`);
    }
  }

  async #saveOne(fold: Fold): Promise<boolean> {
    const { projection } = fold;
    const { asOf } = projection;
    try {
      await this.log.saveCheckpoint(projection.name, { asOf, value: projection.save() });
      fold.saved = asOf;
      return true;
    } catch (error) {
      this.#logger.warn(`The checkpoint "${projection.name}" was not saved: ${String(error)}`);
      return false;
    }
  }

  async #restoreOne(fold: Fold, origin: LogOrigin): Promise<void> {
    const { projection, name } = fold;
    const checkpoint = await this.log.loadCheckpoint(projection.name);
    if (!checkpoint) this.#unsaved += 1;
    try {
      projection.restore(origin, checkpoint?.value);
      if (checkpoint) fold.saved = projection.asOf;
    } catch (error) {
      if (error instanceof NewerCheckpointError) throw error;
      // An unreadable checkpoint costs the projection its history, and does not prevent the start.
      this.guard.report(name, error);
      this.guard.run(name, () => projection.restore(origin, undefined));
    }
    fold.position = projection.asOf;
    while (await this.#readOn(fold));
  }

  /** Folds the next page of the log; resolves with whether there may be more. */
  async #readOn(fold: Fold): Promise<boolean> {
    const page = await this.log.read({ after: fold.position, limit: PAGE_EVENTS });
    this.#foldAll(fold, page);
    this.#unsaved += page.length;
    return page.length === PAGE_EVENTS;
  }

  #foldAll(fold: Fold, events: readonly LoggedEvent[]): void {
    for (const { event } of newEvents(events, fold.position)) {
      fold.position = event.id;
      try {
        fold.projection.apply(event);
      } catch (error) {
        this.guard.report(fold.name, error);
      }
    }
  }
}

/** The events after a position. Their ids grow, so usually only the first has to be compared. */
function newEvents(events: readonly LoggedEvent[], position: EventId): readonly LoggedEvent[] {
  const first = events.findIndex(({ id }) => compareEventIds(id, position) > 0);
  return first === 0 ? events : events.slice(first < 0 ? events.length : first);
}
