import type { EventId } from '#contract';

import { DEADLINES } from '../../api/deadlines.ts';
import { clockOffset } from './clock-offset.ts';
import { FrameFault } from './frame-fault.ts';
import { readStream } from './read-stream.ts';
import { refusalOf } from './refusal.ts';
import type { StreamEnd } from './stream-end.ts';
import { readFrame, type StreamFrame } from './stream-frame.ts';
import { Watchdog } from './watchdog.ts';

/** The request of an attempt, and its callbacks. */
export interface AttemptOptions {
  url: string;
  fetch: typeof fetch;
  /** The id to resume after; undefined to start from a snapshot. */
  after: EventId | undefined;
  /** If it throws, the attempt ends. */
  onFrame(frame: StreamFrame, clockOffsetMs: number): void;
  onPosition(id: string): void;
  onRetry(ms: number): void;
}

/** One connection to the stream, from the request to its end. */
export class Attempt {
  readonly startedAt = Date.now();
  readonly #abort = new AbortController();
  readonly #watchdog = new Watchdog(DEADLINES.connect);
  #heardAt = this.startedAt;

  constructor(private readonly options: AttemptOptions) {}

  /** When the last bytes arrived, in milliseconds since 1970; before that, when the attempt began. */
  get heardAt(): number {
    return this.#heardAt;
  }

  /** Disconnects. */
  abandon(): void {
    this.#abort.abort();
  }

  /** Connects, and reads the stream until it ends, breaks or stays silent for too long. */
  async run(): Promise<StreamEnd> {
    try {
      return await this.#connect();
    } catch (error) {
      if (error instanceof FrameFault) return { kind: 'fault', cause: error.message };
      const isSilent = this.#watchdog.signal.aborted;
      return {
        kind: 'lost',
        cause: isSilent ? 'The server does not answer.' : 'The server cannot be reached.',
      };
    } finally {
      this.#watchdog.stop();
      // Frees the connection even if the body was not read.
      this.abandon();
    }
  }

  async #connect(): Promise<StreamEnd> {
    const { url, after, fetch } = this.options;
    const response = await fetch(url, {
      headers: { accept: 'text/event-stream', ...(after && { 'last-event-id': after }) },
      cache: 'no-store',
      signal: AbortSignal.any([this.#abort.signal, this.#watchdog.signal]),
    });
    if (!response.ok) return refusalOf(response, Date.now());
    if (!response.body || !response.headers.get('content-type')?.startsWith('text/event-stream')) {
      return { kind: 'lost', cause: 'The answer is not a stream of events.' };
    }
    await this.#read(response.body, clockOffset(response.headers, Date.now()));
    return { kind: 'lost', cause: 'The server ended the stream.' };
  }

  async #read(body: ReadableStream<Uint8Array>, clockOffsetMs: number): Promise<void> {
    const { options } = this;
    await readStream(body, {
      onSignOfLife: () => {
        this.#heardAt = Date.now();
        this.#watchdog.feed(DEADLINES.silence);
      },
      onRetry: (ms) => options.onRetry(ms),
      onPosition: (id) => options.onPosition(id),
      onMessage: (message) => {
        const frame = readFrame(message, options.after !== undefined);
        if (frame) this.#apply(frame, clockOffsetMs);
      },
    });
  }

  #apply(frame: StreamFrame, clockOffsetMs: number): void {
    try {
      this.options.onFrame(frame, clockOffsetMs);
    } catch (error) {
      throw new FrameFault(frame, error);
    }
  }
}
