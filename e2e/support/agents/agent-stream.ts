import { EventSourceParserStream, type EventSourceMessage } from 'eventsource-parser/stream';
import { waitUntil } from '../environment/wait-until.ts';

/** Reads a stream of `/mcp` as it arrives. */
export class AgentStream {
  readonly frames: EventSourceMessage[] = [];
  readonly #abort: AbortController;
  #isOver = false;

  private constructor(
    readonly status: number,
    abort: AbortController,
    body: ReadableStream<Uint8Array<ArrayBuffer>> | null,
  ) {
    this.#abort = abort;
    void this.#read(body);
  }

  /** Sends a request and reads the stream that answers it. */
  static async open(origin: string, init: RequestInit): Promise<AgentStream> {
    const abort = new AbortController();
    const response = await fetch(`${origin}/mcp`, { ...init, signal: abort.signal });
    return new AgentStream(response.status, abort, response.body);
  }

  /** The JSON-RPC messages received so far. */
  get messages(): { id?: unknown; method?: string; params?: Record<string, unknown>; result?: unknown }[] {
    return this.frames.filter(({ data }) => data !== '').map(({ data }) => JSON.parse(data) as object);
  }

  /** Resolves once the condition holds. */
  async until(condition: () => boolean): Promise<void> {
    const reason = `the stream satisfies ${condition.toString()}`;
    await waitUntil(condition, { reason, seen: () => this.frames });
  }

  /** Resolves once the server has ended the stream. */
  ended(): Promise<void> {
    return this.until(() => this.#isOver);
  }

  /** Cuts the connection. */
  cut(): void {
    this.#abort.abort();
  }

  async #read(body: ReadableStream<Uint8Array<ArrayBuffer>> | null): Promise<void> {
    try {
      const events = body?.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
      for await (const frame of events ?? []) this.frames.push(frame);
    } catch {
      // The connection was cut.
    }
    this.#isOver = true;
  }
}
