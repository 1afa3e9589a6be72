import { randomUUID } from 'node:crypto';

/** The hexadecimal digits of a UUID's last group. */
const COUNTED = 12;
/** The digits that most ids differ in, all written out once. */
const LAST_DIGITS = Array.from({ length: 4_096 }, (_, count) => digits(count, 3));

/** UUIDs that no other process gives out: random in the groups that this process keeps, counted in the last. */
export class CallIds {
  readonly #process = randomUUID().slice(0, -COUNTED);
  #count = 0;
  /** What an id begins with until its last digits have all been given out. */
  #beginning = '';

  next(): string {
    const last = this.#count % LAST_DIGITS.length;
    if (last === 0)
      this.#beginning = this.#process + digits(Math.floor(this.#count / LAST_DIGITS.length), COUNTED - 3);
    this.#count += 1;
    return this.#beginning + LAST_DIGITS[last];
  }
}

function digits(count: number, length: number): string {
  return count.toString(16).padStart(length, '0');
}
