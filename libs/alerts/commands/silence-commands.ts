import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AuditTrail, type Actor } from '#admin';
import { MAX_SILENCES, type CommandReason, type SilenceAccepted, type SilenceForm } from '#contract';
import { EventLog, EventPublisher } from '#events';
import { AlertsProjection } from '../state/alerts-projection.ts';
import { ruleNotFound, silenceNotFound, tooManySilences } from './alert-errors.ts';

const DEED = 'admin:alert-silence';
/** Silences belong to no session and no tenant. */
const ABOUT = { sessionId: '', tenantId: '' };

/** Begins and ends silences. Answers once they are in the log. */
@Injectable()
export class SilenceCommands {
  constructor(
    private readonly alerts: AlertsProjection,
    private readonly publisher: EventPublisher,
    private readonly log: EventLog,
    private readonly trail: AuditTrail,
  ) {}

  /** Rejects with 404 for a rule that there is not, and with 409 if there are too many silences. */
  async begin({ reason, ...choice }: SilenceForm, actor: Actor): Promise<SilenceAccepted> {
    const act = { deed: 'begin', ...choice };
    return this.trail.recordRejection(DEED, actor, { ...act, silence: '' }, async () => {
      const { rules } = this.alerts;
      if (choice.rule !== undefined && !rules.some(({ name }) => name === choice.rule))
        throw ruleNotFound(choice.rule);
      if (this.alerts.silencesAt(Date.now()).length >= MAX_SILENCES) throw tooManySilences();
      const silence = randomUUID();
      this.trail.record(DEED, actor, { outcome: 'done', reason, ...act, silence });
      const data = { silence, ...choice, reason, by: actor.admin.name };
      this.publisher.publish({ ...ABOUT, type: 'alert:silenced', data });
      await this.log.flush();
      return { silence };
    });
  }

  /** Rejects with 404 if the silence does not last. */
  async end(silence: string, { reason }: CommandReason, actor: Actor): Promise<SilenceAccepted> {
    return this.trail.recordRejection(DEED, actor, { deed: 'end', silence: '' }, async () => {
      const known = this.alerts.silencesAt(Date.now()).find(({ id }) => id === silence);
      if (!known) throw silenceNotFound(silence);
      const { rule, subject } = known;
      const choice = { ...(rule !== undefined && { rule }), ...(subject && { subject }) };
      const why = reason === undefined ? {} : { reason };
      this.trail.record(DEED, actor, { outcome: 'done', ...why, deed: 'end', silence, ...choice });
      this.publisher.publish({ ...ABOUT, type: 'alert:unsilenced', data: { silence, by: actor.admin.name } });
      await this.log.flush();
      return { silence };
    });
  }
}
