import type { Era } from '#tools';
import { EraBridge } from '../bridge/era-bridge.ts';
import type { LinkListener, LinkOwner, UpstreamLink, UpstreamTransport } from '../link/upstream-link.ts';
import type { SharedOptions } from '../upstream-options.ts';

/** An upstream server as the gateway uses it. */
export class Upstream {
  readonly #bridge: EraBridge;

  constructor(
    readonly name: string,
    readonly options: SharedOptions & { auth?: 'none' | 'headers' | 'passthrough' },
    transport: UpstreamTransport,
  ) {
    this.#bridge = new EraBridge(transport.kind, options.era ?? 'auto', (...link) => transport.open(...link));
  }

  /** Opens a link for a client. Rejects with an `UpstreamFault`. */
  open(era: Era, owner: LinkOwner, listener: LinkListener): Promise<UpstreamLink> {
    return this.#bridge.open(era, owner, listener);
  }

  /** Ends what outlives the links of clients, and resolves when nothing is left of it. */
  close(): Promise<void> {
    return this.#bridge.close();
  }
}
