import type { SseResponse } from '../sse-response.ts';

interface OpenStream {
  streamId: string;
  response: SseResponse;
}

/** The streams of a session that have a connection: few at a time, which come and go with every request. */
export class OpenStreams {
  readonly #streams: OpenStream[] = [];

  get(streamId: string): SseResponse | undefined {
    return this.#streams.find((stream) => stream.streamId === streamId)?.response;
  }

  /** The stream goes on with this connection: what it had is given up. */
  set(streamId: string, response: SseResponse): void {
    this.delete(streamId);
    this.#streams.push({ streamId, response });
  }

  delete(streamId: string): void {
    const index = this.#streams.findIndex((stream) => stream.streamId === streamId);
    if (index >= 0) this.#streams.splice(index, 1);
  }

  /** Ends every connection. */
  endAll(): void {
    for (const { response } of this.#streams.splice(0)) response.end();
  }
}
