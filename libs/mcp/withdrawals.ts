import { Injectable } from '@nestjs/common';
import { AgentKeys, ToolAccess } from '#edge';
import { SessionRegistry } from '#sessions';
import { ModernEndpoint } from './modern/modern-endpoint.ts';
import { sessionEndText } from './session-end-text.ts';

/**
 * Ends what an agent has open here, sessions, streams and requests: once its key is withdrawn or has expired, and once its
 * tenant may use other tools, so that it begins anew with those.
 */
@Injectable()
export class Withdrawals {
  constructor(
    keys: AgentKeys,
    access: ToolAccess,
    private readonly sessions: SessionRegistry,
    private readonly modern: ModernEndpoint,
  ) {
    // The keys complete it at the end.
    keys.withdrawn.subscribe((principalId) => this.#endAll(principalId));
    access.changed.subscribe((tenantId) => this.#endAllOfTenant(tenantId));
  }

  #endAll(principalId: string): void {
    this.sessions.closeSessionsOf(principalId, 'admin');
    // Requests that belong to no session of the agent alone, such as `subscriptions/listen`.
    this.modern.endOf(({ id }) => id === principalId, sessionEndText('admin'));
  }

  #endAllOfTenant(tenantId: string): void {
    this.sessions.closeSessionsOfTenant(tenantId, 'admin');
    this.modern.endOf((agent) => agent.tenantId === tenantId, sessionEndText('admin'));
  }
}
