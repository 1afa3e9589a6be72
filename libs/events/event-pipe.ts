import { Injectable } from '@nestjs/common';
import type { UncommittedEvent } from '#contract';
import { EventBus, type BusKind, type BusMessages } from './bus/event-bus.ts';
import type { EventBatch } from './encoding/event-batch.ts';
import { EventTail } from './event-tail.ts';
import { EventLog } from './log/event-log.ts';
import { ProjectionKeeper } from './projections/projection-keeper.ts';
import { PublicListeners } from './public-listeners/public-listeners.ts';

/** One step of the event pipe. The bus calls it for every message of its kind and isolates its failures. */
interface Stage<K extends BusKind> {
  kind: K;
  /** Names the stage in the log and in the failure counts. */
  name: string;
  run: (payload: BusMessages[K]) => void;
}

/**
 * The path of every event, in order:
 *
 * publish → log → committed → projections → tail → public listeners
 *
 * Only `EventPublisher` calls {@link publish}. The log answers with batches, which `EventsLifecycle` passes to
 * {@link commit}. Other libraries may listen to the same messages, after the stages. A stage that fails stops neither the
 * other stages nor the log.
 */
@Injectable()
export class EventPipe {
  constructor(
    private readonly bus: EventBus,
    log: EventLog,
    projections: ProjectionKeeper,
    tail: EventTail,
    listeners: PublicListeners,
  ) {
    this.#add({ kind: 'happened', name: 'log', run: (event) => log.append(event) });
    this.#add({ kind: 'committed', name: 'projections', run: (batch) => projections.apply(batch) });
    this.#add({ kind: 'committed', name: 'tail', run: (batch) => tail.push(batch) });
    this.#add({ kind: 'committed', name: 'public listeners', run: (batch) => listeners.deliver(batch) });
  }

  /** Sends a stamped event into the pipe. */
  publish(event: UncommittedEvent): void {
    this.bus.emit('happened', event);
  }

  /** Sends a batch that the log has committed to all stages and listeners. */
  commit(batch: EventBatch): void {
    this.bus.emit('committed', batch);
    // The tail keeps the batch as bytes. Nobody else is to parse it: each had the objects at hand.
    batch.dropObjects();
  }

  #add<K extends BusKind>({ kind, name, run }: Stage<K>): void {
    this.bus.on(kind, `Stage "${name}"`, run);
  }
}
