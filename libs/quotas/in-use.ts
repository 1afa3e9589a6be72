import { Injectable } from '@nestjs/common';
import { CallsElsewhereByAgent, RunningCalls, SessionRegistry } from '#sessions';
import { ExpectedCalls } from './expected-calls.ts';
import type { Quota } from './quota.ts';

/** Counts what agents and tenants hold at a time, in all instances: what others hold as far as the log tells of it. */
@Injectable()
export class InUse {
  constructor(
    private readonly running: RunningCalls,
    private readonly elsewhere: CallsElsewhereByAgent,
    private readonly expected: ExpectedCalls,
    private readonly sessions: SessionRegistry,
  ) {}

  /** Number of calls in flight that count for a quota, with those that were admitted and have not begun. */
  callsFor({ principal, tenantId }: Quota): number {
    const { running, elsewhere, expected } = this;
    return principal === undefined
      ? running.countOfTenant(tenantId) + elsewhere.countOfTenant(tenantId) + expected.countOfTenant(tenantId)
      : running.countOf(principal) + elsewhere.countOf(principal) + expected.countOf(principal);
  }

  /** Number of open sessions of the protocol that count for a quota. */
  sessionsFor({ principal, tenantId }: Quota): number {
    return principal === undefined
      ? this.sessions.countOpen(tenantId, 'protocol')
      : this.sessions.countOf(principal, 'protocol');
  }
}
