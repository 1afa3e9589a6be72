import { Injectable, Logger } from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';
import { EventLog } from './log/event-log.ts';
import { EVENTS_COMMITTED } from './event-names.ts';
import type { EventBatch } from './event-batch.ts';
import type { Projection } from './projection.ts';

/** Events after which the projections are saved at the latest, so that a restart has little to read. */
const CHECKPOINT_EVENTS = 50_000;
/** Milliseconds after which they are saved when fewer events have come. */
const CHECKPOINT_MS = 10_000;
const PAGE = 1_000;

/** Restores the projections at start, folds every committed batch into them, and saves them now and then. */
@Injectable()
export class ProjectionKeeper {
  readonly #logger = new Logger('Projections');
  readonly #projections: Projection[] = [];
  #unsaved = 0;
  #saving: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly log: EventLog) {}

  /** Call it in a constructor: the projection is restored before the application serves anybody. */
  register(projection: Projection): void {
    this.#projections.push(projection);
  }

  async restore(): Promise<void> {
    for (const projection of this.#projections) await this.#restoreOne(projection);
    await this.save();
    this.#timer = setInterval(() => void this.save(), CHECKPOINT_MS);
    this.#timer.unref();
  }

  @OnEvent(EVENTS_COMMITTED)
  apply(batch: EventBatch): void {
    for (const { event } of batch.events) for (const projection of this.#projections) projection.apply(event);
    this.#unsaved += batch.count;
    if (this.#unsaved >= CHECKPOINT_EVENTS) void this.save();
  }

  /** Saves every projection; a failure is logged, and made good by the next time. */
  async save(): Promise<void> {
    await this.#saving;
    if (this.#unsaved === 0 || this.log.condition !== 'ok') return;
    const unsaved = this.#unsaved;
    this.#unsaved = 0;
    this.#saving = Promise.all(
      this.#projections.map((one) =>
        this.log.saveCheckpoint(one.name, { asOf: one.asOf, value: one.save() }),
      ),
    ).then(
      () => undefined,
      (error: unknown) => {
        this.#unsaved += unsaved;
        this.#logger.warn(`Checkpoints were not saved: ${String(error)}`);
      },
    );
    await this.#saving;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.save();
  }

  async #restoreOne(projection: Projection): Promise<void> {
    const checkpoint = await this.log.loadCheckpoint(projection.name);
    projection.restore({ start: this.log.start, since: this.log.since }, checkpoint?.value);
    this.#unsaved += checkpoint ? 0 : 1;
    for (;;) {
      const page = await this.log.read({ after: projection.asOf, limit: PAGE });
      for (const { event } of page) projection.apply(event);
      this.#unsaved += page.length;
      if (page.length < PAGE) return;
    }
  }
}
