import type { ServerResponse } from 'node:http';

/** Milliseconds between two signs of life on a stream that has nothing to say, so that no proxy ends it. */
const KEEP_ALIVE_MS = 15_000;

/** Bytes that an agent may leave unread before its stream is cut: it reads no more, or far too slowly. */
const MAX_UNREAD_BYTES = 16 * 1024 * 1024;

const HEADERS = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-cache, no-transform',
  'X-Accel-Buffering': 'no',
};

/**
 * A response that is a stream of events. It opens at the end of the turn in which it was made, or when it
 * ends before: so what is answered at once leaves whole, in one write and with its length.
 */
export class SseResponse {
  #unsent = '';
  #isOpen = false;
  #isOver = false;
  #opening: NodeJS.Immediate;
  #keepAlive: NodeJS.Timeout | undefined;

  /** `onLost` is told when the agent has closed the connection before the stream ended. */
  constructor(
    private readonly response: ServerResponse,
    private readonly sessionId: string,
    private readonly onLost: () => void,
  ) {
    this.#opening = setImmediate(() => this.#open());
  }

  write(frame: string): void {
    if (this.#isOver) return;
    if (!this.#isOpen) this.#unsent += frame;
    else if (this.response.writableLength > MAX_UNREAD_BYTES) this.response.destroy();
    else this.response.write(frame);
  }

  end(): void {
    if (this.#isOver) return;
    this.#finish();
    if (this.#isOpen) {
      this.response.end();
      return;
    }
    const length = Buffer.byteLength(this.#unsent);
    this.response.writeHead(200, { ...this.#headers, 'Content-Length': length });
    // As a text: so Node joins it with the head, in one write.
    this.response.end(this.#unsent);
  }

  get #headers(): Record<string, string> {
    return { ...HEADERS, 'Mcp-Session-Id': this.sessionId };
  }

  #open(): void {
    this.#isOpen = true;
    if (this.response.destroyed) {
      this.#lost();
      return;
    }
    this.response.on('close', () => this.#lost());
    this.response.writeHead(200, this.#headers);
    if (this.#unsent) this.response.write(this.#unsent);
    else this.response.flushHeaders();
    this.#unsent = '';
    this.#keepAlive = setInterval(() => this.response.write(': keepalive\n\n'), KEEP_ALIVE_MS).unref();
  }

  #lost(): void {
    if (this.#isOver) return;
    this.#finish();
    this.onLost();
  }

  #finish(): void {
    this.#isOver = true;
    clearImmediate(this.#opening);
    clearInterval(this.#keepAlive);
  }
}
