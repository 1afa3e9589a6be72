import { Injectable } from '@nestjs/common';
import type { QuotaScope } from '#contract';
import type { AgentPrincipal, EdgeError } from '#edge';
import { InUse } from './in-use.ts';
import type { Quota } from './quota.ts';
import { QuotaNotices } from './quota-notices.ts';
import { quotaRefusal } from './quota-refusal.ts';
import { QuotaRules } from './quota-rules.ts';

/** A limit of sessions, and how much of it is used. */
export interface SessionQuota {
  scope: QuotaScope;
  /** Number of open sessions of the protocol. */
  used: number;
  max: number;
  /** Tells of a refusal, and returns the error. */
  refuse(): EdgeError;
}

/** Limits the open sessions of the protocol of agents and tenants. */
@Injectable()
export class SessionQuotas {
  constructor(
    private readonly rules: QuotaRules,
    private readonly inUse: InUse,
    private readonly notices: QuotaNotices,
  ) {}

  /** The limits that hold for another session of an agent. */
  of(agent: AgentPrincipal): SessionQuota[] {
    return this.#quotasOf(agent).map((quota) => {
      const used = this.inUse.sessionsFor(quota);
      const refuse = (): EdgeError => {
        this.notices.refused(quota, used);
        return quotaRefusal(quota);
      };
      return { scope: quota.scope, used, max: quota.max, refuse };
    });
  }

  /** Call it after a session of an agent was opened. */
  opened(agent: AgentPrincipal): void {
    for (const quota of this.#quotasOf(agent)) {
      const used = this.inUse.sessionsFor(quota);
      this.notices.rose(quota, used - 1, used);
    }
  }

  #quotasOf(agent: AgentPrincipal): readonly Quota[] {
    return this.rules.areSet ? this.rules.of(agent).filter(({ limit }) => limit === 'sessions') : [];
  }
}
