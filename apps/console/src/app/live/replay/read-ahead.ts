import type { CrowsnestEvent, EventId } from '#contract';

import { dueTime } from './due-time.ts';

/** Number of events per request. At most twice as many are kept, at any speed. */
export const PAGE = 500;
/** Milliseconds between two checks for new events at the end of the log. */
const LOOK_MS = 1_000;

/** Reads the first events after a position. Rejects only if the signal aborts or the server refuses. */
type Ask = (after: EventId, limit: number, signal: AbortSignal) => Promise<CrowsnestEvent[]>;

/** Reads the next events before they are due. */
export class ReadAhead {
  #events: CrowsnestEvent[] = [];
  #after: EventId | undefined;
  #previous = 0;
  #due: number | undefined;
  #run: AbortController | undefined;
  #isReading = false;
  /** When the log was found to have no more events, in milliseconds since 1970. */
  #endedAt = -Infinity;
  #lookedAt = -Infinity;

  constructor(
    private readonly ask: Ask,
    private readonly onEvents: () => void,
    private readonly onRefusal: (error: unknown) => void,
  ) {}

  /** Number of events that are kept. */
  get size(): number {
    return this.#events.length;
  }

  /** Starts to read after a position. No event is due before `at`. */
  begin(after: EventId, at: number): void {
    this.stop();
    this.#after = after;
    this.#previous = at;
    this.#run = new AbortController();
    this.fill();
  }

  /** Stops reading, and discards what was read. */
  stop(): void {
    this.#run?.abort();
    this.#run = undefined;
    this.#events = [];
    this.#due = undefined;
    this.#endedAt = this.#lookedAt = -Infinity;
    this.#isReading = false;
  }

  /** When the next event is due; undefined while none is known. */
  get due(): number | undefined {
    if (this.#events.length > 0) this.#due ??= dueTime(this.#events, this.#previous);
    return this.#due;
  }

  /** Removes and returns the next event, if one is known. */
  take(): CrowsnestEvent | undefined {
    this.#previous = this.due ?? this.#previous;
    this.#due = undefined;
    const event = this.#events.shift();
    this.fill();
    return event;
  }

  /** Whether all events up to a time are known. */
  isComplete(upTo: number): boolean {
    return this.#endedAt >= upTo;
  }

  /** Reads on if there is room. Checks the end of the log again after a while. */
  fill(): void {
    const run = this.#run;
    if (!run || this.#isReading || this.#events.length > PAGE) return;
    if (this.#endedAt > 0 && Date.now() - this.#lookedAt < LOOK_MS) return;
    this.#isReading = true;
    void this.#read(run.signal);
  }

  async #read(signal: AbortSignal): Promise<void> {
    const after = this.#after;
    if (after === undefined) return;
    this.#lookedAt = Date.now();
    try {
      const page = await this.ask(after, PAGE, signal);
      if (signal.aborted) return;
      this.#isReading = false;
      this.#take(page);
    } catch (error) {
      if (!signal.aborted) this.onRefusal(error);
    }
  }

  #take(page: CrowsnestEvent[]): void {
    this.#events.push(...page);
    this.#after = page.at(-1)?.id ?? this.#after;
    this.#endedAt = page.length < PAGE ? this.#lookedAt : -Infinity;
    this.onEvents();
  }
}
