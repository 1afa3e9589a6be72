import type { CrowsnestEvent, EventId } from '#contract';

import { dueTime } from './due-time.ts';

/** Number of events that are asked for at once. Twice as many are kept at most, whatever the speed. */
export const PAGE = 500;
/** Milliseconds between two looks for what has been added to the log. */
const LOOK_MS = 1_000;

/** Asks for the first events after a position. Rejects only when the signal aborts, or when the server refuses. */
type Ask = (after: EventId, limit: number, signal: AbortSignal) => Promise<CrowsnestEvent[]>;

/** The events that come next, read before they are due. */
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

  /** Number of events that are kept now. */
  get size(): number {
    return this.#events.length;
  }

  /** Reads from a position on. No event is due before `at`. */
  begin(after: EventId, at: number): void {
    this.stop();
    this.#after = after;
    this.#previous = at;
    this.#run = new AbortController();
    this.fill();
  }

  /** Reads no more, and forgets what was read. */
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

  /** Takes the next event, if any is known. */
  take(): CrowsnestEvent | undefined {
    this.#previous = this.due ?? this.#previous;
    this.#due = undefined;
    const event = this.#events.shift();
    this.fill();
    return event;
  }

  /** Whether it is certain that nothing but what is known was stamped up to a time. */
  isComplete(upTo: number): boolean {
    return this.#endedAt >= upTo;
  }

  /** Reads on if there is room. The end of the log is looked at again after a while. */
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
