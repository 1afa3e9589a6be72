import type { AuditChain, AuditEvent, EventId } from '#contract';
import { hashOfEvent } from '#events';

/** What is known of one chain: the acts of one life of a process. */
export interface VerifiedChain {
  id: string;
  instance?: string;
  /** The place of its first event that is held; more than 1 where retention has dropped those before. */
  first: number;
  /** The place of its last event, when that was, and its hash: the head, which can be noted elsewhere. */
  last: number;
  at: string;
  head: string;
}

/** A place at which the trail is not what was published. */
export interface TrailBreak {
  kind: 'missing' | 'changed' | 'doubled' | 'unlinked';
  /** The event at which it shows. */
  id: EventId;
  message: string;
}

/** The outcome of following all chains of a trail. */
export interface Verification {
  events: number;
  /** Number of events of versions before there were chains. Nothing is known of them. */
  unlinked: number;
  chains: VerifiedChain[];
  breaks: TrailBreak[];
}

/** Follows the chains of a trail, event by event. */
export class TrailVerifier {
  readonly #chains = new Map<string, VerifiedChain>();
  readonly #hashes = new Set<string>();
  readonly #breaks: TrailBreak[] = [];
  #events = 0;
  #unlinked = 0;
  /** Whether retention may have dropped the beginning of the trail. */
  #isCut = false;

  /** Takes the next event, in the order of the log. */
  add(event: AuditEvent): void {
    const { chain } = event.data;
    const hash = hashOfEvent(event);
    if (chain) this.#follow(event, chain, hash);
    else this.#takeUnlinked(event);
    this.#events += 1;
    this.#hashes.add(hash);
  }

  get outcome(): Verification {
    return {
      events: this.#events,
      unlinked: this.#unlinked,
      chains: [...this.#chains.values()],
      breaks: this.#breaks,
    };
  }

  #takeUnlinked(event: AuditEvent): void {
    this.#unlinked += 1;
    // Earlier versions named the admin otherwise.
    if ('admin' in event.data) this.#break('unlinked', event, 'has lost its place in a chain');
  }

  #follow(event: AuditEvent, chain: AuditChain, hash: string): void {
    const known = this.#chains.get(chain.id);
    if (!known) this.#begin(event, chain);
    else if (chain.seq <= known.last)
      return this.#break('doubled', event, `is the second one of place ${chain.seq} in chain ${chain.id}`);
    else if (chain.seq > known.last + 1)
      this.#break(
        'missing',
        event,
        `follows place ${known.last} of chain ${chain.id}, and is of place ${chain.seq}`,
      );
    else if (chain.previous !== known.head)
      this.#break(
        'changed',
        event,
        `names another event of place ${known.last} in chain ${chain.id} than there is`,
      );
    const { instance } = event.data;
    this.#chains.set(chain.id, {
      id: chain.id,
      ...(instance !== undefined && { instance }),
      first: known?.first ?? chain.seq,
      last: chain.seq,
      at: event.timestamp,
      head: hash,
    });
  }

  #begin(event: AuditEvent, { id, seq, previous }: AuditChain): void {
    const isKnown = previous === '' || this.#hashes.has(previous);
    if (seq === 1 && isKnown) return;
    if (this.#events === 0) this.#isCut = true;
    if (this.#isCut) return;
    if (seq > 1) this.#break('missing', event, `is the first one of chain ${id}, and of place ${seq}`);
    else this.#break('missing', event, `begins chain ${id} after an event that is missing or was changed`);
  }

  #break(kind: TrailBreak['kind'], { id, type, timestamp }: AuditEvent, problem: string): void {
    this.#breaks.push({ kind, id, message: `Event ${id} (${type}, ${timestamp}) ${problem}` });
  }
}
