import type { Socket } from 'node:net';
import type { Response } from 'express';
import type { SharedFrames } from '#events';

/** Bytes that may wait for a client before it is fed no more; what it misses, it is given from the log. */
const HIGH_WATER_BYTES = 256 * 1024;
/** A client that takes nothing for so long is let go, in milliseconds; it resumes by its last id. */
const STALLED_MS = 30_000;

/** Writes to one client, and knows when it has had enough and whether it still reads. */
export class StreamWriter {
  #waiting = 0;
  #progressAt = performance.now();

  constructor(private readonly response: Response) {}

  /** Writes whole frames, and says when they have left; false when the client should be fed no more for now. */
  write(frames: string | Uint8Array, left?: () => void): boolean {
    if (frames.length > 0) this.response.write(frames, (error) => !error && left?.());
    return this.#isRoomy;
  }

  /** Writes frames that others are sent as well; false when the client should be fed no more for now. */
  writeShared(shared: SharedFrames): boolean {
    const socket = this.#chunkedSocket;
    if (socket) socket.write(shared.chunk);
    else this.response.write(shared.bytes);
    return this.#isRoomy;
  }

  /** Calls back once everything written has left for the client. */
  onceDrained(resume: () => void): void {
    const { socket } = this.response;
    if (socket?.writableNeedDrain) socket.once('drain', resume);
    else setImmediate(resume);
  }

  /** Whether the client has taken nothing for too long, asked every now and then. */
  isStalled(): boolean {
    const waiting = this.response.writableLength;
    const now = performance.now();
    if (waiting === 0 || waiting < this.#waiting) this.#progressAt = now;
    this.#waiting = waiting;
    return now - this.#progressAt >= STALLED_MS;
  }

  /** Ends the connection without waiting for what the client does not take. */
  drop(): void {
    this.response.destroy();
  }

  get #isRoomy(): boolean {
    return this.response.writableLength < HIGH_WATER_BYTES;
  }

  /**
   * The socket, where a chunk in HTTP/1.1's coding may go to it straight: the framing is then the same
   * for all clients and made once. Not before the headers are out, nor past what the response still holds.
   */
  get #chunkedSocket(): Socket | undefined {
    const { socket, headersSent, chunkedEncoding, writableEnded, writableLength } = this.response;
    if (!socket || !headersSent || !chunkedEncoding || writableEnded) return undefined;
    return writableLength === socket.writableLength ? socket : undefined;
  }
}
