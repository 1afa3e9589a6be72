import { parseEventId, type EventId } from '#contract';

import type { Connection } from '../connection.ts';
import { Attempt } from './attempt.ts';
import { backOffMs } from './back-off.ts';
import { sleep } from './sleep.ts';
import type { StreamEnd } from './stream-end.ts';
import { positionAfter, type StreamFrame } from './stream-frame.ts';
import { StreamPosition } from './stream-position.ts';

const FIRST_WAIT_MS = 3_000;
/** Limits of the first wait, which the server sets with its `retry:` field. */
const WAIT_BOUNDS_MS = { min: 250, max: 30_000 };
/** The server sends a heartbeat every 15 s, so a stream that is silent for longer than this has missed one. */
const QUIET_MS = 20_000;
/** A younger attempt is replaced only if the admin asks for it. */
const YOUNG_MS = 1_000;

/** The dependencies of a stream, and its callbacks. */
export interface LiveStreamOptions {
  url: string;
  fetch: typeof fetch;
  /** If it throws, the error is reported as the cause of a lost connection. */
  onFrame(frame: StreamFrame): void;
  onConnection(connection: Connection): void;
  /** Returns random numbers between 0 and 1. Default: `Math.random`. */
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
  #attempt: Attempt | undefined;
  #isLive = false;
  #live: Extract<Connection, { phase: 'live' }> | undefined;
  #position = new StreamPosition();
  #firstWaitMs = FIRST_WAIT_MS;
  #lostAt: number | null = null;
  #attempts = 0;
  /** Whether the next attempt follows without a wait. */
  #atOnce = false;
  /** Whether the server has asked for the current wait. */
  #isAsked = false;

  constructor(options: LiveStreamOptions) {
    this.#options = { random: Math.random, ...options };
  }

  /** Connects. Resumes after an event, or starts from a snapshot. */
  start(after?: EventId): void {
    this.stop();
    this.#run = new AbortController();
    this.#position = new StreamPosition(after);
    this.#lostAt = null;
    this.#attempts = 0;
    void this.#keepOpen(this.#run.signal);
  }

  /** Disconnects, and does not reconnect. */
  stop(): void {
    if (!this.#run) return;
    this.#run.abort();
    this.#run = undefined;
    this.#options.onConnection({ phase: 'idle' });
  }

  /** Connects at once, because the admin asked for it: ends the wait, or replaces the current attempt. */
  retryNow(): void {
    if (!this.#isLive) this.#hurry();
  }

  /**
   * Connects at once if that may help, because the network or the page is back. A live stream is replaced only if it
   * has missed a heartbeat. A wait that the server has asked for continues.
   */
  checkNow(): void {
    const now = Date.now();
    const { startedAt = 0, heardAt = 0 } = this.#attempt ?? {};
    const isFine = this.#isLive ? now - heardAt < QUIET_MS : now - startedAt < YOUNG_MS;
    if (!isFine && !(this.#wait && this.#isAsked)) this.#hurry();
  }

  #hurry(): void {
    if (this.#wait) return this.#wait.abort();
    this.#atOnce = this.#attempt !== undefined;
    this.#attempt?.abandon();
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
      if (end.kind !== 'lost') this.#position = new StreamPosition();
      await this.#waitAfter(end, signal);
      if (signal.aborted) return;
      const { cause } = end;
      this.#options.onConnection({ phase: 'retrying', attempt: this.#attempts, cause, lostAt: this.#lostAt });
    }
  }

  async #connect(signal: AbortSignal): Promise<StreamEnd> {
    const { url, fetch } = this.#options;
    const attempt = new Attempt({
      url,
      fetch,
      after: this.#position.last,
      onRetry: (ms) => (this.#firstWaitMs = Math.min(WAIT_BOUNDS_MS.max, Math.max(WAIT_BOUNDS_MS.min, ms))),
      onPosition: (id) => this.#moveTo(parseEventId(id)),
      onFrame: (frame, clockOffsetMs) => this.#take(frame, clockOffsetMs),
    });
    const abandon = (): void => attempt.abandon();
    signal.addEventListener('abort', abandon);
    this.#attempt = attempt;
    try {
      return await attempt.run();
    } finally {
      signal.removeEventListener('abort', abandon);
      if (this.#attempt === attempt) this.#ended();
    }
  }

  #ended(): void {
    this.#attempt = undefined;
    if (this.#isLive) this.#lostAt = Date.now();
    this.#isLive = false;
    this.#position.stopCatchingUp();
  }

  // The position moves after the frame is applied, so that a failed frame does not count.
  #take(frame: StreamFrame, clockOffsetMs: number): void {
    this.#options.onFrame(frame);
    if (frame.kind === 'hello') this.#begin(frame.hello.stats.asOf, frame.resumed, clockOffsetMs);
    this.#moveTo(positionAfter(frame));
  }

  #begin(last: EventId, isResumed: boolean, clockOffsetMs: number): void {
    this.#isLive = true;
    this.#attempts = 0;
    this.#lostAt = null;
    this.#live = { phase: 'live', since: Date.now(), clockOffsetMs };
    if (isResumed) this.#position.catchUpTo(last);
    this.#options.onConnection(
      this.#position.isCatchingUp ? { ...this.#live, isCatchingUp: true } : this.#live,
    );
  }

  #moveTo(id: EventId | undefined): void {
    const hasCaughtUp = this.#position.moveTo(id);
    if (hasCaughtUp && this.#isLive && this.#live) this.#options.onConnection(this.#live);
  }

  async #waitAfter(end: Exclude<StreamEnd, { kind: 'signed-out' }>, signal: AbortSignal): Promise<void> {
    this.#attempts += 1;
    if (this.#atOnce) {
      this.#atOnce = false;
      return;
    }
    const asked = end.kind === 'lost' ? (end.retryAfterMs ?? 0) : 0;
    const ms = Math.max(asked, backOffMs(this.#attempts, this.#firstWaitMs, this.#options.random));
    this.#options.onConnection({
      phase: 'waiting',
      retryAt: Date.now() + ms,
      attempt: this.#attempts,
      cause: end.cause,
      lostAt: this.#lostAt,
    });
    this.#isAsked = asked > 0;
    this.#wait = new AbortController();
    await sleep(ms, AbortSignal.any([signal, this.#wait.signal]));
    this.#wait = undefined;
  }
}
