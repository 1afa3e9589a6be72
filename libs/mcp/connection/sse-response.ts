import type { ServerResponse } from 'node:http';
import { letGoWhenStalled } from './let-go-when-stalled.ts';

/**
 * Milliseconds between keep-alive comments on an idle stream. They stop proxies from closing it, and reveal an agent
 * that has stopped reading.
 */
const KEEP_ALIVE_MS = 15_000;

/** Number of unread bytes above which a writer has to wait for the agent. */
const MAX_UNREAD_BYTES = 1024 * 1024;

const HEADERS = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-cache, no-transform',
  'X-Accel-Buffering': 'no',
};

/**
 * An event stream response. It opens at the end of the current turn, or when the stream ends before that, so that an
 * immediate answer is sent in one write and with its length.
 */
export class SseResponse {
  readonly #headers: Record<string, string>;
  #unsent = '';
  #isOpen = false;
  #isOver = false;
  #opening: NodeJS.Immediate;
  #keepAlive: NodeJS.Timeout | undefined;
  #draining: Promise<void> | undefined;

  /**
   * `headers` are sent besides those of the stream. `onLost` is called when the connection closes before the stream
   * ends.
   */
  constructor(
    private readonly response: ServerResponse,
    headers: Readonly<Record<string, string>> = {},
    private readonly onLost: () => void = () => undefined,
  ) {
    this.#headers = { ...HEADERS, ...headers };
    this.#opening = setImmediate(() => this.#open());
  }

  /** Resolves when there is room for more. */
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
      this.#headers['Content-Length'] = String(Buffer.byteLength(this.#unsent));
      this.response.writeHead(200, this.#headers);
      // As a string: Node then sends headers and body in one write.
      this.response.end(this.#unsent);
    }
    if (this.response.socket?.writableLength) letGoWhenStalled(this.response);
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
    letGoWhenStalled(this.response);
  }

  /** Resolves when everything is read or the connection is closed. All waiting writers share one promise. */
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

/** Formats a message as an event of a stream. */
export function frameOf(json: string, eventId?: string): string {
  return eventId === undefined
    ? `event: message\ndata: ${json}\n\n`
    : `event: message\nid: ${eventId}\ndata: ${json}\n\n`;
}
