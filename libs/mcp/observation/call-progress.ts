import type { ProgressUpdate } from '#tools';

/** Milliseconds between two progress events of one call. */
export const PROGRESS_MS = 250;

/**
 * Limits the rate of progress events. The first step is published at once, then the newest step at most every 250 ms.
 * A step that still waits when the call ends is published then, so that the last step is never lost.
 */
export class CallProgress {
  #waiting: ProgressUpdate | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly publish: (update: ProgressUpdate) => void) {}

  report(update: ProgressUpdate): void {
    if (this.#timer) this.#waiting = update;
    else this.#send(update);
  }

  /** Ends the call. Nothing may follow. */
  end(): void {
    clearTimeout(this.#timer);
    if (this.#waiting) this.publish(this.#waiting);
    this.#waiting = undefined;
  }

  #send(update: ProgressUpdate): void {
    this.publish(update);
    this.#timer = setTimeout(() => this.#due(), PROGRESS_MS);
    this.#timer.unref();
  }

  #due(): void {
    const waiting = this.#waiting;
    this.#timer = undefined;
    this.#waiting = undefined;
    if (waiting) this.#send(waiting);
  }
}
