import { parseEventId, type EventId } from '#contract';

import { DEADLINES } from '../api/deadlines.ts';
import { backOffMs } from './back-off.ts';
import { clockOffset } from './clock-offset.ts';
import type { Connection, StreamEnd } from './connection.ts';
import { readStream } from './read-stream.ts';
import { refusalOf } from './refusal.ts';
import { sleep } from './sleep.ts';
import { readFrame, type StreamFrame } from './stream-frame.ts';
import { Watchdog } from './watchdog.ts';

const FIRST_WAIT_MS = 3_000;

/** The dependencies of a stream, and the functions that it reports to. */
export interface LiveStreamOptions {
  url: string;
  fetch: typeof fetch;
  onFrame(frame: StreamFrame): void;
  onConnection(connection: Connection): void;
  /** Random numbers between 0 and 1. `Math.random` by default; tests make it predictable. */
  random?: () => number;
}

/**
 * Keeps one stream open: reads it, detects silence, reconnects with back-off and resumes after the last event.
 * It uses neither Angular nor the DOM, so that it can run in a worker.
 */
export class LiveStream {
  readonly #options: Required<LiveStreamOptions>;
  #run: AbortController | undefined;
  #wait: AbortController | undefined;
  #position: EventId | undefined;
  #firstWaitMs = FIRST_WAIT_MS;
  #lostAt: number | null = null;
  #attempt = 0;

  constructor(options: LiveStreamOptions) {
    this.#options = { random: Math.random, ...options };
  }

  /** Connects, and starts from a snapshot. */
  start(): void {
    this.stop();
    this.#run = new AbortController();
    this.#position = undefined;
    this.#lostAt = null;
    this.#attempt = 0;
    void this.#keepOpen(this.#run.signal);
  }

  /** Disconnects, and does not reconnect. */
  stop(): void {
    this.#run?.abort();
    this.#run = undefined;
    this.#options.onConnection({ phase: 'idle' });
  }

  /** Ends the wait before the next attempt. */
  retryNow(): void {
    this.#wait?.abort();
  }

  async #keepOpen(signal: AbortSignal): Promise<void> {
    this.#options.onConnection({ phase: 'connecting' });
    for (;;) {
      const end = await this.#connect(signal);
      if (signal.aborted) return;
      if (end.kind === 'signed-out') {
        this.#options.onConnection({ phase: 'signed-out' });
        return;
      }
      if (end.kind === 'bad-position') this.#position = undefined;
      await this.#waitAfter(end, signal);
      if (signal.aborted) return;
      const { cause } = end;
      this.#options.onConnection({ phase: 'retrying', attempt: this.#attempt, cause, lostAt: this.#lostAt });
    }
  }

  /** Connects, and reads the stream until it ends, breaks or falls silent. */
  async #connect(signal: AbortSignal): Promise<StreamEnd> {
    const watchdog = new Watchdog(DEADLINES.connect);
    const attempt = new AbortController();
    try {
      const response = await this.#options.fetch(this.#options.url, {
        headers: { accept: 'text/event-stream', ...(this.#position && { 'last-event-id': this.#position }) },
        cache: 'no-store',
        signal: AbortSignal.any([signal, watchdog.signal, attempt.signal]),
      });
      if (!response.ok) return refusalOf(response, Date.now());
      if (!response.body || !response.headers.get('content-type')?.startsWith('text/event-stream')) {
        return { kind: 'lost', cause: 'The answer is not a stream of events.' };
      }
      await this.#read(response.body, clockOffset(response.headers, Date.now()), watchdog);
      return { kind: 'lost', cause: 'The server ended the stream.' };
    } catch {
      const cause = watchdog.signal.aborted ? 'The server does not answer.' : 'The server cannot be reached.';
      return { kind: 'lost', cause };
    } finally {
      watchdog.stop();
      // Frees the connection, even if the body of the answer was not read.
      attempt.abort();
    }
  }

  async #read(body: ReadableStream<Uint8Array>, clockOffsetMs: number, watchdog: Watchdog): Promise<void> {
    const resumed = this.#position !== undefined;
    await readStream(body, {
      onSignOfLife: () => watchdog.feed(DEADLINES.silence),
      onRetry: (ms) => (this.#firstWaitMs = ms),
      onPosition: (id) => (this.#position = parseEventId(id) ?? this.#position),
      onMessage: (message) => {
        const frame = readFrame(message, resumed);
        if (!frame) return;
        this.#position = positionAfter(frame) ?? this.#position;
        this.#options.onFrame(frame);
        if (frame.kind === 'hello') {
          this.#attempt = 0;
          this.#lostAt = null;
          this.#options.onConnection({ phase: 'live', since: Date.now(), clockOffsetMs });
        }
      },
    });
  }

  async #waitAfter(end: Exclude<StreamEnd, { kind: 'signed-out' }>, signal: AbortSignal): Promise<void> {
    this.#attempt += 1;
    this.#lostAt ??= this.#position ? Date.now() : null;
    const asked = end.kind === 'lost' ? end.retryAfterMs : undefined;
    const ms = asked ?? backOffMs(this.#attempt, this.#firstWaitMs, this.#options.random);
    this.#options.onConnection({
      phase: 'waiting',
      retryAt: Date.now() + ms,
      attempt: this.#attempt,
      cause: end.cause,
      lostAt: this.#lostAt,
    });
    this.#wait = new AbortController();
    await sleep(ms, AbortSignal.any([signal, this.#wait.signal]));
  }
}

/** The id to resume after, once this frame has arrived. */
function positionAfter(frame: StreamFrame): EventId | undefined {
  switch (frame.kind) {
    case 'hello':
      return frame.resumed ? undefined : frame.hello.stats.asOf;
    case 'gap':
      return frame.gap.resumedAfter;
    case 'event':
      return frame.event.id;
    default:
      return frame satisfies never;
  }
}
