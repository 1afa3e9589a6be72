import { Injectable, Logger } from '@nestjs/common';
import { compareEventIds, type EventId, type InFlightCall, type SessionFacts } from '#contract';
import { DeliveryGuard } from '../bus/delivery-guard.ts';
import type { EventBatch } from '../encoding/event-batch.ts';
import { EventLog } from '../log/event-log.ts';
import { Fold } from './fold.ts';
import type { Projection } from './projection.ts';
import { UnsavedCheckpoints, type UnsavedCheckpoint } from './unsaved-checkpoints.ts';

/** Number of events after which the projections are saved, so that a restart reads few events. */
const CHECKPOINT_EVENTS = 50_000;
/** Milliseconds after which they are saved when fewer events arrive. */
const CHECKPOINT_MS = 10_000;

/**
 * Restores the projections at start, folds every committed event into each of them exactly once, and saves them at
 * intervals. When a projection throws on an event, only that projection skips it.
 */
@Injectable()
export class ProjectionKeeper {
  readonly #logger = new Logger('Projections');
  readonly #folds: Fold[] = [];
  readonly #restored: (() => void)[] = [];
  readonly #unsavedCheckpoints = new UnsavedCheckpoints();
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
    this.#folds.push(new Fold(projection, this.log, this.guard));
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
    for (const fold of this.#folds) await this.#restoreOne(fold);
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
    for (const fold of this.#folds) fold.foldAll(batch.events);
    this.#unsaved += batch.count;
    if (this.#unsaved >= CHECKPOINT_EVENTS) void this.save();
  }

  /**
   * Events up to a position can no longer be read, and other instances may have folded them. Takes over the states that
   * they have saved: before retention drops an event, there is one that includes it. Rejects while the log is away.
   */
  async catchUp(upTo: EventId): Promise<void> {
    // After the first of many holes, a state that was taken over usually includes the others.
    const behind = this.#folds.filter((fold) => !fold.includes(upTo));
    const saved = behind.map(({ projection }) => this.log.loadCheckpoint(projection.name));
    const checkpoints = await Promise.all(saved);
    // All in one turn: some projections look at others.
    for (const [index, fold] of behind.entries()) {
      fold.miss(upTo);
      fold.takeOver(checkpoints[index]);
    }
    this.#unsaved += behind.length;
  }

  /** Saves every projection. A failure is logged; the next save tries again. */
  async save(): Promise<void> {
    await this.#saving;
    if (this.#unsaved === 0 || this.log.condition !== 'ok') return;
    const unsaved = this.#unsaved;
    this.#unsaved = 0;
    this.#saving = this.#saveAll().then((isSaved) => {
      if (!isSaved) this.#unsaved += unsaved;
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

  /** Resolves with whether every projection was saved. */
  async #saveAll(): Promise<boolean> {
    const results = await Promise.all(this.#folds.map((fold) => this.#saveOne(fold)));
    const failed = results.filter((result) => typeof result === 'object');
    if (failed.length > 0) this.#unsavedCheckpoints.failed(failed);
    const isSaved = results.every((result) => result === true);
    if (isSaved) this.#unsavedCheckpoints.saved();
    return isSaved;
  }

  /** Resolves with whether it was saved, or with what prevented that. */
  async #saveOne(fold: Fold): Promise<boolean | UnsavedCheckpoint> {
    const { projection } = fold;
    try {
      if (!(await fold.becomeWhole())) return false;
      const { asOf } = projection;
      await this.log.saveCheckpoint(projection.name, { asOf, value: projection.save() });
      fold.saved = asOf;
      return true;
    } catch (error) {
      return { name: projection.name, error };
    }
  }

  async #restoreOne(fold: Fold): Promise<void> {
    const checkpoint = await this.log.loadCheckpoint(fold.projection.name);
    if (!checkpoint) this.#unsaved += 1;
    fold.begin(checkpoint);
    for (let isFull = true; isFull;) {
      const page = await fold.readOn();
      this.#unsaved += page.count;
      isFull = page.isFull;
    }
  }
}
