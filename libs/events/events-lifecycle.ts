import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { counted, Shutdown } from '#shutdown';
import { newestOfTrail } from './audit/newest-of-trail.ts';
import { DeliveryGuard } from './bus/delivery-guard.ts';
import { EventBus } from './bus/event-bus.ts';
import { EventPipe } from './event-pipe.ts';
import { EventPublisher } from './event-publisher.ts';
import { InstanceKeeper } from './instances/instance-keeper.ts';
import { EventTail } from './event-tail.ts';
import { EventLog } from './log/event-log.ts';
import { requireFinished } from './log/unfinished-copy.ts';
import { insteadOf } from './lost-end.ts';
import { ProjectionKeeper } from './projections/projection-keeper.ts';

/** Milliseconds between two warnings while the log is still opening. */
const SLOW_START_MS = 10_000;
const SLOW_START =
  'The event log is still being opened. A file of an earlier version may take minutes; otherwise check its disk.';

/** Opens the log before anybody is served, and closes it after the last event. */
@Injectable()
export class EventsLifecycle implements OnModuleInit {
  readonly #logger = new Logger('EventLog');

  constructor(
    private readonly pipe: EventPipe,
    private readonly publisher: EventPublisher,
    private readonly guard: DeliveryGuard,
    private readonly bus: EventBus,
    private readonly log: EventLog,
    private readonly tail: EventTail,
    private readonly projections: ProjectionKeeper,
    private readonly instances: InstanceKeeper,
    shutdown: Shutdown,
  ) {
    const commit = (): string => `the log to commit ${counted(log.waiting, 'event')}`;
    shutdown.during('flush the log', () => this.#flush(), commit);
    shutdown.during(
      'save checkpoints',
      () => projections.close(),
      () => 'the log to save them',
    );
    shutdown.during('close the log', (deadline) => this.#close(deadline), commit);
  }

  async onModuleInit(): Promise<void> {
    const slow = setInterval(() => this.#logger.warn(SLOW_START), SLOW_START_MS);
    try {
      await this.#open();
    } finally {
      clearInterval(slow);
    }
  }

  async #open(): Promise<void> {
    await this.log.open();
    await requireFinished(this.log);
    // Before the first event of this process is committed, so that the projections hold only the past.
    await this.projections.restore();
    this.publisher.continueTrail(await newestOfTrail(this.log));
    this.log.follow({
      instances: this.instances,
      committed: (batch) => this.pipe.commit(batch),
      publish: (draft) => this.publisher.publish(draft),
      notice: (event) => this.tail.notify(event),
      findSession: (sessionId) => this.projections.findSession(sessionId),
      missed: (upTo) => this.projections.catchUp(upTo),
      attempted: (attempt) => this.bus.emit('attempted', attempt),
      dropped: (count) => this.bus.emit('dropped', { count, reason: 'queue-full' }),
      refused: (event, error) => {
        this.guard.report(`An event of type "${event.type}"`, error);
        this.bus.emit('dropped', { count: 1, reason: 'no-json' });
        const instead = insteadOf(event);
        if (instead) this.publisher.publish(instead);
      },
    });
  }

  #flush(): Promise<void> {
    this.instances.leave();
    return this.log.flush();
  }

  async #close(deadline: AbortSignal): Promise<void> {
    this.tail.complete();
    await this.log.close(deadline);
  }
}
