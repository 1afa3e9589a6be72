import type { LinkListener, LinkOwner, UpstreamLink } from '../link/upstream-link.ts';
import type { UpstreamFault } from '../link/upstream-fault.ts';
import type { Era } from '#tools';
import type { CallSlots } from './call-slots.ts';

/** What a lasting link needs of its upstream. */
export interface LinkHost {
  readonly name: string;
  readonly slots: CallSlots;
  /** How long the answer to the first request of a process or session may take, in milliseconds. */
  readonly handshakeMs: number;
  /** Number of lines that its processes have written to stdout although they are no messages. */
  readonly strayCount: number;
  /** Milliseconds until a broken link should be opened again; undefined if it should not. */
  readonly retryMs: number | undefined;
  /** Opens a link of the transport, if the state and the limits of the upstream allow it. Rejects with an `UpstreamFault`. */
  connect(era: Era, owner: LinkOwner, listener: LinkListener): Promise<UpstreamLink>;
  /** The upstream has answered in an era. */
  succeeded(era: Era): void;
  failed(fault: UpstreamFault): void;
}
