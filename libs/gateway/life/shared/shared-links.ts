import type { Era } from '#tools';
import type { LinkListener, LinkOwner, UpstreamLink } from '../../link/upstream-link.ts';

/** Milliseconds after the last one has left until a shared link is ended. */
const IDLE_MS = 300_000;

/** A link that several clients share. */
export interface Shared {
  /** Number of those that share it now. */
  readonly members: number;
  /** A link for one of them. `onLeft` is told when it was closed. */
  join(listener: LinkListener, onLeft: () => void, owner: LinkOwner): UpstreamLink;
  /** Ends it for all, and resolves when nothing is left of it. */
  close(): Promise<void>;
}

interface Parts {
  make: (era: Era, owner: LinkOwner) => Shared;
  /** Whose the link is: those with the same key share it. */
  keyOf: (owner: LinkOwner) => readonly string[];
}

/** The links of one upstream that clients share. */
export class SharedLinks {
  readonly #links = new Map<string, Shared>();
  readonly #idle = new Map<string, NodeJS.Timeout>();

  constructor(private readonly parts: Parts) {}

  /** A link for one request, or for one client. */
  join(era: Era, owner: LinkOwner, listener: LinkListener): UpstreamLink {
    const key = JSON.stringify([era, ...this.parts.keyOf(owner)]);
    const shared = this.#links.get(key) ?? this.parts.make(era, owner);
    this.#links.set(key, shared);
    clearTimeout(this.#idle.get(key));
    return shared.join(listener, () => this.#endLater(key, shared), owner);
  }

  /** Ends no link, but forgets all: they were ended. */
  clear(): void {
    for (const timer of this.#idle.values()) clearTimeout(timer);
    this.#idle.clear();
    this.#links.clear();
  }

  #endLater(key: string, shared: Shared): void {
    clearTimeout(this.#idle.get(key));
    const end = (): void => {
      if (shared.members > 0) return;
      this.#links.delete(key);
      this.#idle.delete(key);
      void shared.close();
    };
    this.#idle.set(key, setTimeout(end, IDLE_MS).unref());
  }
}
