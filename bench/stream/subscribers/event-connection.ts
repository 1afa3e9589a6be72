import { connect, type Socket } from 'node:net';
import { ADMIN_TOKEN } from '../../crowsnest-access.ts';

/** Where to connect, and how to recognize the beginning of the stream. */
export interface StreamTarget {
  port: number;
  /** The beginning of the first frame; everything after that frame is events. */
  greeting: string;
  lastEventId?: string;
}

// All sockets read into the same memory: each read is processed before the next.
const READ_BUFFER = Buffer.alloc(512 * 1_024);

/**
 * One connection to a stream. Passes on the bytes after the greeting without copying them, and speaks just enough HTTP
 * to request them: a subscriber must cost less than its server.
 */
export class EventConnection {
  readonly #socket: Socket;
  #head = '';
  #open = false;
  #stalled = false;

  /** Resolves once the stream has begun. */
  readonly ready: Promise<void>;

  constructor(
    private readonly target: StreamTarget,
    private readonly received: (bytes: Buffer) => void,
  ) {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.ready = promise;
    this.#socket = connect({
      port: target.port,
      host: '127.0.0.1',
      onread: {
        buffer: READ_BUFFER,
        callback: (length) => {
          this.#take(READ_BUFFER.subarray(0, length), resolve, reject);
          return !this.#stalled;
        },
      },
    });
    this.#socket.on('error', reject);
    this.#socket.on('close', () => reject(new Error(`The stream ended: ${this.#head}`)));
    this.#socket.write(requestFor(target));
  }

  /** Stops reading, without closing. */
  stall(): void {
    this.#stalled = true;
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(bytes: Buffer, opened: () => void, refused: (error: Error) => void): void {
    if (this.#open) return this.received(bytes);
    this.#head += bytes.toString('latin1');
    const body = this.#head.indexOf('\r\n\r\n');
    if (body === -1) return;
    if (!this.#head.startsWith('HTTP/1.1 200')) return refused(new Error(`Refused: ${this.#head}`));
    const greeted = this.#head.indexOf(this.target.greeting, body);
    const end = greeted === -1 ? -1 : this.#head.indexOf('\n\n', greeted);
    if (end === -1) return;
    const rest = Buffer.from(this.#head.slice(end), 'latin1');
    this.#head = '';
    this.#open = true;
    opened();
    this.received(rest);
  }
}

function requestFor({ lastEventId }: StreamTarget): string {
  const lines = [
    'GET /events HTTP/1.1',
    'Host: 127.0.0.1',
    'Accept: text/event-stream',
    `Authorization: Bearer ${ADMIN_TOKEN}`,
  ];
  if (lastEventId !== undefined) lines.push(`Last-Event-ID: ${lastEventId}`);
  return `${lines.join('\r\n')}\r\n\r\n`;
}
