import type { LinkListener, LinkOwner, UpstreamLink } from '../../link/upstream-link.ts';
import { SharedLink } from './shared-link.ts';

/** Milliseconds after its last request until the process of a principal is ended. */
const IDLE_MS = 300_000;

/** Makes the link that the requests of a principal share. */
export type MakeLink = (owner: LinkOwner, listener: LinkListener) => UpstreamLink;

/** One link for all requests of a principal, for the era in which requests belong to no session. */
export class SharedLinks {
  readonly #links = new Map<string, SharedLink>();
  readonly #idle = new Map<string, NodeJS.Timeout>();

  constructor(private readonly make: MakeLink) {}

  /** A link for one request, or for one client. */
  join(owner: LinkOwner, listener: LinkListener): UpstreamLink {
    const key = JSON.stringify([owner.tenantId, owner.principalId]);
    const shared = this.#links.get(key) ?? new SharedLink((to) => this.make(owner, to));
    this.#links.set(key, shared);
    clearTimeout(this.#idle.get(key));
    return shared.join(listener, () => this.#endLater(key, shared));
  }

  /** Ends no link, but forgets all: they were ended. */
  clear(): void {
    for (const timer of this.#idle.values()) clearTimeout(timer);
    this.#idle.clear();
    this.#links.clear();
  }

  #endLater(key: string, shared: SharedLink): void {
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
