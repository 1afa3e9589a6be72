import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { ClientInfo } from '#contract';
import type { SessionEnd } from './session-description.ts';
import { SessionRegistry } from './session-registry.ts';

/** What a modern client sends with every request, and what its key says of it. */
export interface DerivedSessionKey {
  tenantId: string;
  /** Who the key belongs to, or `anonymous`. */
  principal: string;
  client: ClientInfo;
  protocolVersion: string;
  /** The trace id of `_meta.traceparent`. */
  traceId?: string;
}

/** Ends what is left of a derived session: what is in flight of it. */
export type ReleaseDerived = (sessionId: string, reason: SessionEnd) => void;

/** The most derived sessions that are open for a tenant at a time. */
const MAX_DERIVED_SESSIONS = 1_000;

/**
 * Sessions of clients whose revision has none: requests that agree in tenant, principal, client and
 * trace are one session. Beyond the bound the trace id no longer tells requests apart, and at the bound
 * neither does the client.
 */
@Injectable()
export class DerivedSessions {
  readonly #ids = new Map<string, string>();

  constructor(private readonly registry: SessionRegistry) {}

  /**
   * The id of the session that a request belongs to; opens it when there is none, and calls `release` once
   * when it ends: its calls in flight have to have ended when that returns.
   */
  sessionFor(key: DerivedSessionKey, release: ReleaseDerived): string {
    const known = this.#ids.get(textOf(key));
    if (known) return known;
    const { tenantId } = key;
    const open = this.registry.countOpen(tenantId, 'derived');
    // The last two places are kept back: for a client whose trace is left out, and for all the others.
    if (open < MAX_DERIVED_SESSIONS - 2) return this.#open(key, release);
    const { traceId: _, ...untraced } = key;
    const grouped = this.#ids.get(textOf(untraced));
    if (grouped) return grouped;
    if (open < MAX_DERIVED_SESSIONS - 1) return this.#open(untraced, release);
    const others = { ...untraced, principal: '', client: { name: '(other)', version: '' } };
    return this.#ids.get(textOf(others)) ?? this.#open(others, release);
  }

  #open(key: DerivedSessionKey, release: ReleaseDerived): string {
    const { principal: _, ...description } = key;
    const sessionId = randomUUID();
    const text = textOf(key);
    this.#ids.set(text, sessionId);
    this.registry.openSession({ ...description, sessionId, origin: 'derived' }, (reason) => {
      this.#ids.delete(text);
      release(sessionId, reason);
    });
    return sessionId;
  }
}

function textOf({ tenantId, principal, client, protocolVersion, traceId }: DerivedSessionKey): string {
  return JSON.stringify([tenantId, principal, client.name, client.version, protocolVersion, traceId ?? '']);
}
