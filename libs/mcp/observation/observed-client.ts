import type { SessionId } from '#contract';
import type { Era, Offer } from '#tools';

/** The client whose messages are observed. */
export interface ObservedClient {
  readonly era: Era;
  readonly sessionId: SessionId;
  readonly tenantId: string;
  readonly principalId: string;
  /** Knows which tools exist, and which upstream server answers them. */
  readonly offer: Pick<Offer, 'offersTool' | 'upstreamOf'>;
  /** Whether a tool exists for the client; undefined when all do. */
  readonly mayUse?: ((tool: string) => boolean) | undefined;
}
