import { randomUUID } from 'node:crypto';
import {
  Injectable,
  Logger,
  type MessageEvent,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { Observable, Subject, takeUntil } from 'rxjs';
import type { Response } from 'express';
import { EventLog, EventTail } from '#events';
import { StatsProjection } from '#stats';
import { PacedResponse } from './paced-response.ts';
import type { StreamRequest } from './stream-request.ts';
import { StreamSubscriber } from './stream-subscriber.ts';

/** Milliseconds between two heartbeats of a stream. */
const HEARTBEAT_MS = 15_000;

/** Everybody who is connected to the stream. */
@Injectable()
export class StreamHub implements OnModuleInit, OnApplicationShutdown {
  /** Another one after a restart: tells a client that it talks to a new process. */
  readonly #instance = randomUUID();
  readonly #subscribers = new Set<StreamSubscriber>();
  readonly #over = new Subject<void>();
  readonly #logger = new Logger('StreamHub');
  #heartbeat: NodeJS.Timeout | undefined;

  constructor(
    private readonly log: EventLog,
    private readonly tail: EventTail,
    private readonly stats: StatsProjection,
  ) {}

  onModuleInit(): void {
    this.#heartbeat = setInterval(() => {
      for (const subscriber of this.#subscribers) subscriber.beat();
    }, HEARTBEAT_MS);
    this.#heartbeat.unref();
    this.tail.batches.subscribe({ complete: () => this.#over.next() });
  }

  onApplicationShutdown(): void {
    clearInterval(this.#heartbeat);
  }

  /**
   * The stream of one client. What Nest is given carries only its beginning, its end and its errors: the
   * frames go to the response as they are encoded, once for all clients, and `hello` and `gap` without
   * the counting `id:` that Nest would add.
   */
  stream(request: StreamRequest, tenantId: string | null, response: Response): Observable<MessageEvent> {
    return new Observable<MessageEvent>((observer) => {
      // A comment: it has no id, and with it Nest sends the headers.
      observer.next({ comment: 'crowsnest' });
      const source = {
        instance: this.#instance,
        log: this.log,
        tail: this.tail,
        snapshot: () => this.stats.snapshot(tenantId),
      };
      // Ended rather than failed: the error frame that Nest would send carries an `id:` of its own counting.
      const fail = (error: unknown): void => {
        this.#logger.error(error);
        observer.complete();
      };
      const subscriber = new StreamSubscriber(source, request, new PacedResponse(response), fail);
      this.#subscribers.add(subscriber);
      subscriber.start().catch(fail);
      return () => {
        this.#subscribers.delete(subscriber);
        subscriber.end();
      };
    }).pipe(takeUntil(this.#over));
  }
}
