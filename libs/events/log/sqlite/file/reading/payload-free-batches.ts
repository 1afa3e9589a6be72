import { mayHoldPayload } from '../../../../encoding/without-payload.ts';
import type { StoredBatch } from './sqlite-block-walk.ts';

/** Maximum number of batches that are remembered: a few megabytes. */
const REMEMBERED = 50_000;

/**
 * The stored batches that were searched for payloads in vain. A batch may lose a payload and never gains one, so each is
 * searched once, however many clients catch up. The search is a quarter of what it costs to send a page.
 */
export class PayloadFreeBatches {
  /** By the id of their first event, which no other batch ever has. */
  readonly #known = new Set<number>();

  /** Whether events of a batch may hold arguments or results. */
  mayHoldPayload({ first, count, bytes }: StoredBatch): boolean {
    // A place without events may be where a batch begins later.
    if (count === 0 || this.#known.has(first)) return false;
    if (mayHoldPayload(bytes)) return true;
    if (this.#known.size >= REMEMBERED) this.#known.clear();
    this.#known.add(first);
    return false;
  }
}
