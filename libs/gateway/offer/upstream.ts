import type { Era } from '#tools';
import type { LinkListener, LinkOwner, UpstreamLink, UpstreamTransport } from '../link/upstream-link.ts';
import type { SharedOptions } from '../upstream-options.ts';

/** An upstream server as the gateway uses it. */
export class Upstream {
  constructor(
    readonly name: string,
    readonly options: SharedOptions & { auth?: 'none' | 'headers' | 'passthrough' },
    private readonly transport: UpstreamTransport,
  ) {}

  /** Opens a link for a client. Rejects with an `UpstreamFault`. */
  open(era: Era, owner: LinkOwner, listener: LinkListener): Promise<UpstreamLink> {
    return this.transport.open(era, owner, listener);
  }
}
