import { randomUUID } from 'node:crypto';

/** The hexadecimal digits of a UUID's last group. */
const COUNTED = 12;

/** UUIDs that no other process gives out: random in the groups that this process keeps, counted in the last. */
export class CallIds {
  readonly #process = randomUUID().slice(0, -COUNTED);
  #count = 0;

  next(): string {
    this.#count += 1;
    return this.#process + this.#count.toString(16).padStart(COUNTED, '0');
  }
}
