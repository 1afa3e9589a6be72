import type { Era } from '#tools';
import type { UpstreamFault } from '../link/upstream-fault.ts';
import type { LinkListener, LinkOwner, UpstreamLink, UpstreamTransport } from '../link/upstream-link.ts';
import { LastingLink } from './lasting-link.ts';
import type { LinkHost } from './link-host.ts';
import { ListeningLink } from './listening/listening-link.ts';
import { SharedLink } from './shared/shared-link.ts';
import { SharedLinks } from './shared/shared-links.ts';
import { SharedSession } from './shared/shared-session.ts';

/** How the links of an upstream are used. */
interface Sharing {
  kind: UpstreamTransport['kind'];
  /** Whether all agents of a tenant share one. */
  isShared: boolean;
}

/** The links of one upstream. */
export class UpstreamLinks {
  readonly #links = new Set<LastingLink>();
  readonly #shared: SharedLinks;

  constructor(
    private readonly host: LinkHost,
    private readonly sharing: Sharing,
  ) {
    this.#shared = new SharedLinks({
      make: (era, owner) => this.#sharedLink(era, owner),
      keyOf: ({ tenantId, principalId }) => (sharing.isShared ? [tenantId] : [tenantId, principalId]),
    });
  }

  /**
   * A link in an era of the upstream. In the newer one, requests of one principal share a process. Where agents share, so do
   * all of a tenant, and in the older era a session.
   */
  open(era: Era, owner: LinkOwner, listener: LinkListener): UpstreamLink {
    const { isShared, kind } = this.sharing;
    const sharesLink = era === 'legacy' ? isShared : kind === 'stdio';
    const make = (to: LinkListener): UpstreamLink =>
      sharesLink ? this.#shared.join(era, owner, to) : this.#lasting(era, owner, to);
    return era === 'legacy' ? make(listener) : new ListeningLink(make, listener, this.host);
  }

  /** Whether any of them has a process, or a session. */
  get isConnected(): boolean {
    return [...this.#links].some(({ isConnected }) => isConnected);
  }

  /** For how many milliseconds the oldest has been connected; 0 if none is. */
  get uptimeMs(): number {
    return Math.max(0, ...[...this.#links].map(({ uptimeMs }) => uptimeMs));
  }

  /** Number of processes or sessions, and of requests that are not answered; of a tenant, or of all with null. */
  use(tenantId: string | null): { sessions: number; inFlight: number } {
    const links = [...this.#links].filter(({ owner }) => tenantId === null || owner.tenantId === tenantId);
    return {
      sessions: links.filter(({ isConnected }) => isConnected).length,
      inFlight: links.reduce((sum, { inFlight }) => sum + inFlight, 0),
    };
  }

  /** Ends every process and session, and begins anew what agents have open. */
  async reconnect(fault: UpstreamFault): Promise<void> {
    await Promise.all([...this.#links].map((link) => link.reconnect(fault)));
  }

  /** Ends every link. Resolves when nothing is left of them. */
  async close(): Promise<void> {
    this.#shared.clear();
    await Promise.all([...this.#links].map((link) => link.close()));
  }

  #sharedLink(era: Era, owner: LinkOwner): SharedLink | SharedSession {
    // What each agent hears of changed lists is decided for each.
    const link = new SharedLink((to) => this.#lasting(era, { ...owner, isOfSeveral: true }, to));
    return era === 'modern' ? link : new SharedSession(link);
  }

  #lasting(era: Era, owner: LinkOwner, listener: LinkListener): UpstreamLink {
    const link = new LastingLink(era, owner, listener, this.host);
    this.#links.add(link);
    return {
      send: (message, headers) => link.send(message, headers),
      close: () => link.close().finally(() => this.#links.delete(link)),
    };
  }
}
