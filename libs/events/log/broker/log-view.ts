import { compareEventIds, type EventId } from '#contract';
import { LostRanges, type LostRange } from '../losses/lost-ranges.ts';
import type { BrokerState, KnownLog } from './broker.ts';

/** What this process knows of the log that the broker holds. */
export class LogView {
  readonly since: string;
  #lost: LostRanges;
  readonly #origin: EventId;
  #epoch: string;
  #start: EventId;
  #newest: EventId;

  constructor(
    { since, lost, origin, epoch, start, last }: BrokerState,
    private readonly onReplaced: () => void,
  ) {
    this.since = since;
    this.#lost = new LostRanges(lost);
    this.#origin = origin;
    this.#epoch = epoch;
    this.#start = start;
    this.#newest = last;
  }

  /** The position before the oldest event that the broker holds, as far as this process knows. */
  get start(): EventId {
    return this.#start;
  }

  /** Whether the log still holds its first event. */
  get isWhole(): boolean {
    return this.#start === this.#origin;
  }

  get known(): KnownLog {
    return { origin: this.#origin, last: this.#newest };
  }

  /** Notes what the broker reports. */
  apply({ epoch, start, last, lost }: BrokerState): void {
    for (const range of lost) this.#lost.add(range);
    this.moved({ start, last });
    if (epoch === this.#epoch) return;
    this.#epoch = epoch;
    this.onReplaced();
  }

  /** Notes how far the log reaches. Answers may arrive out of order, so neither end moves back. */
  moved({ start, last }: Pick<BrokerState, 'start' | 'last'>): void {
    this.#start = later(this.#start, start);
    this.sawId(last);
  }

  /** Notes an id. No later event has it, or a lower one. */
  sawId(id: EventId): void {
    this.#newest = later(this.#newest, id);
  }

  /** The ranges of events that can no longer be read. */
  get lost(): LostRanges {
    return this.#lost;
  }

  /** Takes over what the broker knows of lost events: other processes may have dropped some. */
  relearnLost(ranges: readonly LostRange[]): void {
    this.#lost = new LostRanges(ranges);
  }

  /** Notes events that can no longer be read. */
  addLost(range: LostRange): void {
    this.#lost.add(range);
  }
}

function later(a: EventId, b: EventId): EventId {
  return compareEventIds(a, b) < 0 ? b : a;
}
