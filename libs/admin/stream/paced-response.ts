import type { Response } from 'express';

/** Bytes that may wait for a client before it is fed no more; what it misses, it is given from the log. */
const HIGH_WATER_BYTES = 256 * 1024;
/** A client that takes nothing for so long is let go, in milliseconds; it resumes by its last id. */
const STALLED_MS = 30_000;

/** A response that knows when its client has had enough, and whether it still reads. */
export class PacedResponse {
  #waiting = 0;
  #progressAt = performance.now();

  constructor(private readonly response: Response) {}

  /** Writes whole frames; false when the client should be fed no more for now. */
  write(frames: string | Buffer): boolean {
    this.response.write(frames);
    return this.response.writableLength < HIGH_WATER_BYTES;
  }

  /** Calls back once everything written has left for the client. */
  onceDrained(resume: () => void): void {
    if (this.response.writableNeedDrain) this.response.once('drain', resume);
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
}
