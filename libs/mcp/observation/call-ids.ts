import { randomUUID } from 'node:crypto';
import type { CallId } from '#contract';

/** The hexadecimal digits of a UUID's last group, and those of them that hardly two ids share. */
const COUNTED = 12;
const LAST = 3;
const ENDINGS = Array.from({ length: 16 ** LAST }, (_, count) => digits(count, LAST));

/**
 * UUIDs that no other process gives out: random in the groups that this process keeps, counted in the last. They are
 * put together from what is written out already.
 */
export class CallIds {
  readonly #process = randomUUID().slice(0, -COUNTED);
  #count = 0;
  /** What ids begin with until all endings have been given out. */
  #beginning = '';

  next(): CallId {
    const ending = this.#count % ENDINGS.length;
    if (ending === 0) {
      const beginnings = Math.floor(this.#count / ENDINGS.length);
      this.#beginning = this.#process + digits(beginnings, COUNTED - LAST);
    }
    this.#count += 1;
    return (this.#beginning + ENDINGS[ending]) as CallId;
  }
}

function digits(count: number, length: number): string {
  return count.toString(16).padStart(length, '0');
}
