import { createParser, type EventSourceMessage } from 'eventsource-parser';

/** Receives the parts of a stream. */
export interface StreamReader {
  onMessage(message: EventSourceMessage): void;
  /** Called for a block that has only an `id:`, from which to resume although no message came with it. */
  onPosition(id: string): void;
  /** Called with the server's `retry:` field, the wait before a reconnect in milliseconds. */
  onRetry(ms: number): void;
  /** Called for any bytes, heartbeats included. */
  onSignOfLife(): void;
}

/** A block with only an id, which the parser does not report. */
const ID_ALONE = /^\n*id: ?([^\n]+)\n\n$/;

/** Reads an SSE body to its end. Rejects when the connection breaks. */
export async function readStream(body: ReadableStream<Uint8Array>, reader: StreamReader): Promise<void> {
  const parser = createParser({
    onEvent: (message) => reader.onMessage(message),
    onRetry: (ms) => reader.onRetry(ms),
  });
  const decoder = new TextDecoder();
  const chunks = body.getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await chunks.read();
    if (done) return;
    reader.onSignOfLife();
    rest = readBlocks(rest + decoder.decode(value, { stream: true }), (block) => {
      const id = ID_ALONE.exec(block)?.[1];
      if (id === undefined) parser.feed(block);
      else reader.onPosition(id);
    });
  }
}

/** Passes on each complete block of a text; returns the rest. */
function readBlocks(text: string, take: (block: string) => void): string {
  let start = 0;
  for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n', start)) {
    take(text.slice(start, end + 2));
    start = end + 2;
  }
  return text.slice(start);
}
