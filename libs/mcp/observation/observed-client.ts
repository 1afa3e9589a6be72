import type { SessionId } from '#contract';
import type { Era } from '#tools';

/** The client whose messages are observed. */
export interface ObservedClient {
  readonly era: Era;
  readonly sessionId: SessionId;
  readonly tenantId: string;
  readonly principalId: string;
  /** Whether a tool exists for the client; undefined when all do. */
  readonly mayUse?: ((tool: string) => boolean) | undefined;
}
