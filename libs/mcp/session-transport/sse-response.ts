import type { ServerResponse } from 'node:http';

/** Milliseconds between two signs of life on a stream that has nothing to say, so that no proxy ends it. */
const KEEP_ALIVE_MS = 15_000;

/** Milliseconds without progress after which an agent that leaves something unread is let go. */
const STALLED_MS = 30_000;

/** Bytes that an agent may leave unread before whoever writes has to wait for it. */
const MAX_UNREAD_BYTES = 1024 * 1024;

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
  #draining: Promise<void> | undefined;

  /** `onLost` is told when the connection is gone before the stream has ended. */
  constructor(
    private readonly response: ServerResponse,
    private readonly sessionId: string,
    private readonly onLost: () => void,
  ) {
    this.#opening = setImmediate(() => this.#open());
  }

  /** Resolves once there is room for more. */
  async write(frame: string): Promise<void> {
    if (this.#isOver) return;
    if (!this.#isOpen) {
      this.#unsent += frame;
      if (this.#unsent.length < MAX_UNREAD_BYTES) return;
      this.#open();
    } else {
      this.response.write(frame);
    }
    if (this.response.writableLength >= MAX_UNREAD_BYTES) await this.#drained();
  }

  end(): void {
    if (this.#isOver) return;
    this.#finish();
    if (this.#isOpen) {
      this.response.end();
    } else {
      const length = Buffer.byteLength(this.#unsent);
      this.response.writeHead(200, { ...this.#headers, 'Content-Length': length });
      // As a text: so Node joins it with the head, in one write.
      this.response.end(this.#unsent);
    }
    if (this.response.socket?.writableLength) this.#letGoWhenStalled();
  }

  get #headers(): Record<string, string> {
    return { ...HEADERS, 'Mcp-Session-Id': this.sessionId };
  }

  #open(): void {
    clearImmediate(this.#opening);
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
    this.#letGoWhenStalled();
  }

  /** Resolves when all has been taken, or the connection is gone; however many wait. */
  #drained(): Promise<void> {
    this.#draining ??= new Promise((resolve) => {
      const onEnd = (): void => {
        this.response.off('drain', onEnd).off('close', onEnd);
        this.#draining = undefined;
        resolve();
      };
      this.response.on('drain', onEnd).on('close', onEnd);
    });
    return this.#draining;
  }

  /** The socket counts as stalled when it takes nothing; the signs of life see to it that there is something. */
  #letGoWhenStalled(): void {
    this.response.setTimeout(STALLED_MS, () => this.response.destroy());
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
