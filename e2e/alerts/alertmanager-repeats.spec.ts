import type { INestApplication } from '@nestjs/common';
import { ALERT_RECEIVERS, ALERT_RULES, SENDING_PACE, type SendingPace } from '#alerts';
import { collectEvents, type EventCollection } from '#testing';
import { awaitEvent } from '../support/environment/await-event.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { StampedEvents } from '../support/alerts/stamped-events.ts';
import { WebhookReceiver } from '../support/alerts/webhook-receiver.ts';
import { startApplication } from '../support/server/test-application.ts';

const RULE = { name: 'nobody', kind: 'silent-agent', filter: 'tool:search', after: '10m' };
const MINUTE = 60_000;

/** What Alertmanager is told of an alert. */
interface ToldAlert {
  labels: { alert: string };
  startsAt: string;
  endsAt?: string;
}

describe('Alertmanager', () => {
  let app: INestApplication;
  let events: StampedEvents;
  let told: EventCollection;
  let target: WebhookReceiver;

  const alerts = (): ToldAlert[] =>
    target.received.flatMap(({ body }) => JSON.parse(body) as readonly ToldAlert[]);
  const tellingsOf = (id: string | undefined): ToldAlert[] =>
    alerts().filter(({ labels }) => labels.alert === id);

  beforeEach(async () => {
    target = await WebhookReceiver.start();
    const receivers = ALERT_RECEIVERS.parse([
      { name: 'am', form: 'alertmanager', url: target.url, allowPrivate: true },
    ]);
    ({ app } = await startApplication([], { alerts: { rules: ALERT_RULES.parse([RULE]), receivers } }));
    app.get<SendingPace>(SENDING_PACE).repeatMs = 1;
    events = new StampedEvents(app);
    told = collectEvents(app);
  });

  afterEach(async () => {
    await app.close();
    await target.stop();
  });

  it('is told again and again of what fires, and no more once it has been told of the end', async () => {
    events.callAt(0, 'search');
    events.passAt(11 * MINUTE);
    const first = await awaitEvent(told, 'alert:firing');
    await waitUntil(() => tellingsOf(first.id).length >= 3, { reason: 'it is told again' });
    // Without an end, it fires for as long as Alertmanager takes an alert to fire that nobody repeats.
    for (const alert of tellingsOf(first.id)) {
      expect(alert.startsAt).toBe(first.data.since);
      expect(alert).not.toHaveProperty('endsAt');
    }

    events.callAt(12 * MINUTE, 'search');
    const end = await awaitEvent(told, 'alert:resolved');
    await waitUntil(() => tellingsOf(first.id).some(({ endsAt }) => endsAt !== undefined), {
      reason: 'it is told of the end',
    });
    events.passAt(30 * MINUTE);
    const isAnother = ({ id }: { id: string }): boolean => id !== first.id;
    const second = await awaitEvent(told, 'alert:firing', { where: isAnother });
    await waitUntil(() => tellingsOf(second.id).length >= 3, { reason: 'another alert is told again' });
    expect(tellingsOf(first.id).at(-1)).toMatchObject({ endsAt: end.timestamp });
    expect(tellingsOf(first.id).filter(({ endsAt }) => endsAt !== undefined)).toHaveLength(1);
    // Repetitions are no news: events tell of the first time only.
    await waitUntil(() => told.all('alert:sent').length >= 3, { reason: 'events tell of three messages' });
    expect(told.all('alert:sent')).toHaveLength(3);
  });

  it('is told of what fires once it answers again, although all attempts have failed before', async () => {
    app.get<SendingPace>(SENDING_PACE).firstWaitMs = 1;
    target.answer = 503;
    events.callAt(0, 'search');
    events.passAt(11 * MINUTE);
    const { data } = await awaitEvent(told, 'alert:undelivered');
    expect(data).toMatchObject({ receiver: 'am', error: expect.stringContaining('503') });
    target.answer = 200;
    const isTaken = (): boolean => target.received.some(({ status }) => status === 200);
    await waitUntil(isTaken, { reason: 'it is told when it answers' });
    expect(alerts().at(-1)?.labels.alert).toBe(data.alert);
  });
});
