import { EventSourceParserStream, type EventSourceMessage } from 'eventsource-parser/stream';
import type { CrowsnestEvent, GapFrame, HelloFrame } from '#contract';
import { ADMIN_TOKEN } from './server-process.ts';

export interface StreamOptions {
  query?: string;
  lastEventId?: string | undefined;
  headers?: Record<string, string>;
}

/** One connection to `/events`, with everything that it was sent. */
export class EventStream {
  readonly frames: EventSourceMessage[] = [];
  readonly #abort = new AbortController();
  #changed = Promise.withResolvers<void>();
  #over = false;

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
    return this.frames
      .filter((frame) => frame.event !== 'hello' && frame.event !== 'gap')
      .map((frame) => JSON.parse(frame.data) as CrowsnestEvent);
  }

  get isOver(): boolean {
    return this.#over;
  }

  /** The id that a client would come back with. */
  get lastEventId(): string | undefined {
    return this.frames.findLast((frame) => frame.id !== undefined)?.id;
  }

  /** Resolves once the condition holds; rejects when the stream ends, or it takes too long. */
  async until(condition: () => boolean, timeoutMs = 15_000): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    while (!condition()) {
      if (this.#over) throw new Error(`The stream ended after ${this.frames.length} frames`);
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`Not seen within ${timeoutMs} ms; ${this.frames.length} frames came`);
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, left)));
      await Promise.race([this.#changed.promise, late]);
      clearTimeout(timer);
    }
  }

  /** Cuts the connection. */
  cut(): void {
    this.#abort.abort();
  }

  async #read(response: Response): Promise<void> {
    try {
      const text = response.body as ReadableStream<Uint8Array<ArrayBuffer>>;
      const messages = text.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
      for await (const frame of messages) {
        this.frames.push(frame);
        this.#notify();
      }
    } catch {
      // Cut, by us or by the server.
    }
    this.#over = true;
    this.#notify();
  }

  #notify(): void {
    const { resolve } = this.#changed;
    this.#changed = Promise.withResolvers();
    resolve();
  }
}
