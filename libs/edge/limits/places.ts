import { EdgeError, tooMany } from '../errors/edge-error.ts';
import type { Principal } from '../identity/principal.ts';

/** Seconds after which a refused client may try again. */
const RETRY_AFTER_S = 10;

/** The limits for one kind of resource that principals hold, such as streams. */
export interface PlaceLimits {
  /** The plural name of what is limited, such as `streams`. */
  what: string;
  /** The error code of a refusal, such as `TOO_MANY_STREAMS`. */
  code: string;
  /** Maximum number in total. */
  max: number;
  /** Maximum number per principal. */
  maxPerPrincipal: number;
}

/** Counts what principals hold, in total and per principal. Principals are distinguished by id. */
export class Places {
  readonly #taken = new Map<string, number>();
  #total = 0;

  constructor(private readonly limits: PlaceLimits) {}

  /**
   * Takes a place, and returns a function that gives it back. Throws an `EdgeError`: 429 when the principal has too
   * many places, 503 when there are too many in total.
   */
  take({ id, name }: Principal): () => void {
    const { what, code, max, maxPerPrincipal } = this.limits;
    const own = this.#taken.get(id) ?? 0;
    if (own >= maxPerPrincipal)
      throw tooMany(code, `${name} has ${own} ${what} open, its maximum.`, RETRY_AFTER_S);
    if (this.#total >= max) {
      const message = `The server has ${max} ${what} open, its maximum. Try again in ${RETRY_AFTER_S} s.`;
      throw new EdgeError(503, code, message, { retryAfterSeconds: RETRY_AFTER_S });
    }
    this.#total += 1;
    this.#taken.set(id, own + 1);
    return () => this.#release(id);
  }

  #release(id: string): void {
    this.#total -= 1;
    const left = (this.#taken.get(id) ?? 1) - 1;
    if (left > 0) this.#taken.set(id, left);
    else this.#taken.delete(id);
  }
}
