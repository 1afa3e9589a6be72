import type { Random } from '../environment/random.ts';
import { ADMIN_TOKEN } from '../server/server-process.ts';
import { ChaoticSubscriber } from './chaotic-subscriber.ts';
import { EventRecordBook } from './event-record-book.ts';
import { ALL_KINDS } from './numbered-calls.ts';
import type { Order, RecordedEvent } from './protocol.ts';
import { PublishingProcess } from './publishing-process.ts';
import type { LogBounds } from './stream-verdict.ts';

/** The size of a run. */
export interface ChaosBounds {
  /** Number of server processes, one after the other; about two of three are killed. */
  rounds: number;
  subscribers: number;
  /** Number of orders that the server gets in each round. */
  orders: number;
  maxEvents: number;
}

/** Each process numbers its calls in a range of its own. */
const CALLS_PER_ROUND = 1_000_000;
const PATIENCE_MS = 60_000;

/** Processes and subscribers that come and go, driven by a seed. */
export class StreamChaos {
  readonly record = new EventRecordBook();
  readonly faults: string[] = [];
  readonly counts = { kills: 0, stops: 0, connections: 0, told: 0, gaps: 0, refused: 0 };
  readonly #subscribers: ChaoticSubscriber[];
  #rounds = 0;
  #process: PublishingProcess | undefined;

  constructor(
    private readonly random: Random,
    private readonly log: string,
    private readonly bounds: ChaosBounds,
  ) {
    this.#subscribers = Array.from(
      { length: bounds.subscribers },
      () => new ChaoticSubscriber(random, this.record),
    );
  }

  /** Runs every round, and a last one in which all subscribers catch up; resolves with its process. */
  async run(): Promise<PublishingProcess> {
    let process = await this.#start();
    while (this.#rounds <= this.bounds.rounds) {
      await this.#round(process);
      const { earliest, start, hasStopped } = process;
      const reported = this.record.last;
      process = await this.#start();
      // A process that was killed may have deleted events that it could not report any more.
      const latest = hasStopped ? start : process.start;
      const isGone = this.log === 'memory:' && !hasStopped;
      this.#judge({ earliest, latest, ...(isGone && { reported }) });
    }
    for (const subscriber of this.#subscribers) subscriber.reconnect(process.origin, 'right');
    await process.tell({ order: 'publish', calls: ALL_KINDS, gait: 'burst', padding: 0 });
    await this.#catchUp();
    for (const subscriber of this.#subscribers) subscriber.leave();
    this.#judge({ earliest: process.earliest, latest: process.start });
    return process;
  }

  /** The events of the last process. */
  get sinceStart(): RecordedEvent[] {
    return this.record.events.slice(this.record.indexAfter(this.#process?.earliest ?? '0'));
  }

  /** Cleans up, also after a failure. */
  async end(): Promise<void> {
    for (const subscriber of this.#subscribers) subscriber.leave();
    await this.#process?.kill();
  }

  async #start(): Promise<PublishingProcess> {
    const { log, record } = this;
    this.#rounds += 1;
    const firstCall = this.#rounds * CALLS_PER_ROUND;
    const { maxEvents } = this.bounds;
    const options = { log, maxEvents, token: ADMIN_TOKEN, reportAfter: record.last, firstCall };
    this.#process = await PublishingProcess.start(options, record);
    return this.#process;
  }

  /** Runs one process from its start to its end. */
  async #round(process: PublishingProcess): Promise<void> {
    for (const subscriber of this.#subscribers) subscriber.reconnect(process.origin);
    for (let order = 0; order < this.bounds.orders; order += 1) {
      const done = process.tell(this.#someOrder());
      for (let disturbance = this.random.below(4); disturbance > 0; disturbance -= 1) this.#disturb(process);
      await done;
    }
    if (this.random.below(3) > 0) {
      this.counts.kills += 1;
      await process.tellAndKill(this.#someOrder(), this.random.below(1_000));
    } else {
      this.counts.stops += 1;
      await this.#catchUp();
      await process.stop();
    }
    for (const subscriber of this.#subscribers) subscriber.leave();
  }

  #someOrder(): Order {
    const { random } = this;
    switch (random.below(6)) {
      case 0:
        return { order: 'save' };
      case 1:
      case 2:
        return { order: 'publish', calls: 50 + random.below(300), gait: 'trickle', padding: 0 };
      default:
        return {
          order: 'publish',
          calls: 50 + random.below(1_000),
          gait: 'burst',
          padding: random.pick([0, 0, 200, 4_000]),
        };
    }
  }

  #disturb({ origin }: PublishingProcess): void {
    const subscriber = this.random.pick(this.#subscribers);
    if (this.random.below(2) === 0) subscriber.toggleStall();
    else subscriber.reconnect(origin);
  }

  async #catchUp(): Promise<void> {
    const silences = await Promise.all(
      this.#subscribers.map((subscriber) => subscriber.catchUp(PATIENCE_MS)),
    );
    this.faults.push(...silences.filter((silence) => silence !== undefined));
  }

  #judge(bounds: LogBounds): void {
    for (const subscriber of this.#subscribers) {
      this.counts.connections += subscriber.connections.length;
      for (const { told, status } of subscriber.connections) {
        const gaps = told.filter((one) => 'gap' in one).length;
        this.counts.gaps += gaps;
        this.counts.told += told.length - gaps;
        this.counts.refused += status === 400 ? 1 : 0;
      }
      this.faults.push(...subscriber.judge(bounds));
    }
  }
}
