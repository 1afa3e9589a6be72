import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { Response } from 'express';
import type { FramePieces } from '../framing/control-frames.ts';
import type { SharedFrames } from '../framing/shared-frames.ts';

/** Maximum number of bytes that wait for a client before it is sent no more; it catches up from the log later. */
const HIGH_WATER_BYTES = 256 * 1024;
/** Milliseconds without progress after which a client is disconnected; it resumes by its last id. */
const STALLED_MS = 30_000;

/** Writes to one client, and knows whether it has room. */
export class StreamWriter {
  #isTimed = false;

  /** Disconnects the client after `stalledMs` milliseconds in which no byte has left for it while some wait. */
  constructor(
    private readonly response: Response,
    private readonly stalledMs = STALLED_MS,
  ) {}

  /**
   * Writes whole frames, and calls `sent` once they have left the process. Returns false when the client should be
   * sent no more for now.
   */
  write(frames: string | Uint8Array, sent?: () => void): boolean {
    this.#timeWaiting();
    if (frames.length > 0) this.response.write(frames, (error) => !error && sent?.());
    return this.isRoomy;
  }

  /** Writes the pieces of one frame, such as the first one, while HTTP still holds back the headers. */
  writeTogether(pieces: FramePieces): void {
    this.response.cork();
    for (const piece of pieces) this.response.write(piece);
    this.response.uncork();
  }

  /** Writes frames that others are sent as well; returns false when the client should be sent no more for now. */
  writeShared(shared: SharedFrames): boolean {
    this.#timeWaiting();
    const socket = this.#chunkedSocket;
    if (socket) socket.write(shared.chunk);
    else this.response.write(shared.bytes);
    return this.isRoomy;
  }

  /** Calls back once everything written has left for the client. */
  onceDrained(resume: () => void): void {
    this.#timeWaiting();
    const { socket } = this.response;
    if (socket?.writableNeedDrain) socket.once('drain', resume);
    else setImmediate(resume);
  }

  /** Resolves once everything has left for the client, or the connection is gone. */
  async whenClosed(): Promise<void> {
    if (!this.response.closed) await once(this.response, 'close');
  }

  /** Closes the connection without waiting for what the client does not read. */
  drop(): void {
    this.response.destroy();
  }

  /** Whether the client should be sent more. */
  get isRoomy(): boolean {
    return this.response.writableLength < HIGH_WATER_BYTES;
  }

  /**
   * Begins to time a client when something waits for it, because most clients are idle and need no timer. It is a socket's
   * own time-out, which counts bytes: a backlog that is filled up again would show nothing. It also fires while nothing
   * waits, as when the log takes long to read a page: that is no fault of the client.
   */
  #timeWaiting(): void {
    const { response } = this;
    if (this.#isTimed || response.writableLength === 0) return;
    this.#isTimed = true;
    response.setTimeout(this.stalledMs, () => response.writableLength > 0 && response.destroy());
  }

  /**
   * The socket, where it may be written chunks of HTTP/1.1 directly: their framing is the same for all clients and
   * made once. Not before the headers have left, nor past what the response still holds.
   */
  get #chunkedSocket(): Socket | undefined {
    const { socket, headersSent, chunkedEncoding, writableEnded, writableLength } = this.response;
    if (!socket || !headersSent || !chunkedEncoding || writableEnded) return undefined;
    return writableLength === socket.writableLength ? socket : undefined;
  }
}
