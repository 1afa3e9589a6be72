import { Injectable } from '@nestjs/common';
import { AccessTokens, AgentKeys, ToolAccess, type AgentPrincipal } from '#edge';
import { SessionRegistry } from '#sessions';
import { Beginnings } from './legacy/beginnings.ts';
import { ModernEndpoint } from './modern/modern-endpoint.ts';
import { rightsChanged } from './rights-changed.ts';
import { sessionEndText } from './session-end-text.ts';

/**
 * Ends the sessions, streams and requests that an agent has open here or is about to open: once its key is withdrawn or has
 * expired, once tokens of its issuer are not accepted any more or are read in another way, and once its tenant may use other
 * tools, so that it begins anew with those.
 */
@Injectable()
export class Withdrawals {
  constructor(
    keys: AgentKeys,
    tokens: AccessTokens,
    access: ToolAccess,
    private readonly sessions: SessionRegistry,
    private readonly beginnings: Beginnings,
    private readonly modern: ModernEndpoint,
  ) {
    // They complete it at the end.
    keys.withdrawn.subscribe((principalId) => this.#endAllOf(principalId));
    tokens.withdrawn.subscribe((id) => this.#endAllWhere(({ issuerId }) => issuerId === id));
    access.changed.subscribe((id) => this.#endAllWhere(({ tenantId }) => tenantId === id));
  }

  #endAllOf(principalId: string): void {
    this.sessions.closeSessionsOf(principalId, 'admin');
    this.#endOthers(({ id }) => id === principalId);
  }

  #endAllWhere(isMeant: (of: Pick<AgentPrincipal, 'tenantId' | 'issuerId'>) => boolean): void {
    this.sessions.closeSessionsWhere(isMeant, 'admin');
    this.#endOthers(isMeant);
  }

  /** Ends sessions that have not begun, and requests that belong to no session, such as `subscriptions/listen`. */
  #endOthers(isMeant: (agent: AgentPrincipal) => boolean): void {
    this.beginnings.stop(isMeant, rightsChanged());
    this.modern.endOf(isMeant, sessionEndText('admin'), rightsChanged());
  }
}
