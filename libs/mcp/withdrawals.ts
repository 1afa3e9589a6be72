import { Injectable } from '@nestjs/common';
import { AccessTokens, AgentKeys, ToolAccess, type AgentPrincipal } from '#edge';
import { SessionRegistry } from '#sessions';
import { ModernEndpoint } from './modern/modern-endpoint.ts';
import { sessionEndText } from './session-end-text.ts';

/**
 * Ends what an agent has open here, sessions, streams and requests: once its key is withdrawn or has expired, once tokens of
 * its issuer are not accepted any more or are read in another way, and once its tenant may use other tools, so that it begins
 * anew with those.
 */
@Injectable()
export class Withdrawals {
  constructor(
    keys: AgentKeys,
    tokens: AccessTokens,
    access: ToolAccess,
    private readonly sessions: SessionRegistry,
    private readonly modern: ModernEndpoint,
  ) {
    // They complete it at the end.
    keys.withdrawn.subscribe((principalId) => this.#endAllOf(principalId));
    tokens.withdrawn.subscribe((id) => this.#endAllWhere(({ issuerId }) => issuerId === id));
    access.changed.subscribe((id) => this.#endAllWhere(({ tenantId }) => tenantId === id));
  }

  #endAllOf(principalId: string): void {
    this.sessions.closeSessionsOf(principalId, 'admin');
    // Requests that belong to no session of the agent alone, such as `subscriptions/listen`.
    this.modern.endOf(({ id }) => id === principalId, sessionEndText('admin'));
  }

  #endAllWhere(isMeant: (of: Pick<AgentPrincipal, 'tenantId' | 'issuerId'>) => boolean): void {
    this.sessions.closeSessionsWhere(isMeant, 'admin');
    this.modern.endOf(isMeant, sessionEndText('admin'));
  }
}
