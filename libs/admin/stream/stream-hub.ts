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
import { Edge, EdgeError, type AdminPrincipal } from '#edge';
import { EventLog, EventTail } from '#events';
import { StatsProjection } from '#stats';
import { ADMIN_MODULE_OPTIONS, type AdminModuleOptions } from '../admin.module-definition.ts';
import { LiveFeed } from './delivery/live-feed.ts';
import { StreamSubscriber, type StreamSource } from './delivery/stream-subscriber.ts';
import { StreamWriter } from './delivery/stream-writer.ts';
import { BatchFrames } from './framing/shared-frames.ts';
import { StreamLimits } from './stream-limits.ts';
import type { StreamRequest } from './stream-request.ts';

/** Milliseconds between two heartbeats of a stream. */
const HEARTBEAT_MS = 15_000;
/** Bounds of the pause between flushes, which grows with the number of subscribers. */
const FLUSH_BOUNDS = { minMs: 0, maxMs: 20 };

/** All open streams. */
@Injectable()
export class StreamHub implements OnModuleInit, OnApplicationShutdown {
  readonly #logger = new Logger('StreamHub');
  /** Differs after a restart: a client sees by it that it talks to a new process. */
  readonly #instance = randomUUID();
  readonly #subscribers = new Set<StreamSubscriber>();
  readonly #limits: StreamLimits;
  readonly #feed: LiveFeed;
  readonly #batchFrames = new BatchFrames();
  readonly #over = new Subject<void>();
  #heartbeat: NodeJS.Timeout | undefined;

  constructor(
    private readonly log: EventLog,
    private readonly tail: EventTail,
    private readonly stats: StatsProjection,
    private readonly edge: Edge,
    @Inject(ADMIN_MODULE_OPTIONS) private readonly options: AdminModuleOptions,
  ) {
    this.#limits = new StreamLimits(options);
    this.#feed = new LiveFeed(tail, this.#batchFrames, { ...FLUSH_BOUNDS, ...options.flush });
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
   * The stream of one client. The observable carries only its beginning, its end and its errors. The frames are
   * written to the response itself: made once for all clients, and without the `id:` that Nest would count for
   * `hello` and `gap`. Fails with 429 or 503 when too many streams are open, and with 400 while its
   * connection has another answer to bring first.
   */
  stream(request: StreamRequest, admin: AdminPrincipal, response: Response): Observable<MessageEvent> {
    return new Observable<MessageEvent>((observer) => {
      // Thrown before the headers are out, a refusal is answered by the exception filters.
      const { socket } = response;
      if (!socket) throw behindAnotherAnswer();
      const release = this.#limits.take(admin);
      this.edge.claimConnection(socket);
      // A comment has no id, and makes Nest send the headers.
      observer.next({ comment: 'crowsnest' });
      // Completed, not failed: the error frame of Nest would carry an `id:` that Nest has counted.
      const fail = (error: unknown): void => {
        this.#logger.error(error);
        observer.complete();
      };
      const source = this.#sourceFor(admin.tenantId, fail);
      const subscriber = new StreamSubscriber(
        source,
        request,
        new StreamWriter(response, this.options.stalledMs),
      );
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
      batchFrames: this.#batchFrames,
      stats: () => this.stats.snapshotJson(tenantId),
      join: (subscriber) => this.#feed.join(subscriber),
      leave: (subscriber) => this.#feed.leave(subscriber),
      fail,
    };
  }
}

function behindAnotherAnswer(): EdgeError {
  const message =
    'The connection has another answer to bring first. Ask for the stream on a connection of its own, or once that answer has come.';
  return new EdgeError(400, 'PIPELINED_STREAM', message);
}
