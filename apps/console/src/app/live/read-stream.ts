import { createParser, type EventSourceMessage } from 'eventsource-parser';

/** Receives the parts of a stream. */
export interface StreamReader {
  onMessage(message: EventSourceMessage): void;
  /** The server's `retry:` field: the wait before a reconnect, in milliseconds. */
  onRetry(ms: number): void;
  /** Called for any bytes, heartbeats included. */
  onSignOfLife(): void;
}

/** Reads an SSE body to its end. Rejects when the connection breaks. */
export async function readStream(body: ReadableStream<Uint8Array>, reader: StreamReader): Promise<void> {
  const parser = createParser({
    onEvent: (message) => reader.onMessage(message),
    onRetry: (ms) => reader.onRetry(ms),
  });
  const decoder = new TextDecoder();
  const chunks = body.getReader();
  for (;;) {
    const { done, value } = await chunks.read();
    if (done) return;
    reader.onSignOfLife();
    parser.feed(decoder.decode(value, { stream: true }));
  }
}
