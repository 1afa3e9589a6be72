import type { INestApplication } from '@nestjs/common';
import { Webhook } from 'standardwebhooks';
import { ALERT_RECEIVERS, ALERT_RULES, SENDING_PACE, type SendingPace } from '#alerts';
import { collectEvents, type EventCollection } from '#testing';
import { awaitEvent } from '../support/environment/await-event.ts';
import { StampedEvents } from '../support/alerts/stamped-events.ts';
import { WebhookReceiver } from '../support/alerts/webhook-receiver.ts';
import { startApplication } from '../support/server/test-application.ts';

const SECRET = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
const RULE = { name: 'nobody', kind: 'silent-agent', filter: 'tool:search', after: '10m', severity: 'error' };
const PATIENT = { timeoutMs: 60_000 };
const MINUTE = 60_000;

describe('the receivers of alerts', () => {
  let app: INestApplication;
  let events: StampedEvents;
  let told: EventCollection;
  let target: WebhookReceiver;

  async function startWith(rule: object, receiver: object, ...statuses: number[]): Promise<void> {
    target = await WebhookReceiver.start(...statuses);
    const receivers = ALERT_RECEIVERS.parse([
      { name: 'ops', url: target.url, allowPrivate: true, ...receiver },
    ]);
    ({ app } = await startApplication([], { alerts: { rules: ALERT_RULES.parse([rule]), receivers } }));
    events = new StampedEvents(app);
    told = collectEvents(app);
  }

  async function start(receiver: object, ...statuses: number[]): Promise<void> {
    await startWith(RULE, receiver, ...statuses);
    events.callAt(0, 'search');
    events.passAt(11 * MINUTE);
  }

  afterEach(async () => {
    await app.close();
    await target.stop();
  });

  it('get signed webhooks with the id of the event, and again with the same id after a failure', async () => {
    await start({ form: 'standard', secret: SECRET }, 503);
    const sent = await awaitEvent(told, 'alert:sent', PATIENT);
    const [firing] = told.all('alert:firing');
    expect(sent.data).toEqual({ alert: firing?.id, rule: 'nobody', receiver: 'ops', attempts: 2 });
    expect(target.received.map(({ headers }) => headers['webhook-id'])).toEqual([firing?.id, firing?.id]);
    for (const { body, headers } of target.received) {
      const message = new Webhook(SECRET).verify(body, headers as Record<string, string>);
      expect(message).toMatchObject({ type: 'alert:firing', data: { id: firing?.id, rule: 'nobody' } });
    }
    expect(JSON.stringify(told.events)).not.toContain(SECRET);
  });

  it('of PagerDuty are told of the end of an alert under the key of its beginning', async () => {
    await start({ form: 'pagerduty', secret: 'a-routing-key' });
    await awaitEvent(told, 'alert:sent', PATIENT);
    events.callAt(12 * MINUTE, 'search');
    await awaitEvent(told, 'alert:sent', {
      ...PATIENT,
      where: ({ data }) => data.alert !== told.all('alert:firing')[0]?.id,
    });
    const [trigger, resolve] = target.received.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
    const key = { routing_key: 'a-routing-key', dedup_key: told.all('alert:firing')[0]?.id };
    expect(trigger).toMatchObject({ ...key, event_action: 'trigger', payload: { severity: 'error' } });
    expect(resolve).toEqual({ ...key, event_action: 'resolve' });
  });

  it('of Alertmanager and Slack get the forms that these take', async () => {
    await start({ form: 'alertmanager' });
    await awaitEvent(told, 'alert:sent', PATIENT);
    expect(JSON.parse(target.received[0]?.body ?? '')).toMatchObject([
      { labels: { alertname: 'nobody', severity: 'error' }, annotations: { summary: expect.any(String) } },
    ]);
    await app.close();
    await target.stop();
    await start({ form: 'slack' });
    await awaitEvent(told, 'alert:sent', PATIENT);
    expect(target.received[0]?.body).toMatch(/^\{"text":"error: nobody: silent-agent /);
  });

  it('of Slack are told what an agent calls itself as plain text, which calls nobody and hides no link', async () => {
    await startWith({ name: 'quiet', kind: 'silent-session', after: '5m' }, { form: 'slack' });
    events.openAt(0, 'silent', '<!channel> see <https://evil.example|the fix> & go');
    events.passAt(6 * MINUTE);
    await awaitEvent(told, 'alert:sent', PATIENT);
    const { text } = JSON.parse(target.received[0]?.body ?? '') as { text: string };
    expect(text).toContain('&lt;!channel&gt; see &lt;https://evil.example|the fix&gt; &amp; go');
    expect(text).not.toMatch(/[<>]/);
  });

  it('are left alone for as long as they ask', async () => {
    await startWith(RULE, { form: 'slack' }, 429);
    app.get<SendingPace>(SENDING_PACE).firstWaitMs = 1;
    target.retryAfter = 1;
    events.callAt(0, 'search');
    events.passAt(11 * MINUTE);
    const { data } = await awaitEvent(told, 'alert:sent', PATIENT);
    expect(data).toMatchObject({ attempts: 2 });
    const [first = 0, second = 0] = target.received.map(({ at }) => at);
    // Clocks of timers and of suites round differently.
    expect(second - first).toBeGreaterThan(990);
  });

  it('are given up at once after a refusal or a redirect, which is not followed', async () => {
    await start({ form: 'slack' }, 307);
    const { data } = await awaitEvent(told, 'alert:undelivered', PATIENT);
    expect(data).toMatchObject({
      receiver: 'ops',
      attempts: 1,
      error: expect.stringContaining('answered with 307'),
    });
    expect(target.received).toHaveLength(1);
  });

  it.each(['127.0.0.1', 'localhost', '[::ffff:7f00:1]', '[::1]', '169.254.169.254'])(
    'at %s are refused unless the configuration allows private addresses',
    async (host) => {
      await start({ form: 'slack', url: `https://${host}:1/hook`, allowPrivate: false });
      const { data } = await awaitEvent(told, 'alert:undelivered', PATIENT);
      expect(data).toMatchObject({ attempts: 1, error: expect.stringContaining('allowPrivate') });
    },
  );
});
