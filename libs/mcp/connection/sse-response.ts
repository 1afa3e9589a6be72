import type { ServerResponse } from 'node:http';
import { letGoWhenStalled } from './let-go-when-stalled.ts';

/**
 * Milliseconds between keep-alive comments on an idle stream. They stop proxies from closing it, and reveal an agent
 * that has stopped reading.
 */
const KEEP_ALIVE_MS = 15_000;

/** Number of unread bytes above which a writer has to wait for the agent. */
const MAX_UNREAD_BYTES = 1024 * 1024;

/**
 * Milliseconds after which a stream opens that has nothing to send yet. Most calls are answered before, and each response
 * that need not open for that saves a write to its socket, a tenth of what a forwarded call costs.
 */
const OPENING_MS = 20;

const HEADERS = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-cache, no-transform',
  'X-Accel-Buffering': 'no',
};

/**
 * An event stream response. It opens with its first message, at the end of the current turn; without one, after a moment.
 * A stream that ends before is sent in one write and with its length.
 */
export class SseResponse {
  readonly #headers: Record<string, string>;
  #unsent = '';
  #isOpen = false;
  #isOver = false;
  readonly #opening: NodeJS.Timeout;
  #openingNow: NodeJS.Immediate | undefined;
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
    this.#opening = setTimeout(() => this.#open(), OPENING_MS);
  }

  /** Begins the stream with a frame that is no message. It opens the stream no sooner. */
  begin(frame: string): void {
    this.#unsent += frame;
  }

  /** Resolves when there is room for more. */
  async write(frame: string): Promise<void> {
    if (this.#isOver) return;
    if (!this.#isOpen) {
      this.#unsent += frame;
      this.#openingNow ??= setImmediate(() => this.#open());
      if (this.#unsent.length < MAX_UNREAD_BYTES) return;
      this.#open();
    } else {
      this.response.write(frame);
    }
    if (this.response.writableLength >= MAX_UNREAD_BYTES) await this.#drained();
  }

  /** Ends the stream, with a last frame if there is one. */
  end(frame = ''): void {
    if (this.#isOver) return;
    this.#finish();
    if (this.#isOpen) {
      this.response.end(frame);
    } else {
      this.#unsent += frame;
      this.#headers['Content-Length'] = String(Buffer.byteLength(this.#unsent));
      this.response.writeHead(200, this.#headers);
      // As a string: Node then sends headers and body in one write.
      this.response.end(this.#unsent);
    }
    if (this.response.socket?.writableLength) letGoWhenStalled(this.response);
  }

  #open(): void {
    this.#stopOpening();
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
    this.#stopOpening();
    clearInterval(this.#keepAlive);
  }

  #stopOpening(): void {
    clearTimeout(this.#opening);
    clearImmediate(this.#openingNow);
  }
}

/** Formats a message as an event of a stream. A line end, which JSON has only between values, would end its data. */
export function frameOf(json: string, eventId?: string): string {
  const data = json.replace(/[\r\n]+/g, ' ');
  return eventId === undefined
    ? `event: message\ndata: ${data}\n\n`
    : `event: message\nid: ${eventId}\ndata: ${data}\n\n`;
}
