import { Injectable } from '@nestjs/common';
import type { ClientInfo, SessionId } from '#contract';
import type { SessionEnd } from './session-description.ts';
import { newSessionId } from './session-ids.ts';
import { SessionRegistry } from './session-registry.ts';

/** The values by which the requests of a modern client are grouped into a session. */
export interface DerivedSessionKey {
  tenantId: string;
  /** The id of the principal that sends the requests. */
  principalId: string;
  client: ClientInfo;
  protocolVersion: string;
  /** The trace id of `_meta.traceparent`. */
  traceId?: string;
}

/** Ends the requests in flight of a derived session. */
export type ReleaseDerived = (sessionId: SessionId, reason: SessionEnd) => void;

/** Maximum number of open derived sessions per tenant. */
const MAX_DERIVED_SESSIONS = 1_000;

/**
 * Sessions for clients whose revision has none: requests with the same tenant, principal, client and trace belong to
 * one session. Near the maximum, first the trace id is ignored, and then the principal and the client.
 */
@Injectable()
export class DerivedSessions {
  readonly #ids = new Map<string, SessionId>();

  constructor(private readonly registry: SessionRegistry) {}

  /**
   * Returns the session id of a request, and opens the session if there is none. Calls `release` once when the session
   * ends; its running calls must have ended when `release` returns.
   */
  sessionFor(key: DerivedSessionKey, release: ReleaseDerived): SessionId {
    const known = this.#ids.get(textOf(key));
    if (known) return known;
    const { tenantId } = key;
    const open = this.registry.countOpen(tenantId, 'derived');
    // The last two places are reserved: one for a client without its trace, one for all others together.
    if (open < MAX_DERIVED_SESSIONS - 2) return this.#open(key, release);
    const { traceId: _, ...untraced } = key;
    const grouped = this.#ids.get(textOf(untraced));
    if (grouped) return grouped;
    if (open < MAX_DERIVED_SESSIONS - 1) return this.#open(untraced, release);
    const others = { ...untraced, principalId: '', client: { name: '(other)', version: '' } };
    return this.#ids.get(textOf(others)) ?? this.#open(others, release);
  }

  #open(key: DerivedSessionKey, release: ReleaseDerived): SessionId {
    const sessionId = newSessionId();
    const text = textOf(key);
    this.#ids.set(text, sessionId);
    this.registry.openSession({ ...key, sessionId, origin: 'derived' }, (reason) => {
      this.#ids.delete(text);
      release(sessionId, reason);
    });
    return sessionId;
  }
}

function textOf({ tenantId, principalId, client, protocolVersion, traceId }: DerivedSessionKey): string {
  return JSON.stringify([tenantId, principalId, client.name, client.version, protocolVersion, traceId ?? '']);
}
