import type { INestApplication } from '@nestjs/common';
import { ALERT_RECEIVERS, ALERT_RULES } from '#alerts';
import type { AlertKind } from '#contract';
import { collectEvents } from '#testing';
import { awaitEvent } from '../support/environment/await-event.ts';
import { ALERT_OCCASIONS, type AlertOccasion } from '../support/alerts/alert-occasions.ts';
import { StampedEvents } from '../support/alerts/stamped-events.ts';
import { verified, WebhookReceiver } from '../support/alerts/webhook-receiver.ts';
import { startApplication } from '../support/server/test-application.ts';

const SECRET = `whsec_${Buffer.alloc(24, 9).toString('base64')}`;
const PATIENT = { timeoutMs: 60_000 };

describe('a receiver that checks signatures is told of the beginning and of the end of an alert', () => {
  let app: INestApplication;
  let target: WebhookReceiver;

  beforeEach(async () => {
    target = await WebhookReceiver.start();
  });

  afterEach(async () => {
    await app.close();
    await target.stop();
  });

  it.each(Object.entries(ALERT_OCCASIONS) as [AlertKind, AlertOccasion][])(
    'of the kind %s, each once',
    async (kind, { rule, subject, raise, end }) => {
      const receivers = [
        { name: 'ops', form: 'standard', url: target.url, secret: SECRET, allowPrivate: true },
      ];
      const alerts = {
        rules: ALERT_RULES.parse([{ name: 'watched', kind, ...rule }]),
        receivers: ALERT_RECEIVERS.parse(receivers),
      };
      ({ app } = await startApplication([], { alerts }));
      const told = collectEvents(app);
      const events = new StampedEvents(app);
      raise(events);
      const firing = await awaitEvent(told, 'alert:firing', PATIENT);
      await awaitEvent(told, 'alert:sent', { ...PATIENT, where: ({ data }) => data.alert === firing.id });
      end(events);
      const resolved = await awaitEvent(told, 'alert:resolved', PATIENT);
      await awaitEvent(told, 'alert:sent', { ...PATIENT, where: ({ data }) => data.alert === resolved.id });

      expect(target.received.map(({ headers }) => headers['webhook-id'])).toEqual([firing.id, resolved.id]);
      const about = subject === undefined ? {} : { subject: { kind: subject } };
      expect(target.received.map((webhook) => verified(webhook, SECRET))).toMatchObject([
        { type: 'alert:firing', data: { rule: 'watched', kind, ...about } },
        { type: 'alert:resolved', data: { rule: 'watched', kind, reason: 'recovered', ...about } },
      ]);
      expect('subject' in firing.data).toBe(subject !== undefined);
    },
  );
});
