import { inspect } from 'node:util';
import { EventSourceParserStream, type EventSourceMessage } from 'eventsource-parser/stream';
import type { CrowsnestEvent, GapFrame, HelloFrame } from '#contract';
import { ADMIN_TOKEN } from './server-process.ts';
import { waitUntil } from '../environment/wait-until.ts';

export interface StreamOptions {
  query?: string;
  lastEventId?: string | undefined;
  headers?: Record<string, string>;
}

/** One connection to `/events`, with everything that it received. */
export class EventStream {
  readonly frames: EventSourceMessage[] = [];
  readonly #abort = new AbortController();
  readonly #events: CrowsnestEvent[] = [];
  #parsed = 0;
  #over = false;
  #wasCut = false;

  private constructor(response: Response) {
    void this.#read(response);
  }

  static async open(origin: string, options: StreamOptions = {}): Promise<EventStream> {
    const { query = '', lastEventId, headers } = options;
    const stream = { abort: new AbortController() };
    const response = await fetch(`${origin}/events${query}`, {
      signal: stream.abort.signal,
      headers: {
        authorization: `Bearer ${ADMIN_TOKEN}`,
        ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
        ...headers,
      },
    });
    if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
    const opened = new EventStream(response);
    opened.#abort.signal.addEventListener('abort', () => stream.abort.abort());
    await opened.until(() => opened.frames.length > 0);
    return opened;
  }

  get hello(): HelloFrame {
    const [first] = this.frames;
    if (first?.event !== 'hello') throw new Error(`The first frame is ${first?.event}`);
    return JSON.parse(first.data) as HelloFrame;
  }

  get gaps(): GapFrame[] {
    return this.frames
      .filter((frame) => frame.event === 'gap')
      .map((frame) => JSON.parse(frame.data) as GapFrame);
  }

  get events(): CrowsnestEvent[] {
    for (; this.#parsed < this.frames.length; this.#parsed += 1) {
      const frame = this.frames[this.#parsed];
      if (frame && frame.event !== 'hello' && frame.event !== 'gap')
        this.#events.push(JSON.parse(frame.data) as CrowsnestEvent);
    }
    return this.#events;
  }

  /** The id with which a client would reconnect. */
  get lastEventId(): string | undefined {
    return this.frames.findLast((frame) => frame.id !== undefined)?.id;
  }

  /** Resolves once the condition holds. Rejects if the stream ends before, or after the deadline. */
  async until(condition: () => boolean, timeoutMs = 60_000): Promise<void> {
    const reason = `the stream satisfies ${condition.toString()}`;
    const seen = (): unknown => ({ frames: this.frames.length, last: this.frames.slice(-5) });
    await waitUntil(() => condition() || this.#over, { reason, timeoutMs, seen });
    if (!condition()) throw new Error(`The stream ended before ${reason}: ${inspect(seen())}`);
  }

  /** Resolves once the stream has ended: true if the server ended it, false if it was cut. */
  async ended(timeoutMs = 60_000): Promise<boolean> {
    await waitUntil(() => this.#over, { reason: 'the stream has ended', timeoutMs });
    return !this.#wasCut;
  }

  /** Cuts the connection. */
  cut(): void {
    this.#abort.abort();
  }

  async #read(response: Response): Promise<void> {
    try {
      const text = response.body as ReadableStream<Uint8Array<ArrayBuffer>>;
      const messages = text.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
      for await (const frame of messages) this.frames.push(frame);
    } catch {
      this.#wasCut = true;
    }
    this.#over = true;
  }
}
