import { Inject, Injectable, Logger, type MessageEvent, type OnModuleInit } from '@nestjs/common';
import type { Response } from 'express';
import { Observable, type Subscriber } from 'rxjs';
import { Edge, EdgeError, shuttingDown, type AdminPrincipal } from '#edge';
import { EventLog, EventTail, InstanceKeeper } from '#events';
import { loggableError } from '#redaction';
import { SessionDirectory } from '#sessions';
import { counted, Shutdown } from '#shutdown';
import { StatsProjection, type StatsSight } from '#stats';
import { sightOf } from '../sign-in/index.ts';
import { OpenedPayloads } from '../trail/index.ts';
import { ADMIN_MODULE_OPTIONS, type AdminModuleOptions } from '../admin.module-definition.ts';
import { LiveFeed } from './delivery/live-feed.ts';
import { StreamSubscriber, type StreamSource } from './delivery/stream-subscriber.ts';
import { StreamWriter } from './delivery/stream-writer.ts';
import { BatchFrames } from './framing/shared-frames.ts';
import { SharedViews } from './framing/shared-views.ts';
import { StreamLimits } from './stream-limits.ts';
import type { StreamRequest } from './stream-request.ts';

/** Milliseconds between two heartbeats of a stream. */
const HEARTBEAT_MS = 15_000;
/** Bounds of the pause between flushes, which grows with the number of subscribers. */
const FLUSH_BOUNDS = { minMs: 0, maxMs: 20 };

/** A stream of one client, until the client has gone or has been told that it is over. */
interface OpenStream {
  subscriber: StreamSubscriber;
  writer: StreamWriter;
  observer: Subscriber<MessageEvent>;
}

/** All open streams. */
@Injectable()
export class StreamHub implements OnModuleInit {
  readonly #logger = new Logger('StreamHub');
  readonly #streams = new Set<OpenStream>();
  /** Streams that end and have not left the process yet. */
  readonly #ending = new Set<OpenStream>();
  /** By what their admins see. Idle streams are many, so they share what they can. */
  readonly #sources = new Map<string, StreamSource>();
  readonly #limits: StreamLimits;
  readonly #feed: LiveFeed;
  readonly #batchFrames = new BatchFrames();
  readonly #views: SharedViews;
  #heartbeat: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(
    private readonly log: EventLog,
    private readonly tail: EventTail,
    private readonly stats: StatsProjection,
    sessions: SessionDirectory,
    private readonly instances: InstanceKeeper,
    private readonly edge: Edge,
    private readonly opened: OpenedPayloads,
    @Inject(ADMIN_MODULE_OPTIONS) private readonly options: AdminModuleOptions,
    shutdown: Shutdown,
  ) {
    this.#limits = new StreamLimits(options);
    this.#views = new SharedViews((sessionId) => sessions.findSession(sessionId));
    this.#feed = new LiveFeed(tail, this.#batchFrames, { ...FLUSH_BOUNDS, ...options.flush });
    tail.notices.subscribe((event) => {
      for (const { subscriber } of this.#streams) subscriber.notify(event);
    });
    shutdown.during(
      'end the streams of admins',
      (deadline) => this.close(deadline),
      () => `${counted(this.#ending.size, 'client')} to take what was sent`,
    );
  }

  onModuleInit(): void {
    this.#heartbeat = setInterval(() => {
      for (const { subscriber } of this.#streams) subscriber.beat();
    }, HEARTBEAT_MS);
    this.#heartbeat.unref();
  }

  /** Number of open streams, and of those whose clients have not caught up. */
  get subscribers(): { open: number; behind: number } {
    const open = this.#streams.size;
    return { open, behind: open - this.#feed.size };
  }

  /** The duration of each delivery of new events to all clients that have caught up, in milliseconds. */
  get flushed(): Observable<number> {
    return this.#feed.flushed;
  }

  /**
   * Ends every stream once its client has been sent everything that is committed; no further one is opened. When
   * `deadline` aborts, clients that have not taken it are disconnected: they resume by their last id.
   */
  async close(deadline: AbortSignal): Promise<void> {
    this.#isClosed = true;
    this.#feed.flush();
    for (const stream of this.#streams) this.#ending.add(stream);
    deadline.addEventListener('abort', () => {
      for (const { writer } of this.#ending) writer.drop();
    });
    await Promise.all(Array.from(this.#ending, (stream) => this.#end(stream)));
    clearInterval(this.#heartbeat);
  }

  /**
   * The stream of one client, until `ended` emits: then the admin is out. The observable carries only its beginning, its
   * end and its errors. The frames are written to the response itself: made once for all clients, and without the `id:`
   * that Nest would count for `hello` and `gap`. Fails with 429 or 503 when too many streams are open, with 503 after
   * {@link close}, and with 400 while its connection has another answer to bring first.
   */
  stream(
    request: StreamRequest,
    admin: AdminPrincipal,
    response: Response,
    ended: Observable<void>,
  ): Observable<MessageEvent> {
    // One observable and few closures: idle streams are many.
    return new Observable<MessageEvent>((observer) => {
      // Completed, not failed: the error frame of Nest would carry an `id:` that Nest has counted.
      const fail = (error: unknown): void => {
        this.#logger.error(loggableError(error));
        observer.complete();
      };
      observer.add(ended.subscribe({ next: () => observer.complete(), error: fail }));
      if (observer.closed) return undefined;
      const release = this.#admit(admin, response);
      // A comment has no id, and makes Nest send the headers.
      observer.next({ comment: 'crowsnest' });
      const writer = new StreamWriter(response, this.options.stalledMs);
      const beforePayloads = (): void => this.opened.inStream({ admin, request: response.req });
      const source = this.#sourceFor(sightOf(admin));
      const subscriber = new StreamSubscriber(source, request, writer, fail, beforePayloads);
      const stream = { subscriber, writer, observer };
      this.#streams.add(stream);
      subscriber.start(request).catch(fail);
      return () => {
        release();
        this.#streams.delete(stream);
        subscriber.end();
      };
    });
  }

  /** Takes a place for a stream, and returns a function that gives it back. */
  #admit(admin: AdminPrincipal, { socket }: Response): () => void {
    // Thrown before the headers are out, a refusal is answered by the exception filters.
    if (this.#isClosed) throw shuttingDown();
    if (!socket) throw behindAnotherAnswer();
    const release = this.#limits.take(admin);
    this.edge.claimConnection(socket);
    return release;
  }

  async #end(stream: OpenStream): Promise<void> {
    await stream.subscriber.toldAll();
    stream.observer.complete();
    await stream.writer.whenClosed();
    this.#ending.delete(stream);
  }

  #sourceFor(sight: StatsSight): StreamSource {
    const key = JSON.stringify([sight.tenantId, sight.showsTrail]);
    const known = this.#sources.get(key);
    if (known) return known;
    const source: StreamSource = {
      instance: () => this.instances.instance,
      log: this.log,
      tail: this.tail,
      batchFrames: this.#batchFrames,
      stats: () => this.stats.snapshotJson(sight),
      views: this.#views,
      join: (subscriber) => this.#feed.join(subscriber),
      leave: (subscriber) => this.#feed.leave(subscriber),
    };
    this.#sources.set(key, source);
    return source;
  }
}

function behindAnotherAnswer(): EdgeError {
  const message =
    'The connection has another answer to bring first. Ask for the stream on a connection of its own, or once that answer has come.';
  return new EdgeError(400, 'PIPELINED_STREAM', message);
}
