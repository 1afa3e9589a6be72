import { Injectable } from '@nestjs/common';
import { AgentKeys } from '#edge';
import { SessionRegistry } from '#sessions';
import { ModernEndpoint } from './modern/modern-endpoint.ts';
import { sessionEndText } from './session-end-text.ts';

/** Ends what an agent has open here once its key is withdrawn or has expired: sessions, streams and requests. */
@Injectable()
export class Withdrawals {
  constructor(
    keys: AgentKeys,
    private readonly sessions: SessionRegistry,
    private readonly modern: ModernEndpoint,
  ) {
    // The keys complete it at the end.
    keys.withdrawn.subscribe((principalId) => this.#endAll(principalId));
  }

  #endAll(principalId: string): void {
    this.sessions.closeSessionsOf(principalId, 'admin');
    // Requests that belong to no session of the agent alone, such as `subscriptions/listen`.
    this.modern.endOf(principalId, sessionEndText('admin'));
  }
}
