import { randomUUID } from 'node:crypto';
import {
  Inject,
  Injectable,
  Logger,
  type MessageEvent,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import type { Response } from 'express';
import { Observable, Subject, takeUntil } from 'rxjs';
import { EventLog, EventTail } from '#events';
import { StatsProjection } from '#stats';
import { ADMIN_MODULE_OPTIONS, type AdminModuleOptions } from '../admin.module-definition.ts';
import type { AdminPrincipal } from '#edge';
import { LiveFeed } from './live-feed.ts';
import { StreamLimits } from './stream-limits.ts';
import type { StreamRequest } from './stream-request.ts';
import { StreamSubscriber, type StreamSource } from './stream-subscriber.ts';
import { StreamWriter } from './stream-writer.ts';

/** Milliseconds between two heartbeats of a stream. */
const HEARTBEAT_MS = 15_000;
/** Pauses between flushes as long as so many subscribers ask for, but no longer ones. */
const FLUSH_BOUNDS = { minMs: 0, maxMs: 20 };

/** Everybody who is connected to the stream. */
@Injectable()
export class StreamHub implements OnModuleInit, OnApplicationShutdown {
  readonly #logger = new Logger('StreamHub');
  /** Another one after a restart: tells a client that it talks to a new process. */
  readonly #instance = randomUUID();
  readonly #subscribers = new Set<StreamSubscriber>();
  readonly #limits: StreamLimits;
  readonly #feed: LiveFeed;
  readonly #over = new Subject<void>();
  #heartbeat: NodeJS.Timeout | undefined;

  constructor(
    private readonly log: EventLog,
    private readonly tail: EventTail,
    private readonly stats: StatsProjection,
    @Inject(ADMIN_MODULE_OPTIONS) options: AdminModuleOptions,
  ) {
    this.#limits = new StreamLimits(options);
    this.#feed = new LiveFeed(tail, { ...FLUSH_BOUNDS, ...options.flush });
  }

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
   * the counting `id:` that Nest would add. Fails with 429 or 503 when there are too many streams.
   */
  stream(request: StreamRequest, admin: AdminPrincipal, response: Response): Observable<MessageEvent> {
    return new Observable<MessageEvent>((observer) => {
      // Thrown before the headers are out, a refusal is answered by the exception filters.
      const release = this.#limits.take(admin);
      // A comment: it has no id, and with it Nest sends the headers.
      observer.next({ comment: 'crowsnest' });
      // Ended rather than failed: the error frame that Nest would send carries an `id:` of its own counting.
      const fail = (error: unknown): void => {
        this.#logger.error(error);
        observer.complete();
      };
      const source = this.#sourceFor(admin.tenantId, fail);
      const subscriber = new StreamSubscriber(source, request, new StreamWriter(response));
      this.#subscribers.add(subscriber);
      subscriber.start().catch(fail);
      return () => {
        release();
        this.#subscribers.delete(subscriber);
        subscriber.end();
      };
    }).pipe(takeUntil(this.#over));
  }

  #sourceFor(tenantId: string | null, fail: (error: unknown) => void): StreamSource {
    return {
      instance: this.#instance,
      log: this.log,
      tail: this.tail,
      snapshot: () => this.stats.snapshot(tenantId),
      join: (subscriber) => this.#feed.join(subscriber),
      leave: (subscriber) => this.#feed.leave(subscriber),
      fail,
    };
  }
}
