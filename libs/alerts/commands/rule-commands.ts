import { Injectable } from '@nestjs/common';
import { AuditTrail, type Actor } from '#admin';
import type { AlertRule, AlertRuleAccepted, CommandReason } from '#contract';
import { EventLog, EventPublisher } from '#events';
import { cutText } from '#redaction';
import { MAX_RULES } from '../rules/alert-rules.ts';
import { AlertsProjection } from '../state/alerts-projection.ts';
import { ruleNotFound, ruleOfConfiguration, tooManyRules } from './alert-errors.ts';

const DEED = 'admin:alert-rule';
/** Rules belong to no session and no tenant. */
const ABOUT = { sessionId: '', tenantId: '' };
/** Maximum length of a name that the audit trail tells, in characters. */
const MAX_NAME = 100;

/** Sets and deletes rules. Answers once they are in the log, from where all instances take them. */
@Injectable()
export class RuleCommands {
  constructor(
    private readonly alerts: AlertsProjection,
    private readonly publisher: EventPublisher,
    private readonly log: EventLog,
    private readonly trail: AuditTrail,
  ) {}

  /** Rejects with 409 if the configuration has a rule of that name, or if there are too many rules. */
  async set(definition: AlertRule, actor: Actor): Promise<AlertRuleAccepted> {
    const { name } = definition;
    return this.trail.recordRejection(DEED, actor, { deed: 'set', rule: name }, async () => {
      const before = this.#find(name);
      if (!before && this.alerts.rules.length >= MAX_RULES) throw tooManyRules();
      const change = { ...(before && { before }), after: definition };
      this.trail.record(DEED, actor, { outcome: 'done', deed: 'set', rule: name, ...change });
      const data = { rule: name, by: actor.admin.name, change: 'set', definition } as const;
      this.publisher.publish({ ...ABOUT, type: 'alert:rule', data });
      await this.log.flush();
      return { rule: name };
    });
  }

  /** Rejects with 404 if there is no such rule, and with 409 if it is one of the configuration. */
  async delete(name: string, { reason }: CommandReason, actor: Actor): Promise<AlertRuleAccepted> {
    const rule = cutText(name, MAX_NAME);
    return this.trail.recordRejection(DEED, actor, { deed: 'delete', rule }, async () => {
      const before = this.#find(name);
      if (!before) throw ruleNotFound(name);
      const why = reason === undefined ? {} : { reason };
      this.trail.record(DEED, actor, { outcome: 'done', ...why, deed: 'delete', rule: name, before });
      const data = { rule: name, by: actor.admin.name, change: 'deleted' } as const;
      this.publisher.publish({ ...ABOUT, type: 'alert:rule', data });
      await this.log.flush();
      return { rule: name };
    });
  }

  #find(name: string): AlertRule | undefined {
    if (this.alerts.isConfigured(name)) throw ruleOfConfiguration(name);
    return this.alerts.rules.find((rule) => rule.name === name);
  }
}
